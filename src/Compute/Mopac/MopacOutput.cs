using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Mopac;

/// <summary>What MOPAC wrote: markers first, then numbers; a number is null where it is not there.</summary>
/// <param name="ScfCalculations">Self-consistent fields that were solved; 0 where the numbers are of none.</param>
/// <param name="GradientNorm">Of the final geometry, in kcal/mol/angstrom; null for single points of one atom.</param>
/// <param name="SpinSquared">Expectation value of S^2; null for a restricted state.</param>
/// <param name="Final">The last geometry that was written, converged or not.</param>
internal sealed partial record MopacOutput(
    string? Version,
    bool EndedNormally,
    bool ScfConverged,
    int ScfCalculations,
    double? GradientNorm,
    double? SpinSquared,
    Geometry? Final,
    ImmutableSortedDictionary<string, double> Values
)
{
    public static MopacOutput Read(string output)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, double>();
        Add("heat_of_formation", Number(HeatLine().Match(output)));
        Add("dipole_moment", Number(DipoleLine().Match(output)));
        Add("isotropic_polarizability", Number(PolarizabilityLine().Match(output)));
        MopacOrbitals.Add(output, values);
        return new MopacOutput(
            VersionLine().Match(output) is { Success: true } version ? version.Groups[1].Value : null,
            output.Contains("* JOB ENDED NORMALLY *", StringComparison.Ordinal)
                && output.Contains("== MOPAC DONE ==", StringComparison.Ordinal),
            output.Contains("SCF FIELD WAS ACHIEVED", StringComparison.Ordinal),
            (int)(Number(ScfLine().Match(output)) ?? 0),
            Number(GradientLine().Match(output)),
            Number(SpinLine().Match(output)),
            GeometryIn(output),
            values.ToImmutable()
        );

        void Add(string name, double? value)
        {
            if (value is { } number)
            {
                values[name] = number;
            }
        }
    }

    private static double? Number(Match match) =>
        match.Success && double.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    // Both blocks are told from others by their digits: nine behind the point at the end, eight with flags when it broke off.
    private static Geometry? GeometryIn(string output)
    {
        var end = FinalBlock().Matches(output).LastOrDefault() ?? BrokenBlock().Matches(output).LastOrDefault();
        if (end is null)
        {
            return null;
        }

        var numbers = new List<byte>();
        var angstrom = new List<double>();
        foreach (var line in end.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Replace("+1", "", StringComparison.Ordinal)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 4 || Elements.AtomicNumber(words[^4]) is not { } number)
            {
                return null;
            }

            numbers.Add((byte)number);
            angstrom.AddRange(words[^3..].Select(word => double.Parse(word, CultureInfo.InvariantCulture)));
        }

        return Geometry.FromAngstrom([.. numbers], [.. angstrom]);
    }

    [GeneratedRegex(@"MOPAC v(\S+)")]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"FINAL HEAT OF FORMATION =\s+(\S+) KCAL/MOL")]
    private static partial Regex HeatLine();

    [GeneratedRegex(@"^ SUM\s+\S+\s+\S+\s+\S+\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex DipoleLine();

    // The second number is from the dipole moment, a first derivative where that from the energy is a second.
    [GeneratedRegex(@"Average Polarizability from:[^\n]*\n\s+\S+\s+(\S+)\s+A\.U\.")]
    private static partial Regex PolarizabilityLine();

    [GeneratedRegex(@"GRADIENT NORM\s+=\s+(\S+)")]
    private static partial Regex GradientLine();

    [GeneratedRegex(@"SCF CALCULATIONS\s+=\s+(\d+)")]
    private static partial Regex ScfLine();

    [GeneratedRegex(@"\(S\*\*2\)\s+=\s+(\S+)")]
    private static partial Regex SpinLine();

    [GeneratedRegex(@"(?:^ +\d+ +[A-Z][a-z]?(?: +-?\d+\.\d{9}){3} *\n)+", RegexOptions.Multiline)]
    private static partial Regex FinalBlock();

    [GeneratedRegex(@"(?:^ +[A-Z][a-z]?(?: +-?\d+\.\d{8} \+1){3} *\n)+", RegexOptions.Multiline)]
    private static partial Regex BrokenBlock();
}
