using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lichen.Core.Budgets;
using Lichen.Core.Objectives;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Results;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Learning.Calibrations;

namespace Lichen.Studies.Dyes;

/// <summary>
/// Replays the dyes campaign on a table that Lichen computed: recall of the best 1 % and best value against cost, for the
/// strategies, over seeds. Four calculations at once; cost is in units of brute force at GFN2-xTB.
/// </summary>
internal static class DyesStudy
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private const int Workers = 4;
    private const double Share = 0.10;

    private static readonly double[] Grid = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.10];

    private static readonly ImmutableArray<Arm> Arms =
    [
        new("lichen", [DyesTable.Cheap, DyesTable.Dear], StrategyKind.Improvement),
        new("lichen-one-rung", [DyesTable.Dear], StrategyKind.Improvement),
        new("greedy", [DyesTable.Dear], StrategyKind.Greedy),
        new("random", [DyesTable.Dear], StrategyKind.Random),
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var seeds = arguments is ["--seeds", var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 10;
        var started = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        var space = PoolReader.Read(Spec(Arms[0], 1, Budget.Unlimited), TextWriter.Null, 2, CancellationToken.None);
        var truth = Truth.Read(space.Pool);
        var rows = new List<Row>();
        foreach (var arm in Arms)
        {
            Preparation? preparation = null;
            for (ulong seed = 1; seed <= (ulong)seeds; seed++)
            {
                var spec = Spec(arm, seed, Budget.Unlimited with { CoreSeconds = Share * truth.BruteForceSeconds });
                preparation = preparation is null
                    ? await Replay.PrepareAsync(spec, space)
                    : preparation with
                    {
                        Spec = spec,
                    };
                var row = Row.Of(arm, seed, await Replay.RunAsync(preparation, arm.Strategy), truth, Grid);
                rows.Add(row);
                Console.WriteLine(row);
            }
        }

        Write(rows, truth, seeds, started.Elapsed, Environment.CpuUsage.TotalTime - cpu);
        return 0;
    }

    private static CampaignSpec Spec(Arm arm, ulong seed, Budget budget) =>
        new(
            "dyes",
            Repository.Folder,
            new SpaceSpec("rdkit-data:NCI/first_5K.smi", null, null),
            new RuleSpec(
                ["H", "C", "N", "O", "F", "S", "Cl"],
                0,
                true,
                true,
                new IntRange(5, 20),
                null,
                null,
                [],
                [],
                false
            ),
            new Objective("homo_lumo_gap", DyesTable.Dear, new Minimise()),
            33,
            [.. arm.Ladder.Select(RungSpec)],
            new ConformerSpec(3, 1),
            budget,
            new GridSpec(null, null, 1, 0, "EUR"),
            new LimitSpec(3600, 4),
            new StopSpec(0, int.MaxValue),
            Workers,
            seed
        );

    private static RungSpec RungSpec(string level)
    {
        var cheap = level == DyesTable.Cheap;
        return new RungSpec(
            level,
            "table",
            new TableSpec(
                DyesTable.File,
                "smiles",
                ImmutableSortedDictionary<string, string>.Empty.Add(
                    "homo_lumo_gap",
                    cheap ? "gap_single_point_eV" : "gap_optimised_eV"
                ),
                ImmutableSortedDictionary<string, string>.Empty,
                cheap ? "cost_cheap_core_seconds" : "cost_dear_core_seconds",
                null
            ),
            null
        );
    }

    private static void Write(List<Row> rows, Truth truth, int seeds, TimeSpan elapsed, TimeSpan cpu)
    {
        var folder = Path.Combine(Repository.Folder, "bench", "Studies", "Dyes");
        using var csv = new StreamWriter(Path.Combine(folder, "results.csv"));
        csv.WriteLine("arm,seed,cost_share_of_brute_force,recall_best_1_percent,best_gap_eV");
        foreach (var row in rows)
        {
            foreach (var (point, index) in Grid.Select((share, index) => (share, index)))
            {
                csv.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{row.Arm},{row.Seed},{point},{row.Recall[index]:0.####},{row.Best[index]:0.####}"
                    )
                );
            }
        }

        var summary = rows.GroupBy(row => row.Arm)
            .Select(group => new
            {
                arm = group.Key,
                recall = Grid.Select(
                    (share, index) =>
                        new
                        {
                            cost_share = share,
                            mean = group.Average(row => row.Recall[index]),
                            standard_error = Statistics.Mean([.. group.Select(row => row.Recall[index])]).Error,
                            best_gap_eV = group.Average(row => row.Best[index]),
                        }
                ),
                coverage_50 = group.Average(row => row.Coverage50 ?? double.NaN) is var half && double.IsNaN(half)
                    ? (double?)null
                    : half,
                coverage_90 = group.Average(row => row.Coverage90 ?? double.NaN) is var most && double.IsNaN(most)
                    ? (double?)null
                    : most,
                calibration_error = Ence([.. group.SelectMany(row => row.Tests)]),
            })
            .ToList();
        var settings = new
        {
            commit = Repository.Commit,
            seeds,
            workers = Workers,
            budget_share = Share,
            brute_force_core_seconds = truth.BruteForceSeconds,
            molecules_with_a_value = truth.Gap.Count,
            best_1_percent = truth.Best.Count,
            seconds = elapsed.TotalSeconds,
            core_seconds = cpu.TotalSeconds,
            arms = summary,
        };
        File.WriteAllText(Path.Combine(folder, "summary.json"), JsonSerializer.Serialize(settings, Indented) + "\n");
        Console.WriteLine($"{"share of brute force", -22}{string.Concat(Grid.Select(share => $"{share, 8:P0}"))}");
        foreach (var arm in summary)
        {
            Console.WriteLine(
                $"{arm.arm, -22}{string.Concat(arm.recall.Select(point => $"{point.mean, 8:0.000}"))}   coverage 50/90: {arm.coverage_50:0.00}/{arm.coverage_90:0.00}, ENCE {arm.calibration_error:0.00}"
            );
        }
    }

    /// <summary>Of the intervals as they were stated, in 10 bins; null without predictions.</summary>
    private static double? Ence(TestedPrediction[] tests) =>
        tests.Length == 0
            ? null
            : CalibrationError.Ence(
                [.. tests.Select(test => test.Predicted)],
                [.. tests.Select(test => test.Deviation)],
                [.. tests.Select(test => test.Computed)]
            );
}

/// <summary>A way to explore that the study compares.</summary>
internal sealed record Arm(string Name, ImmutableArray<string> Ladder, StrategyKind Strategy);
