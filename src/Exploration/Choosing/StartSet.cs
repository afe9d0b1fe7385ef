using System.Collections.Immutable;
using Lichen.Core.Objectives;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;

namespace Lichen.Exploration.Choosing;

/// <summary>Which labels are drawn before the model is asked, and how many.</summary>
internal sealed class StartSet(
    StrategyKind kind,
    Pool pool,
    Quantity quantity,
    Goal goal,
    Purse purse,
    double shareOfBudget
)
{
    private readonly ImmutableArray<Rung> _rungs = quantity.Rungs;

    // Of a rung that stands alone, of a cheap rung, and of a rung that others inform: two far apart tell offset and slope.
    private const int Fewest = 4;
    private const int FewestCheap = 5;
    private const int FewestInformed = 2;
    private const int Most = 30;

    /// <summary>The number at one rung.</summary>
    /// <remarks>
    /// A share of the budget, spread evenly over the rungs; never fewer than a model needs, never more than 30. What the
    /// dear rungs need beyond their part is taken from the cheap ones.
    /// </remarks>
    public int Count(CampaignState state, int rung)
    {
        var baseline = kind is StrategyKind.Greedy or StrategyKind.Random or StrategyKind.Funnel;
        if (_rungs[rung].ModelIndex is null || (baseline && rung != _rungs.Length - 1))
        {
            return 0;
        }

        Rung[] dearestFirst = baseline
            ? [_rungs[^1]]
            : [.. _rungs.Where(other => other.ModelIndex is not null).Reverse()];
        var (left, count) = (shareOfBudget, 0);
        for (var i = 0; i < dearestFirst.Length; i++)
        {
            var share = purse.ShareOf(state.CostOf(dearestFirst[i].Index).Predict(pool.TypicalSize).Mean);
            count = Count(dearestFirst[i], share, left / (dearestFirst.Length - i), dearestFirst.Length == 1);
            if (dearestFirst[i].Index == rung)
            {
                break;
            }

            left = Math.Max(0, left - (count * share));
        }

        return count;
    }

    private int Count(Rung rung, double share, double part, bool alone)
    {
        var byBudget = share > 0 ? part / share : Most;
        if (purse.CountLimit(rung) is { } most)
        {
            byBudget = Math.Min(byBudget, shareOfBudget * most);
        }

        var fewest =
            alone ? Fewest
            : rung.ModelIndex == 0 ? FewestCheap
            : FewestInformed;
        return (int)Math.Clamp(byBudget, fewest, Math.Min(Most, Math.Max(fewest, pool.Count / 4)));
    }

    /// <summary>The candidates in the order in which a rung's labels are drawn.</summary>
    /// <remarks>
    /// Random at the cheapest. Above it, molecules known there, spread over the order of their values from the best to the
    /// worst: the wider the pairs, the fewer are needed to see how the rungs hang together. What is known is nested: the same at each rung.
    /// </remarks>
    public IEnumerable<int> Order(CampaignState state, Rung rung, int[] random)
    {
        if (_rungs.LastOrDefault(r => r.Index < rung.Index && r.ModelIndex is not null) is not { } below)
        {
            return random;
        }

        int[] known =
        [
            .. random
                .Where(c => state.StandingOf(c, below.Index) == Standing.Computed)
                .OrderBy(c => goal.Loss(state.Quantities[quantity.Index].ValueOf(c, below.Index))),
        ];
        return Spread(known.Length).Select(i => known[i]).Concat(random).Distinct();
    }

    // First, last, middle, then the middles of what is left.
    private static IEnumerable<int> Spread(int count)
    {
        if (count == 0)
        {
            return [];
        }

        IEnumerable<int> order = [0, count - 1];
        for (var parts = 2; parts < 2 * count; parts *= 2)
        {
            var cut = parts;
            order = order.Concat(Enumerable.Range(0, cut / 2).Select(i => (int)((2L * i) + 1) * (count - 1) / cut));
        }

        return order.Distinct();
    }
}
