using Lichen.Core.Budgets;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Tests.Running;
using Lichen.Testing;

namespace Lichen.Exploration.Tests.Results;

public sealed class ExplanationTests
{
    // The run adds labels one by one where the replay may add several at once: another order of rounding.
    private const double Rounding = 1e-6;

    private static readonly Budget Seconds = Budget.Unlimited with { CoreSeconds = 15 };

    [Fact]
    public void What_was_taken_by_gain_per_cost_stood_first_at_its_decision()
    {
        var campaign = new SyntheticCampaign(3);
        using var folder = new TemporaryFolder();
        var state = campaign.Run(folder.Path, Seconds, 2);
        var explored = state.Decisions.Where(decided => decided.Purpose == Purpose.Explore).ToList();
        Assert.NotEmpty(explored);
        foreach (var decided in explored.Where((_, i) => i % Math.Max(1, explored.Count / 4) == 0))
        {
            var moments = campaign.Explain(folder.Path, Seconds, state.IndexOf(decided.Row)).Moments;
            var taken = Assert.Single(moments, moment => moment.Taken && moment.Decision == decided.Decision);
            Assert.Equal(decided.Level, taken.Level);
            Assert.Equal(decided.Mean!.Value, taken.Mean!.Value, Rounding);
            if (decided.Gain is not null)
            {
                Assert.Equal(1, taken.Rank);
                Assert.Equal(decided.Gain.Value, taken.Gain!.Value, Rounding);
            }
        }
    }

    [Fact]
    public void What_was_never_taken_was_weighed_and_came_later()
    {
        var campaign = new SyntheticCampaign(3);
        using var folder = new TemporaryFolder();
        var state = campaign.Run(folder.Path, Seconds, 1);
        var never = Enumerable
            .Range(0, campaign.Pool.Count)
            .First(i => state.StandingOf(i, 0) == Standing.Open && state.StandingOf(i, 1) == Standing.Open);
        var moments = campaign.Explain(folder.Path, Seconds, never).Moments;
        Assert.NotEmpty(moments);
        Assert.All(
            moments,
            moment =>
            {
                Assert.False(moment.Taken);
                Assert.InRange(moment.Rank!.Value, 1, moment.Choices);
            }
        );
    }
}
