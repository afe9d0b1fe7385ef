using System.Collections.Immutable;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;

namespace Lichen.Exploration.Choosing;

/// <summary>How many labels are drawn at random before the model is asked.</summary>
internal sealed class StartSet(
    StrategyKind kind,
    Pool pool,
    ImmutableArray<Rung> rungs,
    Purse purse,
    double shareOfBudget
)
{
    private const int Fewest = 4;
    private const int Most = 30;

    /// <summary>The number at one rung.</summary>
    /// <remarks>A share of the budget, spread evenly over the rungs; never fewer than a model needs, never more than 30.</remarks>
    public int Count(CampaignState state, int rung)
    {
        var baseline = kind is StrategyKind.Greedy or StrategyKind.Random;
        if (rungs[rung].ModelIndex is null || (baseline && rung != rungs.Length - 1))
        {
            return 0;
        }

        var informing = rungs.Count(other => other.ModelIndex is not null);
        var expected = state.CostOf(rung).Predict(pool.TypicalAtoms).Mean;
        var share = purse.ShareOf(expected);
        var byBudget = share > 0 ? shareOfBudget / informing / share : Most;
        if (purse.CountLimit(rungs[rung]) is { } most)
        {
            byBudget = Math.Min(byBudget, shareOfBudget * most);
        }

        return (int)Math.Clamp(byBudget, Fewest, Math.Min(Most, Math.Max(Fewest, pool.Count / 4)));
    }
}
