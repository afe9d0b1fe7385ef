using System.Collections.Immutable;
using System.Globalization;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;

namespace Lichen.Benchmarks;

/// <summary>
/// As many calculations at once as there are cores, one thread each, against the same calculations one after the other with
/// all the threads: which of the two spends the cores better.
/// </summary>
internal static class Threads
{
    // Benzene, in angstrom: regular, C-C 1.395, C-H 1.085.
    private static readonly string Atoms = string.Concat(
        Enumerable
            .Range(0, 12)
            .Select(i =>
            {
                var radius = i < 6 ? 1.395 : 2.48;
                var (sin, cos) = Math.SinCos(i % 6 * Math.PI / 3);
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(i < 6 ? 'C' : 'H')} {radius * cos:F6} {radius * sin:F6} 0\n"
                );
            })
    );

    public static IEnumerable<Finding> Run(Scale scale)
    {
        var cores = Environment.ProcessorCount;
        var basis = scale.Repeats > 1 ? "6-31G" : "STO-3G";
        (string Program, string File, string Text, Func<int, string[]> Arguments)[] programs =
        [
            (
                "psi4",
                "input.dat",
                $"molecule {{\n0 1\n{Atoms}symmetry c1\n}}\nset basis {basis}\nset scf_type df\nenergy('b3lyp')\n",
                threads => ["-n", $"{threads}", "-i", "input.dat", "-o", "output.dat"]
            ),
            ("xtb", "input.xyz", $"12\n\n{Atoms}", _ => ["input.xyz", "--gfn", "2", "--opt", "--norestart"]),
        ];
        foreach (var (program, file, text, arguments) in programs)
        {
            if (EngineProbe.Locate(program) is not { } location)
            {
                continue;
            }

            var turns = Turns.Take(
                Math.Min(3, scale.Repeats),
                () => Sample.Of(() => Parallel.For(0, cores, _ => Once(location, file, text, arguments(1), 1))),
                () =>
                    Sample.Of(() =>
                    {
                        for (var i = 0; i < cores; i++)
                        {
                            Once(location, file, text, arguments(cores), cores);
                        }
                    })
            );
            foreach (var (clock, of) in ((string, Func<Sample, double>)[])[("elapsed", Turns.Wall), ("CPU", Turns.Cpu)])
            {
                yield return new Finding(
                    $"{program}: {cores} calculations of benzene at once, one thread each",
                    clock,
                    Finding.Milliseconds(turns.Here(of)),
                    $"one after the other with {cores} threads: {Finding.Milliseconds(turns.Baseline(of))}",
                    turns.Ratio(of)
                );
            }
        }
    }

    private static void Once(string program, string file, string text, string[] arguments, int threads)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(Path.Combine(folder.Path, file), text);
        var count = threads.ToString(CultureInfo.InvariantCulture);
        var call = new ProgramCall(program, arguments, folder.Path)
        {
            Environment = ImmutableDictionary<string, string?>
                .Empty.Add("OMP_NUM_THREADS", count)
                .Add("OPENBLAS_NUM_THREADS", count)
                .Add("PSI_SCRATCH", folder.Path),
        };
        var result = Guard.Beside().Run(call, CancellationToken.None);
        if (!result.EndedWell)
        {
            throw new InvalidOperationException($"{program} ended with {result.ExitCode}: {result.Errors}");
        }
    }
}
