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

    // A pool has far fewer sizes than candidates: prices are kept by size until the next outcome.
    private readonly int[] _sizeOf = new int[pool.Count];
    private readonly PriceList?[] _lists = new PriceList?[rungs.Length];
    private MoleculeSize[] _sizes = [];

    /// <summary>
    /// Expected CPU seconds of a label, the geometry it needs first and the price of its route included; null when that
    /// geometry cannot be had.
    /// </summary>
    public double? OfPath(CampaignState state, int candidate, Rung rung)
    {
        var cost = PriceOf(state, candidate, rung.Index).Mean;
        if (rung.GeometryRung is { } below)
        {
            switch (state.StandingOf(candidate, below))
            {
                case Standing.Computed:
                    break;
                case Standing.Open:
                    cost += PriceOf(state, candidate, below).Mean;
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
            ? Math.Max(PriceOf(state, candidate, top.Index).Mean + RoutePrice(state, candidate, top), Least)
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

        var needed = PriceOf(state, candidate, top.Index).Tight;
        for (var lower = 0; lower < top.Index; lower++)
        {
            if (
                lower == rung.Index
                || (rung.GeometryRung == lower && state.StandingOf(candidate, lower) == Standing.Open)
            )
            {
                needed += PriceOf(state, candidate, lower).Tight;
            }
        }

        return needed <= affordable;
    }

    // What is hard to make is said to be dear, at the objective's level alone; nothing of it is spent.
    private double RoutePrice(CampaignState state, int candidate, Rung rung) =>
        rung.Index == rungs.Length - 1 ? state.Routes.PriceOf(candidate) : 0;

    private (double Mean, double Tight) PriceOf(CampaignState state, int candidate, int rung)
    {
        if (_sizes.Length == 0)
        {
            Number();
        }

        var model = state.CostOf(rung);
        var list = _lists[rung];
        if (list is null || !ReferenceEquals(list.Model, model) || list.Outcomes != model.Count)
        {
            _lists[rung] = list = new PriceList(model, model.Count, new (double, double)?[_sizes.Length]);
        }

        var size = _sizeOf[candidate];
        return list.Prices[size] ??= model.PriceOf(_sizes[size]);
    }

    private void Number()
    {
        var numbers = new Dictionary<MoleculeSize, int>();
        for (var candidate = 0; candidate < _sizeOf.Length; candidate++)
        {
            var size = MoleculeSize.Of(pool[candidate]);
            numbers.TryAdd(size, numbers.Count);
            _sizeOf[candidate] = numbers[size];
        }

        _sizes = [.. numbers.Keys];
    }

    private sealed record PriceList(CostModel Model, int Outcomes, (double Mean, double Tight)?[] Prices);
}
