using System.Collections.Immutable;
using CsCheck;
using Lichen.Core.Budgets;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Testing;

namespace Lichen.Exploration.Tests.Running;

public sealed class CampaignTests
{
    private static Budget CoreSeconds(double seconds) => Budget.Unlimited with { CoreSeconds = seconds };

    [Fact]
    public void Killed_at_random_instants_and_resumed_it_decides_as_if_nothing_had_happened() =>
        Gen.Select(Gen.ULong[1, 1000], Gen.Int[1, 4], Gen.Int[1, 40].Array[1, 12])
            .Sample(
                (seed, workers, lives) =>
                {
                    var campaign = new SyntheticCampaign(seed);
                    using TemporaryFolder whole = new(),
                        broken = new();
                    var uninterrupted = campaign.Run(whole.Path, CoreSeconds(15), workers);
                    foreach (var life in lives)
                    {
                        campaign.Run(broken.Path, CoreSeconds(15), workers, life);
                    }

                    var resumed = campaign.Run(broken.Path, CoreSeconds(15), workers);
                    Assert.Equal(Story(uninterrupted), Story(resumed));
                    Assert.Equal(uninterrupted.Spent, resumed.Spent);
                },
                iter: 6,
                threads: 1
            );

    [Fact]
    public void The_budget_is_never_exceeded_whatever_calculations_cost() =>
        Gen.Select(Gen.ULong[1, 1000], Gen.Int[1, 8], Gen.Double[0.5, 12], Gen.Double[0, 1.5])
            .Sample(
                (seed, workers, seconds, scatter) =>
                {
                    var campaign = new SyntheticCampaign(seed, scatter);
                    using var folder = new TemporaryFolder();
                    var budget = new Budget(
                        seconds,
                        0.9 * campaign.Meter.Of(new(seconds, seconds, 0, 0)).EnergyKilowattHours,
                        null,
                        null,
                        null,
                        ImmutableSortedDictionary<string, int>.Empty.Add("dear", 7)
                    );
                    var state = campaign.Run(folder.Path, budget, workers, kind: StrategyKind.Random);
                    Assert.InRange(state.Spent.Usage.CpuSeconds, 0, seconds);
                    Assert.InRange(state.Spent.EnergyKilowattHours, 0, budget.EnergyKilowattHours!.Value);
                    Assert.InRange(state.StartedAt(1), 0, 7);
                    Assert.NotNull(state.Stop);
                },
                iter: 60,
                threads: 1
            );

    [Fact]
    public void Nothing_is_computed_twice_and_every_decision_finishes()
    {
        var campaign = new SyntheticCampaign(3);
        using var folder = new TemporaryFolder();
        var state = campaign.Run(folder.Path, Budget.Unlimited, 3);
        Assert.Equal("exhausted", state.Stop!.Code);
        Assert.Equal(state.Decisions.Count, state.FinishedDecisions.Count);
        Assert.Equal(
            state.Decisions.Count,
            state.Decisions.Select(decided => (decided.Row, decided.Level, decided.Attempt)).Distinct().Count()
        );
        Assert.All(
            Enumerable.Range(0, campaign.Pool.Count),
            i => Assert.NotEqual(Standing.Open, state.StandingOf(i, 1))
        );
    }

    [Fact]
    public void Finds_the_best_for_a_fraction_of_brute_force()
    {
        var found = 0;
        for (ulong seed = 1; seed <= 5; seed++)
        {
            var campaign = new SyntheticCampaign(seed, failureShare: 0);
            using TemporaryFolder folder = new(),
                all = new();
            var everything = campaign.Run(all.Path, Budget.Unlimited, 1, kind: StrategyKind.Random);
            var state = campaign.Run(folder.Path, CoreSeconds(0.25 * everything.Spent.Usage.CpuSeconds), 2);
            var best = everything.Labels.Where(label => label.Rung == 1).OrderBy(label => label.Value).Take(5);
            found += best.Count(label => state.StandingOf(label.Candidate, 1) == Standing.Computed);
        }

        // A quarter at random would find 6 of 25; the bound leaves room for other machines' rounding.
        Assert.InRange(found, 18, 25);
    }

    [Fact]
    public void Of_a_large_pool_the_journal_says_how_many_predictions_were_saved()
    {
        using var folder = new TemporaryFolder();
        var state = new SyntheticCampaign(7, size: 2 * Pruning.SmallPool).Run(folder.Path, CoreSeconds(30), 1);
        var (made, saved) = (
            state.OwnWork.Sum(work => work.PredictionsMade),
            state.OwnWork.Sum(work => work.PredictionsSaved)
        );
        // Each label after the first model would have been another look at all candidates.
        Assert.InRange(made + saved, 2 * Pruning.SmallPool, 2L * Pruning.SmallPool * 10 * state.Labels.Count);
        Assert.True(saved > 2 * Pruning.SmallPool, $"{made} predictions made, {saved} saved");
    }

    [Fact]
    public void Decisions_do_not_depend_on_how_many_threads_the_model_uses()
    {
        var campaign = new SyntheticCampaign(5);
        using TemporaryFolder one = new(),
            four = new();
        var alone = campaign.Run(one.Path, CoreSeconds(15), 2, modelThreads: 1);
        var together = campaign.Run(four.Path, CoreSeconds(15), 2, modelThreads: 4);
        Assert.Equal(Story(alone), Story(together));
    }

    private static string[] Story(CampaignState state) =>
        [
            .. state.Decisions.Select(decided =>
                $"{decided.Decision} {decided.Row} {decided.Level} {decided.Purpose} {decided.Mean:R} {decided.Deviation:R} {decided.At:R}"
            ),
            .. state.FinishedInOrder.Select(finished =>
                $"{finished.Decision} {finished.At:R} {finished.Failure?.Code}"
            ),
            state.Stop?.Reason ?? "going on",
        ];
}
