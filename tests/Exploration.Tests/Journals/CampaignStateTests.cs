using System.Collections.Immutable;
using CsCheck;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Tests.Running;

namespace Lichen.Exploration.Tests.Journals;

public sealed class CampaignStateTests
{
    // Sums of a few dozen costs in another order than the state adds them.
    private const double Rounding = 1e-9;

    [Fact]
    public void Whatever_happens_costs_and_counts_add_up() =>
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 1], Gen.Int[0, 5], Gen.Double[0.01, 9])
            .Array[1, 60]
            .Sample(
                steps =>
                {
                    var ladder = SmallLadder.Pair(8);
                    var state = ladder.State;
                    var paid = Footprint.Nothing;
                    int[] started = [0, 0];
                    foreach (var (candidate, rung, end, seconds) in steps)
                    {
                        if (state.StandingOf(candidate, rung) != Standing.Open)
                        {
                            continue;
                        }

                        var decided = ladder.Decide(candidate, rung);
                        started[rung]++;
                        if (end <= 2)
                        {
                            ladder.Finish(decided, seconds, seconds);
                            paid = paid.Then(ladder.Cost(seconds));
                        }
                        else if (end <= 3)
                        {
                            ladder.Fail(decided, FailureKind.Input, "no_value", seconds);
                            paid = paid.Then(ladder.Cost(seconds));
                        }
                        else if (end <= 4)
                        {
                            state.Apply(new Interrupted(state.Clock, decided.Decision, ladder.Cost(seconds)));
                            paid = paid.Then(ladder.Cost(seconds));
                        }
                    }

                    Assert.Equal(paid.Usage.CpuSeconds, state.Spent.Usage.CpuSeconds, Rounding);
                    Assert.Equal(paid.EnergyKilowattHours, state.Spent.EnergyKilowattHours, Rounding);
                    Assert.Equal(paid.Money, state.Spent.Money, Rounding);
                    Assert.Equal((started[0], started[1]), (state.StartedAt(0), state.StartedAt(1)));
                    Assert.Equal(state.Decisions.Count, state.FinishedDecisions.Count + state.RunningDecisions.Count);
                    Assert.Equal(
                        state.RunningDecisions.Values.Sum(decided => decided.Reserved.CoreSeconds),
                        state.Reserved.CoreSeconds,
                        Rounding
                    );
                    foreach (var rung in ladder.Rungs)
                    {
                        var standings = Enumerable.Range(0, 8).Select(i => state.StandingOf(i, rung.Index)).ToList();
                        Assert.Equal(
                            state.Labels.Count(label => label.Rung == rung.ModelIndex),
                            standings.Count(standing => standing == Standing.Computed)
                        );
                        Assert.Equal(
                            state.RunningDecisions.Values.Count(decided => decided.Level == rung.LevelText),
                            standings.Count(standing => standing == Standing.Pending)
                        );
                    }
                },
                iter: 200
            );

    [Fact]
    public void A_failure_with_a_cure_waits_for_its_second_attempt_and_a_second_failure_is_final()
    {
        var ladder = SmallLadder.Single(3);
        ladder.Fail(ladder.Decide(1, 0), FailureKind.Convergence, SmallLadder.Curable);
        Assert.Equal([new Retry(1, 0, SmallLadder.Curable, 3)], ladder.State.Retries);
        Assert.Equal(Standing.Pending, ladder.State.StandingOf(1, 0));

        var again = ladder.Decide(1, 0, Purpose.Cure, attempt: 2);
        Assert.Empty(ladder.State.Retries);
        Assert.True(
            ladder.State.FinalAfter(again.Decision, new FailureNote(FailureKind.Convergence, SmallLadder.Curable, ""))
        );
        ladder.Fail(again, FailureKind.Convergence, SmallLadder.Curable);
        Assert.Empty(ladder.State.Retries);
        Assert.Equal(Standing.Failed, ladder.State.StandingOf(1, 0));
    }

    [Theory]
    [InlineData(FailureKind.Input, "outside_domain")]
    [InlineData(FailureKind.Convergence, "unheard_of")]
    [InlineData(FailureKind.Resources, "memory_limit")]
    public void A_failure_without_a_cure_is_final_at_once(FailureKind kind, string code)
    {
        var ladder = SmallLadder.Single(2);
        ladder.Fail(ladder.Decide(0, 0), kind, code);
        Assert.Empty(ladder.State.Retries);
        Assert.Equal(Standing.Failed, ladder.State.StandingOf(0, 0));
    }

    [Fact]
    public void A_cure_that_the_archive_answered_meanwhile_is_not_tried_again()
    {
        var ladder = SmallLadder.Single(2);
        ladder.Fail(ladder.Decide(0, 0), FailureKind.Transient, "crash");
        ladder.Finish(ladder.Decide(0, 0, Purpose.Archive, attempt: 2), 1);
        Assert.Empty(ladder.State.Retries);
        Assert.Equal(Standing.Computed, ladder.State.StandingOf(0, 0));
        Assert.Equal("exhausted", Ended(ladder, 1));

        static string? Ended(SmallLadder ladder, int last)
        {
            ladder.Compute(last, 0, 2);
            return ladder.Strategy(kind: StrategyKind.Random).Next(ladder.State, null).End;
        }
    }

    [Fact]
    public void Failures_in_a_row_count_one_code_and_start_anew_at_a_success_another_code_and_resuming()
    {
        var ladder = SmallLadder.Single(9);
        Fail(0, "crash");
        Fail(1, "crash");
        Assert.Equal(("crash", 2), ladder.State.FailuresInRow);
        Fail(2, "no_value");
        Assert.Equal(("no_value", 1), ladder.State.FailuresInRow);
        ladder.Compute(3, 0, 1);
        Assert.Equal(0, ladder.State.FailuresInRow.Count);
        Fail(4, "crash");
        ladder.State.Apply(new Resumed(ladder.State.Clock, "host", "1"));
        Assert.Equal(0, ladder.State.FailuresInRow.Count);

        void Fail(int candidate, string code) => ladder.Fail(ladder.Decide(candidate, 0), FailureKind.Input, code);
    }

    [Fact]
    public void Failures_that_the_archive_remembers_are_no_failures_in_a_row()
    {
        var ladder = SmallLadder.Single(3);
        for (var candidate = 0; candidate < 3; candidate++)
        {
            ladder.Fail(ladder.Decide(candidate, 0, Purpose.Archive), FailureKind.Input, "no_value", fromArchive: true);
        }

        Assert.Equal(0, ladder.State.FailuresInRow.Count);
        Assert.Equal(0, ladder.State.StartedAt(0));
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(Standing.Failed, ladder.State.StandingOf(i, 0)));
    }

    [Theory]
    [InlineData(true, Standing.Open)]
    [InlineData(false, Standing.Failed)]
    public void What_failed_in_passing_is_open_again_after_the_pause_for_it_and_not_after_a_kill(
        bool paused,
        Standing standing
    )
    {
        var ladder = SmallLadder.Single(4);
        Crash(0);
        ladder.Compute(1, 0, 1);
        Crash(2);
        ladder.Fail(ladder.Decide(3, 0), FailureKind.Input, "crash");
        if (paused)
        {
            ladder.State.Apply(new Paused(ladder.State.Clock, "3 calculations in a row failed"));
        }

        ladder.State.Apply(new Resumed(ladder.State.Clock, "host", "1"));
        Assert.Equal(
            [Standing.Failed, Standing.Computed, standing, Standing.Failed],
            Enumerable.Range(0, 4).Select(candidate => ladder.State.StandingOf(candidate, 0))
        );

        void Crash(int candidate)
        {
            ladder.Fail(ladder.Decide(candidate, 0), FailureKind.Transient, "crash");
            ladder.Fail(ladder.Decide(candidate, 0, Purpose.Cure, attempt: 2), FailureKind.Transient, "crash");
        }
    }

    [Fact]
    public void Resuming_takes_back_the_end_and_the_pause()
    {
        var state = SmallLadder.Single(1).State;
        state.Apply(new Paused(1, "put aside"));
        state.Apply(new Stopped(2, "budget", "spent"));
        Assert.NotNull(state.Pause);
        Assert.NotNull(state.Stop);
        state.Apply(new Resumed(2, "host", "1"));
        Assert.Null(state.Pause);
        Assert.Null(state.Stop);
    }

    [Fact]
    public void The_clock_never_goes_back()
    {
        var state = SmallLadder.Single(1).State;
        state.Apply(new Resumed(5, "host", "1"));
        state.Apply(new Resumed(3, "host", "1"));
        Assert.Equal(5, state.Clock);
    }

    [Fact]
    public void Costs_are_learned_from_all_that_ran_and_not_from_the_archive()
    {
        var ladder = SmallLadder.Single(4);
        ladder.Compute(0, 0, 1);
        ladder.Fail(ladder.Decide(1, 0), FailureKind.Resources, "time_limit");
        ladder.Fail(ladder.Decide(2, 0, Purpose.Archive), FailureKind.Input, "no_value", fromArchive: true);
        // What was stopped for its time takes at least so long.
        Assert.Equal(2, ladder.State.CostOf(0).Count);
    }

    [Fact]
    public void A_label_tests_the_prediction_made_for_it()
    {
        var ladder = SmallLadder.Single(2);
        ladder.Finish(ladder.Decide(0, 0, mean: 1, deviation: 0.5), 1.2);
        ladder.Finish(ladder.Decide(1, 0), 1.2);
        Assert.Equal(1, ladder.State.CalibrationOf(0).Count);
        Assert.Equal(1, ladder.State.CalibrationOf(0).Coverage50);
    }

    [Fact]
    public void A_journal_that_does_not_fit_the_campaign_is_refused_with_what_is_wrong()
    {
        var ladder = SmallLadder.Single(2);
        var decided = ladder.Decide(0, 0);
        Refused(decided with { Decision = 2, Level = "CCSD(T)" }, "CCSD(T)");
        Refused(decided with { Decision = 2, Row = 777 }, "777");
        Refused(decided, "decision 1");
        Refused(
            new Finished(1, 99, "key", ImmutableSortedDictionary<string, double>.Empty, null, Footprint.Nothing, false),
            "99"
        );
        Refused(
            new Finished(1, 1, "key", ImmutableSortedDictionary<string, double>.Empty, null, Footprint.Nothing, false),
            "'y'"
        );

        void Refused(CampaignEvent happened, string named)
        {
            var problem = Assert.Throws<InvalidDataException>(() => ladder.State.Apply(happened));
            Assert.Contains(named, problem.Message, StringComparison.Ordinal);
        }
    }
}
