using System.Collections.Immutable;
using System.Globalization;
using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials;

/// <summary>The constants of atomic environment vectors: how an atom's neighbours are told apart.</summary>
/// <param name="RadialCutoff">Neighbours of the radial terms are nearer than this, in angstrom.</param>
/// <param name="AngularCutoff">Neighbours of the angular terms are nearer than this, in angstrom.</param>
/// <param name="RadialDecay">Eta of the radial Gaussians in 1/angstrom^2.</param>
/// <param name="RadialShifts">Centres of the radial Gaussians in angstrom.</param>
/// <param name="AngularDecay">Eta of the angular Gaussians in 1/angstrom^2.</param>
/// <param name="AngularShifts">Centres of the angular Gaussians in angstrom.</param>
/// <param name="Zeta">Power of the angular part.</param>
/// <param name="AngleShifts">Centres of the angular part in radians.</param>
/// <param name="AtomicNumbers">The elements told apart, in the order of the vector.</param>
/// <remarks>
/// Source: Smith, Isayev and Roitberg 2017, eq. 3 and 4, <see href="https://doi.org/10.1039/C6SC05720A"/>; pairs of
/// elements and the prefactors as in Gao et al. 2020, <see href="https://doi.org/10.1021/acs.jcim.0c00451"/>.
/// </remarks>
public sealed record EnvironmentTerms(
    double RadialCutoff,
    double AngularCutoff,
    double RadialDecay,
    ImmutableArray<double> RadialShifts,
    double AngularDecay,
    ImmutableArray<double> AngularShifts,
    double Zeta,
    ImmutableArray<double> AngleShifts,
    ImmutableArray<byte> AtomicNumbers
)
{
    private const double LongestCutoff = 20;

    public int ElementCount => AtomicNumbers.Length;

    /// <summary>The number of unordered pairs of elements, like ones included.</summary>
    public int PairCount => ElementCount * (ElementCount + 1) / 2;

    /// <summary>Terms of one pair of elements: angular shifts outermost, angle shifts within.</summary>
    public int AngularBlock => AngularShifts.Length * AngleShifts.Length;

    /// <summary>Where the angular terms start: behind the radial ones of every element.</summary>
    public int AngularStart => ElementCount * RadialShifts.Length;

    /// <summary>Length of the vector.</summary>
    public int Length => AngularStart + (PairCount * AngularBlock);

    /// <summary>The place of an element; -1 when the terms do not know it.</summary>
    public int IndexOf(byte atomicNumber) => AtomicNumbers.IndexOf(atomicNumber);

    /// <summary>The place of an unordered pair of places p and q: (0,0) (0,1) ... (1,1) (1,2) ...</summary>
    public int PairIndex(int p, int q)
    {
        (p, q) = (Math.Min(p, q), Math.Max(p, q));
        return (p * ElementCount) - (p * (p - 1) / 2) + q - p;
    }

    /// <summary>Reads the published form: lines of <c>KEY = value</c>.</summary>
    /// <exception cref="PotentialException">A key is missing or its value is not what it must be.</exception>
    public static EnvironmentTerms Parse(string text, string file)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in text.Split('\n'))
        {
            int sign = line.IndexOf('=', StringComparison.Ordinal);
            if (sign > 0)
            {
                values[line[..sign].Trim()] = line[(sign + 1)..].Trim().Trim('[', ']');
            }
        }

        double[] Numbers(string key) => [.. Words(key).Select(word => Number(key, word))];
        double One(string key) =>
            Numbers(key) is [var one] ? one : throw Wrong($"{key} has more values than the one that is read");
        string[] Words(string key) =>
            values.TryGetValue(key, out string? value) && value.Length > 0
                ? value.Split(',', StringSplitOptions.TrimEntries)
                : throw Wrong($"{key} is missing");
        double Number(string key, string word) =>
            double.TryParse(word, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
                ? number
                : throw Wrong($"{key} holds '{word}', which is no number");
        byte Element(string symbol) =>
            (byte)(Elements.AtomicNumber(symbol) ?? throw Wrong($"Atyp holds '{symbol}', which is no element"));
        PotentialException Wrong(string what) => new(PotentialProblem.Damaged, $"{file}: {what}.");

        var terms = new EnvironmentTerms(
            One("Rcr"),
            One("Rca"),
            One("EtaR"),
            [.. Numbers("ShfR")],
            One("EtaA"),
            [.. Numbers("ShfA")],
            One("Zeta"),
            [.. Numbers("ShfZ")],
            [.. Words("Atyp").Select(Element)]
        );
        if (terms.RadialCutoff is not (> 0 and < LongestCutoff) || !(terms.AngularCutoff <= terms.RadialCutoff))
        {
            throw Wrong(
                $"cutoffs {terms.RadialCutoff} and {terms.AngularCutoff} angstrom: the angular one is at most the "
                    + $"radial one, and that lies between 0 and {LongestCutoff}"
            );
        }

        return terms.AtomicNumbers.Distinct().Count() == terms.ElementCount
            ? terms
            : throw Wrong("Atyp names an element twice");
    }
}
