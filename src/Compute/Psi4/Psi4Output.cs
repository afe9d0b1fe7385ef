using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Lichen.Core;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Psi4;

/// <summary>What Psi4 wrote: markers first, then numbers; a number is absent where it is not there.</summary>
internal sealed partial record Psi4Output(
    string? Version,
    bool EndedNormally,
    bool ScfConverged,
    bool GeometryConverged,
    ImmutableArray<double> Bohr,
    double? SpinSquared,
    ImmutableSortedDictionary<string, double> Values
)
{
    /// <param name="output">Psi4's output file.</param>
    public static Psi4Output Read(string output)
    {
        var numbers = new Dictionary<string, double>();
        foreach (Match match in Line().Matches(output))
        {
            if (double.TryParse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out var number))
            {
                numbers[match.Groups[1].Value] = number;
            }
        }

        var values = ImmutableSortedDictionary.CreateBuilder<string, double>();
        if (numbers.TryGetValue("isotropic_polarizability", out var polarizability))
        {
            values["isotropic_polarizability"] = polarizability;
        }

        if (numbers.TryGetValue("total_energy", out var energy))
        {
            values["total_energy"] = energy;
        }

        if (numbers.TryGetValue("dipole_moment", out var dipole))
        {
            values["dipole_moment"] = dipole;
        }

        AddOrbitals(numbers, values);
        return new Psi4Output(
            VersionLine().Match(output) is { Success: true } version ? version.Groups[1].Value : null,
            // A whole line: the output starts with a copy of the input, where the same words stand in quotes.
            End().IsMatch(output) && output.Contains("Psi4 exiting successfully", StringComparison.Ordinal),
            output.Contains("Energy and wave function converged", StringComparison.Ordinal),
            output.Contains("Optimization is complete!", StringComparison.Ordinal),
            [
                .. Atom()
                    .Matches(output)
                    .SelectMany(match => match.Groups.Values.Skip(1))
                    .Select(group =>
                        double.TryParse(group.ValueSpan, CultureInfo.InvariantCulture, out var x) ? x : double.NaN
                    ),
            ],
            SpinSquares().Matches(output).LastOrDefault() is { } spin
            && double.TryParse(spin.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var squared)
                ? squared
                : null,
            values.ToImmutable()
        );
    }

    /// <summary>The last geometry of an optimisation; null where it is not whole.</summary>
    public Geometry? Final(Geometry start) =>
        Bohr.Length == 3 * start.AtomCount && Bohr.All(double.IsFinite)
            ? Geometry.FromBohr(start.AtomicNumbers, Bohr.AsSpan())
            : null;

    // Highest occupied and lowest unoccupied over the spins, and the smallest gap within one spin.
    private static void AddOrbitals(
        Dictionary<string, double> hartree,
        ImmutableSortedDictionary<string, double>.Builder values
    )
    {
        string[] spins = ["alpha", "beta"];
        var pairs = spins
            .Where(spin => hartree.ContainsKey(spin + "_homo") && hartree.ContainsKey(spin + "_lumo"))
            .Select(spin => (Homo: hartree[spin + "_homo"], Lumo: hartree[spin + "_lumo"]))
            .ToList();
        if (pairs.Count == 0)
        {
            return;
        }

        values["homo_energy"] = pairs.Max(pair => pair.Homo) * Constants.HartreeInElectronvolt;
        values["lumo_energy"] = pairs.Min(pair => pair.Lumo) * Constants.HartreeInElectronvolt;
        values["homo_lumo_gap"] = pairs.Min(pair => pair.Lumo - pair.Homo) * Constants.HartreeInElectronvolt;
    }

    [GeneratedRegex(@"^lichen (\w+) (\S+) (?:hartree|debye|bohr\^3)$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"^lichen atom (\S+) (\S+) (\S+) bohr$", RegexOptions.Multiline)]
    private static partial Regex Atom();

    [GeneratedRegex(@"@S\^2 Observed:\s+(\S+)")]
    private static partial Regex SpinSquares();

    [GeneratedRegex("^lichen end$", RegexOptions.Multiline)]
    private static partial Regex End();

    [GeneratedRegex(@"^\s*Psi4 (\d\S*) ", RegexOptions.Multiline)]
    private static partial Regex VersionLine();
}
