using System.Collections.Immutable;
using CsCheck;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Objectives;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Pareto;
using Lichen.Exploration.Results;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Tests.Running;

namespace Lichen.Exploration.Tests.Results;

public sealed class ResultBuilderTests
{
    private const int Size = 10;

    // Sums of a few dozen costs in another order.
    private const double Rounding = 1e-9;

    private static readonly Gen<Goal> Goals = Gen.OneOf(
        Gen.Const<Goal>(new Minimise()),
        Gen.Const<Goal>(new Maximise()),
        Gen.Const<Goal>(new Target(0.3)),
        Gen.Const<Goal>(new InRange(-0.2, 0.2))
    );

    private static readonly Gen<(SmallLadder Ladder, Goal Goal)> Histories = Gen.Select(
            Goals,
            Gen.Select(Gen.Int[0, Size - 1], Gen.Int[0, 1], Gen.Int[0, 6], Gen.Double[-1, 1]).Array[0, 50]
        )
        .Select((goal, steps) => (History(steps), goal));

    private static readonly RejectsSummary Rejects = new(
        Size + 7,
        Size,
        ImmutableSortedDictionary<Refusal, int>.Empty.Add(Refusal.Duplicate, 3).Add(Refusal.Elements, 4)
    );

    [Fact]
    public void The_funnel_reconciles_from_rows_to_hits() =>
        Histories.Sample(
            history =>
            {
                var (ladder, goal) = history;
                var result = Build(ladder, goal);
                var count = result.Funnel.ToDictionary(stage => stage.Name, stage => stage.Count);
                Assert.Equal(
                    count["rows read"],
                    count["candidates"]
                        + result
                            .Funnel.Where(s => s.Name.StartsWith("refused", StringComparison.Ordinal))
                            .Sum(s => s.Count)
                );
                foreach (var rung in ladder.Rungs)
                {
                    var open = Enumerable
                        .Range(0, Size)
                        .Count(i => ladder.State.StandingOf(i, rung.Index) is Standing.Open or Standing.Pending);
                    Assert.Equal(
                        Size,
                        open + count["computed at " + rung.LevelText] + count["failed at " + rung.LevelText]
                    );
                }

                Assert.Equal(Math.Min(2, count["computed at dear"]), count["hits"]);
                Assert.Equal(
                    count["computed at dear"],
                    result.Molecules.Count(molecule => molecule.Status == "computed")
                );
                Assert.Equal(count["failed at dear"], result.Molecules.Count(molecule => molecule.Status == "failed"));
            },
            iter: 100
        );

    [Fact]
    public void Every_candidate_has_one_rank_the_computed_first_and_the_better_before_the_worse() =>
        Histories.Sample(
            history =>
            {
                var molecules = Build(history.Ladder, history.Goal).Molecules;
                Assert.Equal(Enumerable.Range(1, Size), molecules.Select(molecule => molecule.Rank));
                Assert.Equal(Size, molecules.Select(molecule => molecule.Candidate.Row).Distinct().Count());
                string[] order = ["computed", "predicted", "failed"];
                foreach (var (better, worse) in molecules.Zip(molecules.Skip(1)))
                {
                    var (a, b) = (Array.IndexOf(order, better.Status), Array.IndexOf(order, worse.Status));
                    Assert.True(a <= b);
                    Assert.True(a < b || better.Loss is null || better.Loss <= worse.Loss);
                }
            },
            iter: 100
        );

    [Fact]
    public void The_timeline_never_goes_back_and_ends_at_what_was_spent() =>
        Histories.Sample(
            history =>
            {
                var (ladder, goal) = history;
                // Something ends last, so that all that was lost before it is on the line.
                var last = Enumerable
                    .Range(0, Size)
                    .FirstOrDefault(i => ladder.State.StandingOf(i, 0) == Standing.Open, -1);
                if (last < 0)
                {
                    return;
                }

                ladder.Compute(last, 0, 0);
                var result = Build(ladder, goal);
                foreach (var (before, after) in result.Timeline.Zip(result.Timeline.Skip(1)))
                {
                    Assert.True(before.CoreSeconds <= after.CoreSeconds);
                    Assert.True(before.Seconds <= after.Seconds);
                    Assert.True(before.Best is null || goal.Loss(after.Best!.Value) <= goal.Loss(before.Best.Value));
                }

                Assert.Equal(result.Chemistry.Usage.CpuSeconds, result.Timeline[^1].CoreSeconds, Rounding);
            },
            iter: 100
        );

    [Fact]
    public void Cures_are_counted_with_the_failure_they_were_tried_on()
    {
        var ladder = SmallLadder.Single(4);
        foreach (var (candidate, worked) in ((int, bool)[])[(0, true), (1, false), (2, true)])
        {
            ladder.Fail(ladder.Decide(candidate, 0), FailureKind.Convergence, SmallLadder.Curable);
            var cure = ladder.Decide(candidate, 0, Purpose.Cure, attempt: 2);
            if (worked)
            {
                ladder.Finish(cure, 1);
            }
            else
            {
                ladder.Fail(cure, FailureKind.Input, "connectivity");
            }
        }

        var failures = Build(ladder, new Minimise()).Failures;
        var curable = Assert.Single(failures, failure => failure.Code == SmallLadder.Curable);
        Assert.Equal((3, 3, 2), (curable.Count, curable.CuresTried, curable.CuresWorked));
        var other = Assert.Single(failures, failure => failure.Code == "connectivity");
        Assert.Equal((1, 0, 0), (other.Count, other.CuresTried, other.CuresWorked));
    }

    [Fact]
    public void The_ledger_adds_up_to_the_totals() =>
        Histories.Sample(
            history =>
            {
                var result = Build(history.Ladder, history.Goal);
                AssertTotal(result.Chemistry, result.Ledger.Where(row => row.Purpose == "chemistry"));
                AssertTotal(result.OwnWork, result.Ledger.Where(row => row.Purpose == "own work"));
                Assert.Equal(
                    history.Ladder.State.FinishedInOrder.Count(finished => finished.Failure is not null),
                    result.Failures.Sum(failure => failure.Count)
                );
                Assert.Equal(
                    history.Ladder.State.FinishedInOrder.Sum(finished => finished.Cost.Usage.CpuSeconds),
                    result.Rungs.Sum(rung => rung.Cost.Usage.CpuSeconds),
                    Rounding
                );
            },
            iter: 100
        );

    [Fact]
    public void The_random_line_is_the_mean_over_all_ways_to_draw() =>
        Gen.Select(Goals, Gen.Double[-1, 1].Array[6])
            .Sample(
                (goal, values) =>
                {
                    var ladder = SmallLadder.Single(values.Length);
                    for (var i = 0; i < values.Length; i++)
                    {
                        ladder.Compute(i, 0, values[i]);
                    }

                    var mean = ladder.State.CostOf(0).Predict(MoleculeSize.Of(ladder.Pool[0])).Mean;
                    var line = ResultBuilder
                        .Build(ladder.Parts(goal), null, Wishes.Of("y", goal), Facts, Whole(values.Length))
                        .RandomLine;
                    foreach (var point in line)
                    {
                        var draws = (int)Math.Round(point.CoreSeconds / mean);
                        var expected = Subsets(values, draws).Average(subset => subset.MinBy(goal.Loss));
                        Assert.Equal(expected, point.Best, Rounding);
                    }

                    Assert.Equal(1, Math.Round(line[0].CoreSeconds / mean));
                    Assert.Equal(values.Length, Math.Round(line[^1].CoreSeconds / mean));
                },
                iter: 30
            );

    [Fact]
    public void What_was_computed_shows_the_prediction_made_before_it()
    {
        var ladder = SmallLadder.Single(4);
        ladder.Finish(ladder.Decide(0, 0, mean: 0.5, deviation: 0.25), 0.75);
        var molecule = ResultBuilder
            .Build(ladder.Parts(new Minimise()), ladder.Predictions(), Wishes.Of("y", new Minimise()), Facts, Whole(4))
            .Molecules[0];
        Assert.Equal(
            (0.75, 0.5, 0.25),
            (molecule.Value!.Value, molecule.Predicted!.Value, molecule.PredictedDeviation!.Value)
        );
        Assert.Equal("dear", molecule.Level);
        Assert.Equal(1, molecule.Cost.Usage.CpuSeconds);
    }

    private static RunFacts Facts { get; } =
        new(
            "run",
            "0",
            "0",
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch,
            0,
            0,
            "host",
            "meter",
            "grid",
            "",
            "y",
            []
        );

    private static RejectsSummary Whole(int size) => new(size, size, ImmutableSortedDictionary<Refusal, int>.Empty);

    private static CampaignResult Build(SmallLadder ladder, Goal goal) =>
        ResultBuilder.Build(
            ladder.Parts(goal),
            ladder.State.Labels.Count == 0 ? null : ladder.Predictions(),
            Wishes.Of("y", goal),
            Facts,
            Rejects
        );

    // What a campaign may have met: values, failures with and without a cure, losses, its own work.
    private static SmallLadder History((int Candidate, int Rung, int End, double Value)[] steps)
    {
        var ladder = SmallLadder.Pair(Size);
        foreach (var (candidate, rung, end, value) in steps)
        {
            if (ladder.State.StandingOf(candidate, rung) != Standing.Open)
            {
                continue;
            }

            var decided = ladder.Decide(candidate, rung);
            switch (end)
            {
                case <= 2:
                    ladder.Finish(decided, value, 1 + value);
                    break;
                case 3:
                    ladder.Fail(decided, FailureKind.Input, "no_value", 1 + value);
                    break;
                case 4:
                    ladder.Fail(decided, FailureKind.Transient, "crash", 1 + value);
                    break;
                case 5:
                    ladder.State.Apply(new Interrupted(ladder.State.Clock, decided.Decision, ladder.Cost(1 + value)));
                    break;
                default:
                    ladder.State.Apply(new OwnWork(ladder.State.Clock, "choosing", ladder.Cost(0.1)));
                    break;
            }
        }

        return ladder;
    }

    private static IEnumerable<double[]> Subsets(double[] values, int size) =>
        Enumerable
            .Range(0, 1 << values.Length)
            .Where(mask => int.PopCount(mask) == size)
            .Select(mask => values.Where((_, i) => (mask >> i & 1) == 1).ToArray());

    private static void AssertTotal(Footprint total, IEnumerable<LedgerRow> rows)
    {
        var sum = rows.Aggregate(Footprint.Nothing, (sum, row) => sum.Then(row.Cost));
        Assert.Equal(total.Usage.CpuSeconds, sum.Usage.CpuSeconds, Rounding);
        Assert.Equal(total.EnergyKilowattHours, sum.EnergyKilowattHours, Rounding);
        Assert.Equal(total.GramsCo2e, sum.GramsCo2e, Rounding);
        Assert.Equal(total.Money, sum.Money, Rounding);
    }
}
