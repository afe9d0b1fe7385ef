using System.Globalization;
using System.Text.RegularExpressions;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Xtb;

/// <summary>GFN2-xTB energies with their slope, charges, dipole and gap: what potentials are taught with.</summary>
/// <param name="guard">Runs the program.</param>
/// <param name="program">xtb as it was found.</param>
public sealed partial class XtbForces(Guard guard, FoundProgram program)
{
    // Of molecules of some dozen atoms: far beyond any that converges.
    private static readonly ResourceLimits Patience = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(300), 0);

    /// <summary>Computes a neutral closed-shell structure.</summary>
    /// <param name="geometry">The structure.</param>
    /// <param name="folder">An empty folder that the program may fill.</param>
    /// <returns>The label; null where xtb did not converge or left less than all of it.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public StructureLabel? Compute(Geometry geometry, string folder, CancellationToken cancellationToken)
    {
        File.WriteAllText(Path.Combine(folder, "molecule.xyz"), Xyz.Write(geometry, ""));
        var call = new ProgramCall(program.Location, ["molecule.xyz", "--gfn", "2", "--grad", "--norestart"], folder)
        {
            Environment = OneThread.In(folder).Add("XTBHOME", null).Add("XTBPATH", null),
            Limits = Patience,
        };
        ProgramResult result = guard.Run(call, cancellationToken);
        string gradient = Path.Combine(folder, "molecule.engrad"),
            charges = Path.Combine(folder, "charges");
        return result.EndedWell && File.Exists(gradient) && File.Exists(charges)
            ? Read(geometry, result.Output, result.Errors, File.ReadAllText(gradient), File.ReadAllText(charges))
                is { } label
                ? label with
                {
                    CpuSeconds = result.Usage.CpuSeconds,
                }
                : null
            : null;
    }

    /// <summary>Reads what xtb left; null when anything is missing.</summary>
    internal static StructureLabel? Read(
        Geometry geometry,
        string output,
        string errors,
        string gradientFile,
        string chargesFile
    )
    {
        var read = XtbOutput.Read(output, errors);
        int atoms = geometry.AtomCount;
        double[] gradient = Numbers(gradientFile, '#'),
            charges = Numbers(chargesFile, '#');
        if (
            !read.EndedNormally
            || !read.ScfConverged
            || !read.Values.TryGetValue("homo_lumo_gap", out double gap)
            || Dipole().Match(output) is not { Success: true } dipole
            // The count, the energy, the slope; then number and place of every atom.
            || gradient.Length != 2 + (3 * atoms) + (4 * atoms)
            || gradient[0] != atoms
            || charges.Length != atoms
            || !gradient.Concat(charges).All(double.IsFinite)
        )
        {
            return null;
        }

        double[] moment =
        [
            .. Enumerable
                .Range(1, 3)
                .Select(d => double.Parse(dipole.Groups[d].ValueSpan, CultureInfo.InvariantCulture)),
        ];
        return new StructureLabel(
            geometry,
            gradient[1],
            [.. gradient.Skip(2).Take(3 * atoms).Select(slope => -slope)],
            charges,
            moment,
            gap
        );
    }

    private static double[] Numbers(string text, char comment) =>
        [
            .. text.Split('\n')
                .Where(line => !line.TrimStart().StartsWith(comment))
                .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(word =>
                    double.TryParse(word, CultureInfo.InvariantCulture, out double value) ? value : double.NaN
                ),
        ];

    [GeneratedRegex(@"molecular dipole:[^\n]*\n[^\n]*\n[^\n]*\n\s*full:\s+(\S+)\s+(\S+)\s+(\S+)")]
    private static partial Regex Dipole();
}
