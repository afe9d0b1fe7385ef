using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Lichen.Core;

namespace Lichen.Compute.Nwchem;

/// <summary>What NWChem printed: markers first, then numbers; a number is absent where it is not there.</summary>
/// <param name="TasksDone">Number of tasks that ended well: a task that fails ends the program before it prints its times.</param>
/// <param name="SpinSquared">Expectation value of S^2, or null for a restricted state.</param>
/// <param name="Excitations">Singlet excitations in ascending order: energy in eV, oscillator strength (length gauge).</param>
internal sealed partial record NwchemOutput(
    string? Version,
    bool EndedNormally,
    int TasksDone,
    double? SpinSquared,
    ImmutableArray<(double Energy, double Strength)> Excitations,
    ImmutableSortedDictionary<string, double> Values
)
{
    private static readonly (string Theory, Regex Pattern)[] Energies =
    [
        // The method that stands last counts: a correlated energy comes after that of its reference.
        ("dft", new(@"Total DFT energy =\s+(\S+)")),
        ("scf", new(@"Total SCF energy =\s+(\S+)")),
        ("mp2", new(@"Total MP2 energy\s+(\S+)")),
        ("ccsd(t)", new(@"Total CCSD\(T\) energy:\s+(\S+)")),
    ];

    /// <param name="output">Standard output.</param>
    public static NwchemOutput Read(string output)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, double>();
        foreach (var (_, pattern) in Energies)
        {
            if (Last(pattern, output) is { } energy)
            {
                values["total_energy"] = energy;
            }
        }

        // Its own conversion, 2.541766, is not CODATA's, so it is the atomic unit that is read.
        if (Last(Dipole(), output) is { } dipole)
        {
            values["dipole_moment"] = dipole * Constants.AtomicDipoleInDebye;
        }

        if (Last(Isotropic(), output) is { } polarizability)
        {
            values["isotropic_polarizability"] = polarizability;
        }

        AddOrbitals(output, values);
        return new NwchemOutput(
            VersionOf(output),
            TotalTimes().IsMatch(output),
            TaskTimes().Count(output),
            Last(SpinSquares(), output),
            ReadExcitations(output),
            values.ToImmutable()
        );
    }

    public static string? VersionOf(string output) =>
        VersionLine().Match(output) is { Success: true } version ? version.Groups[1].Value : null;

    private static double? Last(Regex pattern, string text) =>
        pattern.Matches(text).LastOrDefault() is { } match ? Number(match.Groups[1].Value) : null;

    // Fortran writes exponents with D.
    private static double? Number(string text) =>
        double.TryParse(text.Replace('D', 'E'), CultureInfo.InvariantCulture, out var number) ? number : null;

    // Highest occupied and lowest unoccupied over the spins, and the smallest gap within one spin.
    private static void AddOrbitals(string output, ImmutableSortedDictionary<string, double>.Builder values)
    {
        var spins = new Dictionary<string, (double Homo, double Lumo)>();
        var headings = Analysis().Matches(output);
        foreach (var (index, heading) in headings.Index())
        {
            var end = index + 1 < headings.Count ? headings[index + 1].Index : output.Length;
            double homo = double.NegativeInfinity,
                lumo = double.PositiveInfinity;
            foreach (Match vector in Vector().Matches(output[heading.Index..end]))
            {
                if (Number(vector.Groups[1].Value) is not { } occupation || Number(vector.Groups[2].Value) is not { } e)
                {
                    continue;
                }

                (homo, lumo) = occupation > 0.5 ? (Math.Max(homo, e), lumo) : (homo, Math.Min(lumo, e));
            }

            // A later analysis is that of the same field, read again from the program's file.
            spins[heading.Groups[1].Value] = (homo, lumo);
        }

        var pairs = spins.Values.Where(pair => double.IsFinite(pair.Homo) && double.IsFinite(pair.Lumo)).ToList();
        if (pairs.Count == 0)
        {
            return;
        }

        values["homo_energy"] = pairs.Max(pair => pair.Homo) * Constants.HartreeInElectronvolt;
        values["lumo_energy"] = pairs.Min(pair => pair.Lumo) * Constants.HartreeInElectronvolt;
        values["homo_lumo_gap"] = pairs.Min(pair => pair.Lumo - pair.Homo) * Constants.HartreeInElectronvolt;
    }

    private static ImmutableArray<(double, double)> ReadExcitations(string output)
    {
        var found = output.LastIndexOf("Convergence criterion met", StringComparison.Ordinal);
        return found < 0
            ? []
            :
            [
                .. Root()
                    .Matches(output[found..])
                    .Select(match => (Number(match.Groups[1].Value), Number(match.Groups[2].Value)))
                    .Where(pair => pair is ({ }, { }))
                    .Select(pair => (pair.Item1!.Value * Constants.HartreeInElectronvolt, pair.Item2!.Value))
                    .OrderBy(pair => pair.Item1),
            ];
    }

    [GeneratedRegex(@"\(NWChem\) (\d\S*)")]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"^ Total times  cpu:", RegexOptions.Multiline)]
    private static partial Regex TotalTimes();

    [GeneratedRegex(@"^ Task  times  cpu:", RegexOptions.Multiline)]
    private static partial Regex TaskTimes();

    [GeneratedRegex(@"Total dipole\s+(\S+) A\.U\.")]
    private static partial Regex Dipole();

    [GeneratedRegex(@"^ Isotropic   =\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex Isotropic();

    [GeneratedRegex(@"(?:<S2> =|S\^2 =)\s+(\S+)")]
    private static partial Regex SpinSquares();

    [GeneratedRegex(@"^\s+\w+ Final (Alpha |Beta |)Molecular Orbital Analysis", RegexOptions.Multiline)]
    private static partial Regex Analysis();

    [GeneratedRegex(@"^ Vector\s+\d+\s+Occ=\s*(\S+)\s+E=\s*(\S+)", RegexOptions.Multiline)]
    private static partial Regex Vector();

    [GeneratedRegex(
        @"^\s+Root\s+\d+ singlet\s+\S+\s+(\S+) a\.u\.(?:(?!^\s+Root)[\s\S])*?Dipole Oscillator Strength\s+(\S+)",
        RegexOptions.Multiline
    )]
    private static partial Regex Root();
}
