using System.Collections.Immutable;
using Lichen.Core.Molecules;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;

namespace Lichen.Exploration.Choosing;

/// <summary>What a label costs with all that it needs first, and whether it is worth starting with what is left.</summary>
internal sealed class Prices(Pool pool, ImmutableArray<Rung> rungs, Purse purse)
{
    private const double Least = 1e-9;

    /// <summary>
    /// Expected CPU seconds of a label, the geometry it needs first and the price of its route included; null when that
    /// geometry cannot be had.
    /// </summary>
    public double? OfPath(CampaignState state, int candidate, Rung rung)
    {
        var size = MoleculeSize.Of(pool[candidate]);
        var cost = state.CostOf(rung.Index).PriceOf(size).Mean;
        if (rung.GeometryRung is { } below)
        {
            switch (state.StandingOf(candidate, below))
            {
                case Standing.Computed:
                    break;
                case Standing.Open:
                    cost += state.CostOf(below).PriceOf(size).Mean;
                    break;
                default:
                    return null;
            }
        }

        return Math.Max(cost + RoutePrice(state, candidate, rung), Least);
    }

    /// <summary>Expected CPU seconds of a label at the objective's level when that of a lower rung is there.</summary>
    public double AfterLabel(CampaignState state, int candidate, Rung lower)
    {
        var top = rungs[^1];
        return top.GeometryRung == lower.Index
            ? Math.Max(
                state.CostOf(top.Index).PriceOf(MoleculeSize.Of(pool[candidate])).Mean
                    + RoutePrice(state, candidate, top),
                Least
            )
            : OfPath(state, candidate, top) ?? double.PositiveInfinity;
    }

    /// <summary>
    /// True when it can be paid, and a label at the objective's level after it: a cheap label is worth nothing when no dear
    /// one can be paid any more.
    /// </summary>
    public bool CanBePaid(CampaignState state, int candidate, Rung rung, double affordable)
    {
        var top = rungs[^1];
        if (!purse.CountAllows(state, rung) || !purse.CountAllows(state, top))
        {
            return false;
        }

        var size = MoleculeSize.Of(pool[candidate]);
        var needed = state.CostOf(top.Index).PriceOf(size).Tight;
        for (var lower = 0; lower < top.Index; lower++)
        {
            if (
                lower == rung.Index
                || (rung.GeometryRung == lower && state.StandingOf(candidate, lower) == Standing.Open)
            )
            {
                needed += state.CostOf(lower).PriceOf(size).Tight;
            }
        }

        return needed <= affordable;
    }

    // What is hard to make is said to be dear, at the objective's level alone; nothing of it is spent.
    private double RoutePrice(CampaignState state, int candidate, Rung rung) =>
        rung.Index == rungs.Length - 1 ? state.Routes.PriceOf(candidate) : 0;
}
