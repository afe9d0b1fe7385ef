using CsCheck;
using Lichen.Core.Budgets;
using Lichen.Core.Calculations;
using Lichen.Core.Objectives;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Tests.Running;

namespace Lichen.Exploration.Tests.Choosing;

public sealed class StrategyTests
{
    [Fact]
    public void Only_what_is_open_is_chosen_whatever_happened_before() =>
        Gen.Select(Gen.Enum<StrategyKind>(), Gen.Int[0, 2], Gen.Int[0, 5].Array[1, 40])
            .Sample(
                (kind, shape, ends) =>
                {
                    var ladder = shape switch
                    {
                        0 => SmallLadder.Single(8),
                        1 => SmallLadder.Pair(8),
                        _ => SmallLadder.WithGeometry(8),
                    };
                    var strategy = ladder.Strategy(kind: kind);
                    foreach (var end in ends)
                    {
                        var model = ladder.State.Labels.Count >= 3 ? ladder.Predict() : null;
                        if (strategy.Next(ladder.State, model is null ? null : [model]).Choice is not { } choice)
                        {
                            break;
                        }

                        var retry = ladder.State.Retries.Any(r =>
                            r.Candidate == choice.Candidate && r.Rung == choice.Rung
                        );
                        Assert.Equal(
                            retry ? Standing.Pending : Standing.Open,
                            ladder.State.StandingOf(choice.Candidate, choice.Rung)
                        );
                        Assert.Equal(retry, choice.Purpose == Purpose.Cure);
                        Assert.Equal(retry ? 2 : 1, choice.Attempt);
                        if (ladder.Rungs[choice.Rung].GeometryRung is { } below)
                        {
                            Assert.Equal(Standing.Computed, ladder.State.StandingOf(choice.Candidate, below));
                        }

                        var decided = ladder.Decide(choice.Candidate, choice.Rung, choice.Purpose, choice.Attempt);
                        switch (end)
                        {
                            case <= 2:
                                ladder.Finish(decided, Math.Sin(choice.Candidate));
                                break;
                            case 3:
                                ladder.Fail(decided, FailureKind.Input, "no_value");
                                break;
                            case 4:
                                ladder.Fail(decided, FailureKind.Transient, "crash");
                                break;
                            default:
                                break;
                        }
                    }
                },
                iter: 200
            );

    [Fact]
    public void A_cheap_rung_that_tells_nothing_is_left_alone()
    {
        var choice = Learned().Next(0);
        Assert.Equal(1, choice.Rung);
    }

    [Fact]
    public void A_cheap_rung_that_tells_the_dear_one_is_asked_first()
    {
        var choice = Learned().Next(1);
        Assert.Equal(0, choice.Rung);
        Assert.Equal(Purpose.Explore, choice.Purpose);
    }

    [Fact]
    public void A_geometry_is_bought_first_and_then_the_level_that_needs_it()
    {
        var ladder = WithGeometries();
        var first = ladder.Strategy().Next(ladder.State, ladder.Predictions()).Choice!;
        Assert.Equal((0, Purpose.Geometry), (first.Rung, first.Purpose));

        var geometry = ladder.Decide(first.Candidate, 0, Purpose.Geometry);
        var meanwhile = ladder.Strategy().Next(ladder.State, ladder.Predictions()).Choice!;
        Assert.NotEqual(first.Candidate, meanwhile.Candidate);

        ladder.Finish(geometry, 0);
        var then = ladder.Strategy().Next(ladder.State, ladder.Predictions()).Choice!;
        Assert.Equal((first.Candidate, 1, Purpose.Explore), (then.Candidate, then.Rung, then.Purpose));
    }

    [Fact]
    public void Without_its_geometry_a_level_is_out_of_reach()
    {
        var ladder = WithGeometries();
        for (var candidate = 3; candidate < ladder.Pool.Count; candidate++)
        {
            ladder.Fail(ladder.Decide(candidate, 0, Purpose.Geometry), FailureKind.Input, "connectivity");
        }

        var selection = ladder.Strategy().Next(ladder.State, ladder.Predictions());
        Assert.Null(selection.Choice);
        Assert.Equal("exhausted", selection.End);
    }

    [Fact]
    public void Cures_come_first_and_only_once()
    {
        var ladder = SmallLadder.Single(6);
        ladder.Compute(0, 0, 1);
        ladder.Compute(1, 0, 2);
        ladder.Compute(2, 0, 3);
        ladder.Fail(ladder.Decide(5, 0), FailureKind.Convergence, SmallLadder.Curable);
        var cure = ladder.Strategy().Next(ladder.State, ladder.Predictions()).Choice!;
        Assert.Equal(
            (5, Purpose.Cure, 2, SmallLadder.Curable),
            (cure.Candidate, cure.Purpose, cure.Attempt, cure.Cure)
        );

        ladder.Fail(ladder.Decide(5, 0, Purpose.Cure, attempt: 2), FailureKind.Convergence, SmallLadder.Curable);
        while (ladder.Strategy().Next(ladder.State, ladder.Predictions()).Choice is { } choice)
        {
            Assert.NotEqual(5, choice.Candidate);
            ladder.Compute(choice.Candidate, choice.Rung, choice.Candidate);
        }
    }

    [Fact]
    public void Out_of_time_is_cured_with_four_times_the_time()
    {
        var ladder = SmallLadder.Single(3);
        ladder.Fail(ladder.Decide(1, 0, limit: 3), FailureKind.Resources, "time_limit");
        var cure = ladder.Strategy(kind: StrategyKind.Random).Next(ladder.State, null).Choice!;
        Assert.Equal((1, Purpose.Cure, 12.0), (cure.Candidate, cure.Purpose, cure.CpuLimitSeconds));
    }

    [Fact]
    public void A_cure_that_cannot_be_paid_holds_up_neither_other_cures_nor_the_rest()
    {
        var ladder = SmallLadder.Single(3);
        var strategy = ladder.Strategy(Budget.Unlimited with { CoreSeconds = 10 }, StrategyKind.Random);
        ladder.Fail(ladder.Decide(0, 0, limit: 3), FailureKind.Resources, "time_limit");
        ladder.Fail(ladder.Decide(1, 0), FailureKind.Transient, "crash");
        Assert.Equal(1, strategy.Next(ladder.State, null).Choice!.Candidate);
        ladder.Finish(ladder.Decide(1, 0, Purpose.Cure, attempt: 2), 1);
        Assert.Equal(
            (2, Purpose.Explore),
            strategy.Next(ladder.State, null).Choice is { } rest ? (rest.Candidate, rest.Purpose) : default
        );
        ladder.Compute(2, 0, 1);
        var end = strategy.Next(ladder.State, null);
        Assert.Equal("budget", end.End);
    }

    [Fact]
    public void Stops_when_the_budget_does_not_pay_for_another()
    {
        var ladder = SmallLadder.Single(5);
        var strategy = ladder.Strategy(Budget.Unlimited with { CoreSeconds = 2.5 }, StrategyKind.Random);
        ladder.Compute(0, 0, 1);
        Assert.NotNull(strategy.Next(ladder.State, null).Choice);
        ladder.Compute(1, 0, 1);
        AssertStopped("budget", "does not pay", strategy.Next(ladder.State, null));
    }

    [Fact]
    public void Waits_for_what_runs_before_it_says_that_nothing_is_left()
    {
        var ladder = SmallLadder.Single(1);
        var strategy = ladder.Strategy(kind: StrategyKind.Random);
        var decided = ladder.Decide(0, 0);
        var waiting = strategy.Next(ladder.State, null);
        Assert.Null(waiting.Choice);
        Assert.Null(waiting.End);
        ladder.Finish(decided, 1);
        AssertStopped("exhausted", "every candidate", strategy.Next(ladder.State, null));
    }

    [Fact]
    public void Stops_when_nothing_better_is_likely_to_be_left()
    {
        var ladder = SmallLadder.Single(10);
        for (var candidate = 0; candidate < 9; candidate++)
        {
            ladder.Compute(candidate, 0, candidate < 2 ? -3 : 3);
        }

        var end = ladder.Strategy(chanceBetterLeft: 0.01).Next(ladder.State, ladder.Predictions());
        AssertStopped("improbable", "0.01", end);
        Assert.NotNull(ladder.Strategy(chanceBetterLeft: 0).Next(ladder.State, ladder.Predictions()).Choice);
    }

    [Fact]
    public void A_target_is_looked_for_where_the_model_expects_it()
    {
        var choice = Slope()
            .Strategy(goal: new Target(0.4), hits: 1)
            .Next(Slope().State, Slope().Predictions())
            .Choice!;
        Assert.InRange(choice.Candidate, 9, 11);
    }

    [Fact]
    public void A_range_that_is_only_predicted_to_be_met_is_looked_into()
    {
        // Candidates 13 and 14 lie inside; the model knows, and still nobody has computed them.
        var ladder = Slope();
        var strategy = ladder.Strategy(goal: new InRange(1.1, 1.6), hits: 2);
        for (var i = 0; i < 2; i++)
        {
            var selection = strategy.Next(ladder.State, ladder.Predictions());
            Assert.NotNull(selection.Choice);
            Assert.InRange(selection.Choice.Candidate, 13, 14);
            ladder.Compute(selection.Choice.Candidate, 0, ValueOnSlope(selection.Choice.Candidate));
        }

        AssertStopped("satisfied", "meet the goal", strategy.Next(ladder.State, ladder.Predictions()));
    }

    [Fact]
    public void Ties_go_to_the_earlier_candidate_and_the_lower_rung()
    {
        var single = SmallLadder.Single(6);
        Assert.Equal(0, single.Strategy().Next(single.State, single.Predictions()).Choice!.Candidate);
        single.Decide(0, 0);
        Assert.Equal(1, single.Strategy().Next(single.State, single.Predictions()).Choice!.Candidate);
    }

    [Fact]
    public void Another_seed_starts_elsewhere_and_the_same_seed_at_the_same_place()
    {
        var ladder = SmallLadder.Single(50);
        int[] firsts =
        [
            .. Enumerable
                .Range(1, 10)
                .Select(seed => ladder.Strategy(seed: (ulong)seed).Next(ladder.State, null).Choice!.Candidate),
        ];
        Assert.InRange(firsts.Distinct().Count(), 2, 10);
        Assert.Equal(firsts[0], ladder.Strategy(seed: 1).Next(ladder.State, null).Choice!.Candidate);
    }

    [Fact]
    public void The_first_labels_are_of_the_same_molecules_at_every_rung()
    {
        var ladder = SmallLadder.Pair(40);
        var strategy = ladder.Strategy(Budget.Unlimited with { CoreSeconds = 100 });
        while (!strategy.CanLearn(ladder.State))
        {
            var choice = strategy.Next(ladder.State, null).Choice!;
            Assert.Equal(Purpose.Start, choice.Purpose);
            ladder.Compute(choice.Candidate, choice.Rung, choice.Candidate);
        }

        var byRung = ladder.State.Labels.ToLookup(label => label.Rung, label => label.Candidate);
        Assert.Subset(byRung[0].ToHashSet(), byRung[1].ToHashSet());
        Assert.InRange(byRung[1].Count(), 2, 10);
        // The widest pair says most of how the rungs hang together.
        Assert.Contains(byRung[0].Min(), byRung[1]);
        Assert.Contains(byRung[0].Max(), byRung[1]);
    }

    [Fact]
    public void No_more_start_labels_are_bought_than_counted_while_cheap_ones_come_back_in_any_order() =>
        Gen.Select(Gen.Int[0, 5].Array[60], Gen.Double[-1, 1].Array[40])
            .Sample(
                (delays, values) =>
                {
                    var ladder = SmallLadder.Pair(40);
                    var strategy = ladder.Strategy(Budget.Unlimited with { CoreSeconds = 100 });
                    var running = new List<(Decided Decided, int Rung, double Value)>();
                    foreach (var delay in delays)
                    {
                        if (strategy.CanLearn(ladder.State))
                        {
                            break;
                        }

                        if (strategy.Next(ladder.State, null).Choice is { Purpose: Purpose.Start } choice)
                        {
                            // Prices are learned meanwhile, and with them how many there are to be.
                            var most = strategy.StartCount(ladder.State, choice.Rung);
                            Assert.InRange(ladder.State.HeldAt(choice.Rung), 0, most - 1);
                            var decided = ladder.Decide(choice.Candidate, choice.Rung, Purpose.Start);
                            running.Add((decided, choice.Rung, values[choice.Candidate]));
                        }

                        while (running.Count > delay)
                        {
                            var (done, rung, value) = running[delay % running.Count];
                            running.RemoveAt(delay % running.Count);
                            ladder.Finish(done, value, ladder.Rungs[rung].CostPrior.CoreSecondsAt20Atoms);
                        }
                    }
                }
            );

    [Fact]
    public void A_dear_start_takes_from_the_cheap_ones_and_not_from_the_budget()
    {
        var ladder = SmallLadder.Pair(400);
        // A twentieth of 41 is 2.05 labels of the top: two there, and five cheap ones for the rest.
        var strategy = ladder.Strategy(Budget.Unlimited with { CoreSeconds = 41 });
        Assert.Equal(2, strategy.StartCount(ladder.State, 1));
        Assert.InRange(strategy.StartCount(ladder.State, 0), 4, 6);
    }

    private static void AssertStopped(string code, string words, Selection selection)
    {
        Assert.Null(selection.Choice);
        Assert.Equal(code, selection.End);
        Assert.Contains(words, selection.Reason, StringComparison.Ordinal);
    }

    private static double ValueOnSlope(int candidate) => (candidate / 4.0) - 2;

    // Values rise along the pool; every fourth is known.
    private static SmallLadder Slope()
    {
        var ladder = SmallLadder.Single(20);
        for (var candidate = 0; candidate < 20; candidate += 4)
        {
            ladder.Compute(candidate, 0, ValueOnSlope(candidate));
        }

        return ladder;
    }

    private static SmallLadder WithGeometries()
    {
        var ladder = SmallLadder.WithGeometry(8);
        for (var candidate = 0; candidate < 3; candidate++)
        {
            ladder.Compute(candidate, 0, 0);
            ladder.Compute(candidate, 1, Math.Sin(candidate));
        }

        return ladder;
    }

    private static LearnedPair Learned()
    {
        var ladder = SmallLadder.Pair(30);
        for (var candidate = 0; candidate < 30; candidate += 6)
        {
            ladder.Compute(candidate, 0, Math.Sin(candidate));
            ladder.Compute(candidate, 1, Math.Sin(candidate));
        }

        return new LearnedPair(ladder);
    }

    private sealed record LearnedPair(SmallLadder Ladder)
    {
        public Choice Next(double coupling) =>
            Ladder.Strategy().Next(Ladder.State, Ladder.Predictions(coupling)).Choice!;
    }
}
