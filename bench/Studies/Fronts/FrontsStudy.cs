using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lichen.Core.Objectives;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Pareto;
using Lichen.Exploration.Results;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;

namespace Lichen.Studies.Fronts;

/// <summary>
/// How much of the best compromises is found: the hypervolume of what was computed, as a share of that of the whole table,
/// measured from the worst value of each wish in the table.
/// </summary>
internal static class FrontsStudy
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly ImmutableArray<(string Name, StrategyKind Kind)> Arms =
    [
        ("lichen", StrategyKind.Improvement),
        ("chebyshev", StrategyKind.Chebyshev),
        ("weighted-sum", StrategyKind.Greedy),
        ("random", StrategyKind.Random),
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var data, .. var rest])
        {
            Console.Error.WriteLine(
                "expected the folder of the tables: fronts DATA [--seeds N] [--only NAME,] [--arms NAME,]"
            );
            return 2;
        }

        var seeds = int.Parse(Option(rest, "--seeds") ?? "10", CultureInfo.InvariantCulture);
        var only = Option(rest, "--only")?.Split(',');
        var arms = Option(rest, "--arms")?.Split(',');
        foreach (var problem in All(data, only))
        {
            var (started, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            var tables = Directory.CreateTempSubdirectory("lichen-fronts-");
            try
            {
                var rows = await RunAsync(problem, tables.FullName, seeds, arms);
                // A part of the arms is for trying out.
                if (arms is null)
                {
                    Write(problem.Name, rows, seeds, started.Elapsed, Environment.CpuUsage.TotalTime - cpu);
                }
            }
            finally
            {
                tables.Delete(recursive: true);
            }
        }

        return 0;
    }

    private static IEnumerable<FrontProblem> All(string data, string[]? only)
    {
        (string Name, Func<FrontProblem> Read)[] all =
        [
            ("qm9", () => FrontProblems.Qm9(data, dipole: false)),
            ("qm9-three", () => FrontProblems.Qm9(data, dipole: true)),
            ("qm9-acceptors", () => FrontProblems.Acceptors(data)),
            ("dyes", FrontProblems.Dyes),
            ("dyes-one-rung", () => FrontProblems.Dyes().TopOnly()),
            ("enamine-10k", () => FrontProblems.Enamine(data)),
        ];
        return all.Where(problem => only is null || only.Contains(problem.Name)).Select(problem => problem.Read());
    }

    private static async Task<List<FrontRow>> RunAsync(FrontProblem problem, string tables, int seeds, string[]? arms)
    {
        var rows = new List<FrontRow>();
        var space = PoolReader.Read(problem.Spec(tables, 1), TextWriter.Null, 2, CancellationToken.None);
        Preparation? preparation = null;
        double[][]? truth = null;
        foreach (var (name, kind) in Arms.Where(arm => arms is null || arms.Contains(arm.Name)))
        {
            for (var seed = 1; seed <= seeds; seed++)
            {
                var spec = problem.Spec(tables, (ulong)seed);
                preparation = preparation is null
                    ? await Replay.PrepareAsync(spec, space)
                    : preparation with
                    {
                        Spec = spec,
                    };
                truth ??= Truth(problem, preparation);
                var result = await Replay.RunAsync(preparation, kind, problem.Start);
                var row = Row(problem, name, seed, result, truth);
                rows.Add(row);
                Console.WriteLine(row);
            }

            var mine = rows.Where(row => row.Arm == name).ToList();
            var (mean, error) = Statistics.Mean([.. mine.Select(row => row.Share)]);
            Console.WriteLine(
                $"{problem.Name} {name}: {mean:0.0000} ± {error:0.0000}, front {mine.Average(row => row.FrontFound):0.000}"
            );
        }

        return rows;
    }

    // Losses of every molecule with all values.
    private static double[][] Truth(FrontProblem problem, Preparation preparation)
    {
        var wishes = preparation.Wishes.Objectives;
        var pool = preparation.Pool;
        var truth = new List<double[]>();
        for (var candidate = 0; candidate < pool.Count; candidate++)
        {
            var molecule = problem.Molecules[pool[candidate].Row - 1];
            if (molecule.Known is { } known)
            {
                truth.Add([
                    .. wishes.Select(
                        (wish, m) => wish.Goal.Loss(wish.Quantity is null ? wish.OfStructure[candidate] : known[m])
                    ),
                ]);
            }
        }

        return [.. truth];
    }

    private static FrontRow Row(FrontProblem problem, string arm, int seed, CampaignResult result, double[][] truth)
    {
        var bounds = Bounds.From(truth);
        var goals = result.Spec.Objectives.Select(objective => objective.Goal).ToArray();
        var found = result
            .Molecules.Where(molecule => molecule.Status == "computed")
            .Select(molecule =>
                molecule.Wishes.Take(goals.Length).Select((wish, m) => goals[m].Loss(wish.Value!.Value)).ToArray()
            )
            .ToList();
        var front = Dominance.Front(truth).Select(i => truth[i]).ToList();
        var hit = front.Count(point =>
            found.Any(have => have.Zip(point, (h, p) => Math.Abs(h - p) < 1e-9).All(same => same))
        );
        return new FrontRow(
            problem.Name,
            arm,
            seed,
            found.Count,
            Hypervolume.Of(found, bounds.Reference) / Hypervolume.Of(front, bounds.Reference),
            hit / (double)front.Count,
            front.Count,
            result.Together.IsEmpty ? 0 : result.Together.Max(pair => pair.Nats),
            result.Together.IsEmpty ? 0 : result.Together.MaxBy(pair => pair.Nats)!.Correlation
        );
    }

    private static string? Option(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is var i and >= 0 && i + 1 < arguments.Length ? arguments[i + 1] : null;

    private static void Write(string problem, List<FrontRow> rows, int seeds, TimeSpan elapsed, TimeSpan cpu)
    {
        var folder = Path.Combine(Repository.Folder, "bench", "Studies", "Fronts");
        File.WriteAllLines(
            Path.Combine(folder, $"results-{problem}.csv"),
            rows.Select(row =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{row.Problem},{row.Arm},{row.Seed},{row.Computed},{row.Share:0.######},{row.FrontFound:0.####},{row.OnFront},{row.Nats:0.##},{row.Correlation:0.##}"
                    )
                )
                .Prepend("problem,arm,seed,computed,hypervolume_share,front_found,molecules_on_front,nats,correlation")
        );
        var summary = new
        {
            commit = Repository.Commit,
            seeds,
            seconds = elapsed.TotalSeconds,
            core_seconds = cpu.TotalSeconds,
            arms = rows.GroupBy(row => row.Arm)
                .Select(group => new
                {
                    arm = group.Key,
                    hypervolume_share = group.Average(row => row.Share),
                    standard_error = Statistics.Mean([.. group.Select(row => row.Share)]).Error,
                    front_found = group.Average(row => row.FrontFound),
                }),
        };
        File.WriteAllText(
            Path.Combine(folder, $"summary-{problem}.json"),
            JsonSerializer.Serialize(summary, Indented) + "\n"
        );
    }
}

/// <summary>One campaign of the study.</summary>
/// <param name="Share">Hypervolume of what was computed, of that of the table.</param>
/// <param name="FrontFound">Share of the table's front that was computed.</param>
/// <param name="Nats">The most that the correlation of two wishes' errors brought to their prediction.</param>
/// <param name="Correlation">That correlation.</param>
internal sealed record FrontRow(
    string Problem,
    string Arm,
    int Seed,
    int Computed,
    double Share,
    double FrontFound,
    int OnFront,
    double Nats,
    double Correlation
);
