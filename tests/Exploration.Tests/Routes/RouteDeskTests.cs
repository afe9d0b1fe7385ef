using CsCheck;
using Lichen.Chemistry.Routes;
using Lichen.Core.Budgets;
using Lichen.Core.Footprints;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Routes;
using Lichen.Exploration.Specification;
using Lichen.Exploration.Tests.Running;
using Lichen.Testing;

namespace Lichen.Exploration.Tests.Routes;

public sealed class RouteDeskTests
{
    [Fact]
    public void Killed_at_random_instants_and_resumed_it_asks_and_decides_as_if_nothing_had_happened() =>
        Gen.Select(Gen.ULong[1, 1000], Gen.Int[1, 3], Gen.Int[1, 30].Array[1, 20])
            .Sample(
                (seed, workers, lives) =>
                {
                    var campaign = Campaign(seed, Need(RouteNeed.Hits));
                    using TemporaryFolder whole = new(),
                        broken = new();
                    var uninterrupted = campaign.Run(whole.Path, CoreSeconds(15), workers);
                    foreach (var life in lives)
                    {
                        campaign.Run(broken.Path, CoreSeconds(15), workers, life);
                    }

                    var resumed = campaign.Run(broken.Path, CoreSeconds(15), workers);
                    Assert.NotEmpty(uninterrupted.Routes.Known);
                    Assert.Equal(Answers(uninterrupted), Answers(resumed));
                    Assert.Equal(Story(uninterrupted), Story(resumed));
                    Assert.Equal(uninterrupted.Routes.Cost, resumed.Routes.Cost);
                },
                iter: 6,
                threads: 1
            );

    [Fact]
    public void A_molecule_without_the_route_that_it_needs_is_not_bought_and_is_no_hit()
    {
        var campaign = Campaign(5, Need(RouteNeed.Hits));
        using var folder = new TemporaryFolder();
        var state = campaign.Run(folder.Path, CoreSeconds(25), 2);
        var bought = state.Decisions.Where(d => d.Level == "dear" && d.Purpose == Purpose.Explore).ToList();
        Assert.NotEmpty(bought);
        Assert.All(bought, d => Assert.True(MadePlanner.IsSolvable(d.Smiles)));
        Assert.Contains(state.Routes.Known, known => known.Value.Bars);
        Assert.All(campaign.Hits(state, 5), hit => Assert.Equal(RouteStatus.Solved, state.Routes.Of(hit)!.Status));
    }

    [Fact]
    public void Where_no_route_is_required_only_the_hits_are_asked_and_the_choices_are_the_same()
    {
        using TemporaryFolder with = new(),
            without = new();
        var asked = Campaign(7, Need(RouteNeed.None)).Run(with.Path, CoreSeconds(15), 2);
        var plain = new SyntheticCampaign(7).Run(without.Path, CoreSeconds(15), 2);
        Assert.Equal(Story(plain), Story(asked));
        Assert.Equal(5, asked.Routes.Known.Count);
        Assert.DoesNotContain(asked.Routes.Known, known => known.Value.Bars);
    }

    [Fact]
    public void Searches_stop_when_their_budget_is_spent_and_what_was_not_searched_is_no_reason_to_refuse()
    {
        // A search takes 0.25 s. Of 0.8 s a fifth is kept for the hits: two before buying, one of a hit, and the next has
        // less than the shortest search left.
        var campaign = Campaign(5, Need(RouteNeed.Hits) with { BudgetSeconds = 0.79 });
        using var folder = new TemporaryFolder();
        var state = campaign.Run(folder.Path, CoreSeconds(25), 1);
        Assert.Equal(3, state.Routes.Known.Count);
        Assert.InRange(state.Routes.Cost.Usage.CpuSeconds, 0, 0.79);
        Assert.Contains(
            state.Decisions,
            d => d.Level == "dear" && d.Purpose == Purpose.Explore && !MadePlanner.IsSolvable(d.Smiles)
        );
    }

    [Fact]
    public void A_price_on_steps_makes_the_strategy_prefer_short_routes()
    {
        using TemporaryFolder dear = new(),
            free = new();
        var priced = Campaign(11, Need(RouteNeed.None) with { StepPriceSeconds = 1000 })
            .Run(dear.Path, CoreSeconds(20), 1);
        var unpriced = new SyntheticCampaign(11).Run(free.Path, CoreSeconds(20), 1);
        Assert.True(Solvable(priced) > Solvable(unpriced));

        static double Solvable(CampaignState state) =>
            state
                .Decisions.Where(d => d.Level == "dear" && d.Purpose == Purpose.Explore)
                .Average(d => MadePlanner.IsSolvable(d.Smiles) ? 1.0 : 0.0);
    }

    private static RouteSpec Need(RouteNeed need) => new(need, "made", "robust", 6, 1000, 1, 1000, 0, null);

    private static SyntheticCampaign Campaign(ulong seed, RouteSpec spec) =>
        new(seed) { Routes = (spec, new MadePlanner()) };

    private static Budget CoreSeconds(double seconds) => Budget.Unlimited with { CoreSeconds = seconds };

    private static string[] Story(CampaignState state) =>
        [
            .. state.Decisions.Select(d =>
                $"{d.Decision} {d.Row} {d.Level} {d.Purpose} {d.Mean:R} {d.Gain:R} {state.FinishedDecisions[d.Decision].At:R}"
            ),
        ];

    private static IEnumerable<string> Answers(CampaignState state) =>
        state.Routes.Known.Values.OrderBy(routed => routed.Row).Select(routed => EventJournal.Write(routed).Payload);

    /// <summary>Finds a route to every other molecule.</summary>
    private sealed class MadePlanner : IRoutePlanner
    {
        public string Identity => "made 1";

        public static bool IsSolvable(string smiles) => (smiles[^1] - '0') % 2 == 0;

        public Task<RouteAnswer> FindAsync(string smiles, double seconds, CancellationToken cancellationToken)
        {
            var usage = new ResourceUsage(0.25, 0.25, 0, CostBasis.Measured);
            return Task.FromResult(
                IsSolvable(smiles)
                    ? new RouteAnswer(
                        RouteStatus.Solved,
                        "1 step",
                        1,
                        new RouteTree(
                            smiles,
                            "made",
                            [new RouteTree("C", null, [], null, null, null)],
                            null,
                            null,
                            null
                        ),
                        true,
                        usage
                    )
                    : new RouteAnswer(RouteStatus.NotSolved, "made so", null, null, true, usage)
            );
        }
    }
}
