using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Lichen.Compute.Xtb;

/// <summary>What xtb printed: markers first, then numbers; a number is null where it is not there.</summary>
/// <remarks>
/// Read from the printed text and not from xtbout.json: xtb 6.5.1 leaves in that file the dipole moment of the start
/// geometry after an optimisation (water: 2.27 D where 2.22 D is right), and writes none for GFN-FF.
/// Of each number the last one printed counts, which belongs to the final geometry.
/// </remarks>
internal sealed partial record XtbOutput(
    string? Version,
    bool EndedNormally,
    bool ScfConverged,
    bool GeometryConverged,
    ImmutableSortedDictionary<string, double> Values
)
{
    /// <summary>1 mol/L of the gas and of the solution, as xtb words it.</summary>
    public const string OneMolar = "gsolv [1 M gas/solution]";

    /// <summary>The reference state of the solution, as xtb words it; null in the gas phase.</summary>
    public string? ReferenceState { get; private init; }

    /// <param name="output">Standard output.</param>
    /// <param name="errors">Standard error, where xtb writes how it ended.</param>
    public static XtbOutput Read(string output, string errors)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, double>();
        Add("total_energy", TotalEnergy());
        Add("gibbs_energy", FreeEnergy());
        Add("imaginary_modes", Imaginary());
        Add("homo_lumo_gap", Gap());
        Add("homo_energy", Homo());
        Add("lumo_energy", Lumo());
        Add("isotropic_polarizability", Polarizability());
        // GFN2-xTB prints its dipole as a table, GFN1-xTB as a line.
        Add("dipole_moment", DipoleTable());
        Add("dipole_moment", DipoleLine());

        var scf = output.LastIndexOf("convergence criteria cannot be satisfied", StringComparison.Ordinal);
        return new XtbOutput(
            VersionLine().Match(output) is { Success: true } version ? version.Groups[1].Value : null,
            errors.Contains("normal termination of xtb", StringComparison.Ordinal)
                && !errors.Contains("abnormal termination of xtb", StringComparison.Ordinal),
            // A force field has no self-consistent field, so what counts is that none failed last.
            scf < 0
                || output.LastIndexOf("convergence criteria satisfied", StringComparison.Ordinal) > scf,
            output.Contains("GEOMETRY OPTIMIZATION CONVERGED AFTER", StringComparison.Ordinal)
                && !output.Contains("FAILED TO CONVERGE GEOMETRY OPTIMIZATION", StringComparison.Ordinal),
            values.ToImmutable()
        )
        {
            ReferenceState = Reference().Match(output) is { Success: true } state ? state.Groups[1].Value.Trim() : null,
        };

        void Add(string name, Regex pattern)
        {
            if (
                pattern.Matches(output).LastOrDefault() is { } match
                && double.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var value)
            )
            {
                values[name] = value;
            }
        }
    }

    [GeneratedRegex(@"\* xtb version (\S+)")]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"\| TOTAL ENERGY\s+(\S+) Eh")]
    private static partial Regex TotalEnergy();

    [GeneratedRegex(@"\| TOTAL FREE ENERGY\s+(\S+) Eh")]
    private static partial Regex FreeEnergy();

    [GeneratedRegex(@"# imaginary freq\.\s+(\d+)")]
    private static partial Regex Imaginary();

    [GeneratedRegex(@"Reference state\s+(\S[^\n]*)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\| HOMO-LUMO GAP\s+(\S+) eV")]
    private static partial Regex Gap();

    [GeneratedRegex(@"(\S+) \(HOMO\)")]
    private static partial Regex Homo();

    [GeneratedRegex(@"(\S+) \(LUMO\)")]
    private static partial Regex Lumo();

    [GeneratedRegex(@"Mol\. α\(0\) /au\s*:\s*(\S+)")]
    private static partial Regex Polarizability();

    [GeneratedRegex(@"molecular dipole:[^\n]*\n[^\n]*tot \(Debye\)\s*\n[^\n]*\n\s*full:\s+\S+\s+\S+\s+\S+\s+(\S+)")]
    private static partial Regex DipoleTable();

    [GeneratedRegex(@"dipole moment from electron density \(au\)[^\n]*\n[^\n]*\n[^\n]*total \(Debye\):\s+(\S+)")]
    private static partial Regex DipoleLine();
}
