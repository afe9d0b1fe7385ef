using System.Collections.Immutable;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;

namespace Lichen.Exploration.Choosing;

/// <summary>What a label costs with all that it needs first, and whether it is worth starting with what is left.</summary>
internal sealed class Prices(Pool pool, ImmutableArray<Rung> rungs, Purse purse)
{
    private const double Least = 1e-9;

    /// <summary>
    /// Expected CPU seconds of a label, the geometry it needs first included; null when that geometry cannot be had.
    /// </summary>
    public double? OfPath(CampaignState state, int candidate, Rung rung)
    {
        var atoms = pool[candidate].Atoms;
        var cost = state.CostOf(rung.Index).PriceOf(atoms).Mean;
        if (rung.GeometryRung is { } below)
        {
            switch (state.StandingOf(candidate, below))
            {
                case Standing.Computed:
                    break;
                case Standing.Open:
                    cost += state.CostOf(below).PriceOf(atoms).Mean;
                    break;
                default:
                    return null;
            }
        }

        return Math.Max(cost, Least);
    }

    /// <summary>Expected CPU seconds of a label at the objective's level when that of a lower rung is there.</summary>
    public double AfterLabel(CampaignState state, int candidate, Rung lower)
    {
        var top = rungs[^1];
        return top.GeometryRung == lower.Index
            ? Math.Max(state.CostOf(top.Index).PriceOf(pool[candidate].Atoms).Mean, Least)
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

        var atoms = pool[candidate].Atoms;
        var needed = state.CostOf(top.Index).PriceOf(atoms).Tight;
        for (var lower = 0; lower < top.Index; lower++)
        {
            if (
                lower == rung.Index
                || (rung.GeometryRung == lower && state.StandingOf(candidate, lower) == Standing.Open)
            )
            {
                needed += state.CostOf(lower).PriceOf(atoms).Tight;
            }
        }

        return needed <= affordable;
    }
}
