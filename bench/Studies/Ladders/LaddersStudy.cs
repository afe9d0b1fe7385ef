using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Results;
using Lichen.Exploration.Spaces;

namespace Lichen.Studies.Ladders;

/// <summary>
/// Replays published tables with several rungs: what is spent, in labels of the dearest rung, until the best molecules
/// are bought there.
/// </summary>
internal static class LaddersStudy
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly ImmutableArray<Arm> Arms =
    [
        new("lichen", false, StrategyKind.Improvement),
        new("one-rung", true, StrategyKind.Improvement),
        new("cheap-first", false, StrategyKind.CheapFirst),
        new("funnel", false, StrategyKind.Funnel),
        new("random", true, StrategyKind.Random),
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = LaddersOptions.Read(arguments);
        var started = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        var folder = Directory.CreateTempSubdirectory("lichen-ladders-");
        try
        {
            var rows = new List<LaddersRow>();
            foreach (var problem in Problems.Read(options.Data).Where(problem => options.Takes(problem.Name)))
            {
                foreach (var arm in Arms.Where(arm => options.TakesArm(arm.Name)))
                {
                    var replays = await ReplayAsync(problem, arm, folder.FullName, options.Seeds);
                    rows.AddRange(replays);
                    Say(replays);
                }
            }

            if (options.IsWhole)
            {
                Write(rows, options.Seeds, started.Elapsed, Environment.CpuUsage.TotalTime - cpu);
            }

            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<LaddersRow[]> ReplayAsync(Problem problem, Arm arm, string folder, int seeds)
    {
        var replayed = arm.TopOnly ? problem.TopOnly() : problem;
        var best = problem.Best();
        // Enough for every label of the table: no replay ends before it has found what is looked for.
        var most = problem.Rows.Length * problem.Prices.Sum() * 1.01;
        var first = replayed.Spec(folder, most, 1);
        var space = PoolReader.Read(first, TextWriter.Null, 2, CancellationToken.None);
        var preparation = await Replay.PrepareAsync(first, space);
        _ = preparation.Features;
        int[] sought = [.. Enumerable.Range(0, space.Pool.Count).Where(c => best.Contains(space.Pool[c].Id))];
        var rows = new LaddersRow[seeds];
        await Parallel.ForAsync(
            0,
            seeds,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (seed, _) =>
            {
                var result = await Replay.RunAsync(
                    preparation with
                    {
                        Spec = replayed.Spec(folder, most, (ulong)seed + 1),
                    },
                    arm.Strategy,
                    problem.StartUnits / most,
                    state => sought.All(c => state.StandingOf(c, replayed.Rungs.Length - 1) == Standing.Computed)
                );
                rows[seed] = Row(problem, arm, seed + 1, result, best);
            }
        );
        return rows;
    }

    private static LaddersRow Row(Problem problem, Arm arm, int seed, CampaignResult result, IReadOnlySet<string> best)
    {
        var top = result.Rungs[^1];
        var bought = Bought(result, best);
        // Who ends without all of them would have to compute the rest of the table.
        var cost =
            bought.Length == best.Count
                ? bought.Max(point => point.CoreSeconds) / problem.Unit
                : problem.Rows.Length * problem.Prices.Sum();
        var labels = result.Rungs.Select(rung =>
            result.Timeline.Count(p => p.Level == rung.Level && p.CoreSeconds <= cost * problem.Unit * (1 + 1e-9))
        );
        return new LaddersRow(problem.Name, arm.Name, seed, cost, [.. labels], top.Coverage90);
    }

    private static TimelinePoint[] Bought(CampaignResult result, IReadOnlySet<string> best) =>
        [.. result.Timeline.Where(point => point.Value is not null && best.Contains(point.Id))];

    private static void Say(LaddersRow[] rows)
    {
        var (mean, error) = Statistics.Mean([.. rows.Select(row => row.Cost)]);
        var labels = Enumerable.Range(0, rows[0].Labels.Length).Select(r => rows.Average(row => row.Labels[r]));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{rows[0].Table, -24}{rows[0].Arm, -12}{mean, 9:0.00} +- {error, 5:0.00}   labels {string.Join(", ", labels.Select(l => l.ToString("0.0", CultureInfo.InvariantCulture)))}"
            )
        );
    }

    private static void Write(List<LaddersRow> rows, int seeds, TimeSpan elapsed, TimeSpan cpu)
    {
        var folder = Path.Combine(Repository.Folder, "bench", "Studies", "Ladders");
        using var csv = new StreamWriter(Path.Combine(folder, "results.csv"));
        csv.WriteLine("table,arm,seed,cost_units,labels_by_rung,coverage_90_top");
        rows.ForEach(row =>
            csv.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Table},{row.Arm},{row.Seed},{row.Cost:0.###},{string.Join(' ', row.Labels)},{row.Coverage90:0.###}"
                )
            )
        );
        var summary = new
        {
            commit = Repository.Commit,
            seeds,
            seconds = elapsed.TotalSeconds,
            core_seconds = cpu.TotalSeconds,
            results = rows.GroupBy(row => (row.Table, row.Arm))
                .Select(group =>
                {
                    var (mean, error) = Statistics.Mean([.. group.Select(row => row.Cost)]);
                    return new
                    {
                        table = group.Key.Table,
                        arm = group.Key.Arm,
                        cost_units = mean,
                        standard_error = error,
                    };
                }),
        };
        File.WriteAllText(Path.Combine(folder, "summary.json"), JsonSerializer.Serialize(summary, Indented) + "\n");
    }
}

/// <summary>A way to explore that the study compares.</summary>
internal sealed record Arm(string Name, bool TopOnly, StrategyKind Strategy);

/// <summary>One replay.</summary>
/// <param name="Cost">Spent until the last of the best was bought, in labels of the last rung.</param>
/// <param name="Labels">Labels bought by then, by rung.</param>
/// <param name="Coverage90">Share of labels at the top inside the 90 % interval stated before; null without any.</param>
internal sealed record LaddersRow(
    string Table,
    string Arm,
    int Seed,
    double Cost,
    ImmutableArray<int> Labels,
    double? Coverage90
);
