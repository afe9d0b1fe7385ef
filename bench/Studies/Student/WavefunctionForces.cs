using System.Globalization;
using System.Text;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;

namespace Lichen.Studies.Student;

/// <summary>Energies and forces at wB97X/6-31G(d), the level that ANI-2x was taught, by Psi4.</summary>
internal static class WavefunctionForces
{
    private static readonly ResourceLimits Patience = new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), 0);

    public static StructureLabel? Compute(Guard guard, FoundProgram psi4, Geometry geometry)
    {
        string folder = Directory.CreateTempSubdirectory("lichen-student-").FullName;
        try
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
                .Append("set basis 6-31G(d)\nset scf_type df\n")
                .Append("slope, wavefunction = gradient('wb97x', return_wfn=True)\n")
                .Append("core.print_out('lichen energy %.10f\\n' % wavefunction.energy())\n")
                .Append("for i in range(slope.rows()):\n")
                .Append(
                    "    core.print_out('lichen slope %.10f %.10f %.10f\\n' % tuple(slope.get(i, d) for d in range(3)))\n"
                );
            File.WriteAllText(Path.Combine(folder, "input.dat"), text.ToString());
            var call = new ProgramCall(psi4.Location, ["-n", "1", "-i", "input.dat", "-o", "output.dat"], folder)
            {
                Limits = Patience,
            };
            ProgramResult result = guard.Run(call, CancellationToken.None);
            string output = Path.Combine(folder, "output.dat");
            if (!result.EndedWell || !File.Exists(output))
            {
                return null;
            }

            string[][] found =
            [
                .. File.ReadLines(output)
                    .Where(line => line.StartsWith("lichen ", StringComparison.Ordinal))
                    .Select(line => line.Split(' ')),
            ];
            double[] slope = [.. found.Where(w => w[1] == "slope").SelectMany(w => w.Skip(2).Select(Number))];
            return slope.Length == 3 * geometry.AtomCount && found.FirstOrDefault(w => w[1] == "energy") is { } energy
                ? new StructureLabel(geometry, Number(energy[2]), [.. slope.Select(s => -s)], [], [], double.NaN)
                {
                    CpuSeconds = result.Usage.CpuSeconds,
                }
                : null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Number(string word) => double.Parse(word, CultureInfo.InvariantCulture);
}
