using System.Runtime.InteropServices;

namespace Lichen.Learning.Potentials.Heads;

/// <summary>The ordered pairs of atoms within the radial cutoff, with their radial terms.</summary>
internal sealed class HeadPairs
{
    private readonly List<HeadPair> _pairs = [];
    private readonly List<float> _radial = [];
    private readonly int[] _starts;
    private readonly int _terms;

    /// <param name="terms">Constants of the environment vectors.</param>
    /// <param name="angstrom">Coordinates, shape (atoms, 3).</param>
    public HeadPairs(EnvironmentTerms terms, double[] angstrom)
    {
        Angstrom = angstrom;
        _terms = terms.RadialShifts.Length;
        int atoms = angstrom.Length / 3;
        _starts = new int[atoms + 1];
        for (int i = 0; i < atoms; i++)
        {
            for (int j = 0; j < atoms; j++)
            {
                double r = Math.Sqrt(Square(angstrom, i, j));
                if (i != j && r < terms.RadialCutoff)
                {
                    _pairs.Add(new HeadPair(j, r, _pairs.Count));
                    double cut = 0.5 * (1 + Math.Cos(Math.PI * r / terms.RadialCutoff));
                    foreach (double shift in terms.RadialShifts)
                    {
                        _radial.Add((float)(cut * Math.Exp(-terms.RadialDecay * (r - shift) * (r - shift))));
                    }
                }
            }

            _starts[i + 1] = _pairs.Count;
        }
    }

    public double[] Angstrom { get; }

    /// <summary>Pairs of an atom, by the place of the other.</summary>
    public ReadOnlySpan<HeadPair> Of(int atom) => CollectionsMarshal.AsSpan(_pairs)[_starts[atom].._starts[atom + 1]];

    /// <summary>Radial terms, shape (terms).</summary>
    public ReadOnlySpan<float> Radial(HeadPair pair) =>
        CollectionsMarshal.AsSpan(_radial).Slice(pair.Place * _terms, _terms);

    private static double Square(double[] angstrom, int i, int j)
    {
        double sum = 0;
        for (int d = 0; d < 3; d++)
        {
            double along = angstrom[(3 * i) + d] - angstrom[(3 * j) + d];
            sum += along * along;
        }

        return sum;
    }
}

/// <summary>A neighbour.</summary>
/// <param name="Other">Its place.</param>
/// <param name="R">Its distance in angstrom.</param>
/// <param name="Place">The pair's own place among all.</param>
internal readonly record struct HeadPair(int Other, double R, int Place);
