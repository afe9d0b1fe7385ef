using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Core;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Psi4;

/// <summary>Energies, forces, gaps and dipole moments of a density functional by Psi4, settled as Lichen's own engine settles them.</summary>
/// <param name="method">Such as B3LYP.</param>
/// <param name="basis">Such as def2-SVP.</param>
public sealed class Psi4Forces(Guard guard, FoundProgram psi4, string method, string basis)
{
    private const double DebyePerAtomicUnit = 2.541746473;
    private static readonly ResourceLimits Patience = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), 0);

    // What -n 1 does not reach: threads of OpenMP that wait for each other took half of the seconds.
    private static readonly ImmutableDictionary<string, string?> Alone = ImmutableDictionary<string, string?>
        .Empty.Add("OMP_NUM_THREADS", "1")
        .Add("MKL_NUM_THREADS", "1");

    /// <summary>Computes one structure, a neutral closed shell.</summary>
    /// <param name="folder">Where the program works; kept.</param>
    /// <returns>Null where it fails.</returns>
    public StructureLabel? Compute(Geometry geometry, string folder, CancellationToken cancellationToken)
    {
        File.WriteAllText(Path.Combine(folder, "input.dat"), Input(geometry));
        var call = new ProgramCall(psi4.Location, ["-n", "1", "-i", "input.dat", "-o", "output.dat"], folder)
        {
            Limits = Patience,
            Environment = OneThread.In(folder).Add("PSI_SCRATCH", folder),
        };
        ProgramResult result = guard.Run(call, cancellationToken);
        string output = Path.Combine(folder, "output.dat");
        return result.EndedWell && File.Exists(output)
            ? Read(geometry, File.ReadLines(output), result.Usage.CpuSeconds)
            : null;
    }

    private string Input(Geometry geometry)
    {
        var text = new StringBuilder("molecule subject {\n0 1\n");
        for (int i = 0; i < geometry.AtomCount; i++)
        {
            ReadOnlySpan<double> at = geometry.Bohr.Slice(3 * i, 3);
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Elements.Symbol(geometry.AtomicNumbers[i])} {at[0]:F10} {at[1]:F10} {at[2]:F10}\n"
            );
        }

        text.Append("units bohr\nno_com\nno_reorient\nsymmetry c1\n}\n")
            .Append(
                CultureInfo.InvariantCulture,
                $$"""
                set_options({'basis': '{{basis}}', 'reference': 'rhf', 'scf_type': 'df',
                             'e_convergence': 1e-8, 'd_convergence': 1e-8, 'maxiter': 100})
                slope, wavefunction = gradient('{{method.ToLowerInvariant()}}', molecule=subject, return_wfn=True)
                core.print_out('lichen energy %.10f\n' % wavefunction.energy())
                levels = sorted(wavefunction.epsilon_a().to_array().tolist())
                occupied = wavefunction.nalpha()
                core.print_out('lichen gap %.10f\n' % (levels[occupied] - levels[occupied - 1]))
                moments = core.OEProp(wavefunction)
                moments.add('DIPOLE')
                moments.compute()
                core.print_out('lichen dipole %.8f %.8f %.8f\n' % tuple(variable('SCF DIPOLE ' + axis) for axis in 'XYZ'))
                for row in range(slope.rows()):
                    core.print_out('lichen slope %.10f %.10f %.10f\n' % tuple(slope.get(row, d) for d in range(3)))

                """
            );
        return text.ToString();
    }

    private static StructureLabel? Read(Geometry geometry, IEnumerable<string> lines, double cpuSeconds)
    {
        ILookup<string, double[]> found = lines
            .Where(line => line.StartsWith("lichen ", StringComparison.Ordinal))
            .Select(line => line.Split(' '))
            .ToLookup(
                words => words[1],
                words => words.Skip(2).Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray()
            );
        double[] slope = [.. found["slope"].SelectMany(row => row)];
        return
            slope.Length == 3 * geometry.AtomCount
            && found["energy"].FirstOrDefault() is [var energy]
            && found["gap"].FirstOrDefault() is [var gap]
            && found["dipole"].FirstOrDefault() is { Length: 3 } debye
            ? new StructureLabel(
                geometry,
                energy,
                [.. slope.Select(s => -s)],
                [],
                [.. debye.Select(d => d / DebyePerAtomicUnit)],
                gap * Constants.HartreeInElectronvolt
            )
            {
                CpuSeconds = cpuSeconds,
            }
            : null;
    }
}
