using System.Collections.Immutable;
using Lichen.Core.Footprints;

namespace Lichen.Core.Budgets;

/// <summary>What chemistry may cost, in any subset of currencies; null means unlimited.</summary>
/// <param name="CoreSeconds">CPU time of all calculations.</param>
/// <param name="EnergyKilowattHours">Energy, in kWh.</param>
/// <param name="GramsCo2e">Emissions, in g CO2e.</param>
/// <param name="Money">In the campaign's own currency.</param>
/// <param name="WallSeconds">Elapsed time of the campaign.</param>
/// <param name="Counts">Number of calculations per level, by the level's name.</param>
public sealed record Budget(
    double? CoreSeconds,
    double? EnergyKilowattHours,
    double? GramsCo2e,
    double? Money,
    double? WallSeconds,
    ImmutableSortedDictionary<string, int> Counts
)
{
    public static readonly Budget Unlimited = new(
        null,
        null,
        null,
        null,
        null,
        ImmutableSortedDictionary<string, int>.Empty
    );

    public bool IsUnlimited =>
        CoreSeconds is null
        && EnergyKilowattHours is null
        && GramsCo2e is null
        && Money is null
        && WallSeconds is null
        && Counts.Count == 0;
}

/// <summary>An amount of every currency that adds up, as spent, reserved or predicted.</summary>
public readonly record struct Amount(double CoreSeconds, double EnergyKilowattHours, double GramsCo2e, double Money)
{
    public static Amount Of(Footprint footprint) =>
        new(footprint.Usage.CpuSeconds, footprint.EnergyKilowattHours, footprint.GramsCo2e, footprint.Money);

    public static Amount operator +(Amount a, Amount b) =>
        new(
            a.CoreSeconds + b.CoreSeconds,
            a.EnergyKilowattHours + b.EnergyKilowattHours,
            a.GramsCo2e + b.GramsCo2e,
            a.Money + b.Money
        );

    public static Amount operator *(double factor, Amount a) =>
        new(factor * a.CoreSeconds, factor * a.EnergyKilowattHours, factor * a.GramsCo2e, factor * a.Money);

    /// <summary>The largest share that any currency of a budget takes of what it allows; 0 when nothing is limited.</summary>
    public double ShareOf(Budget budget)
    {
        var share = 0.0;
        Consider(CoreSeconds, budget.CoreSeconds);
        Consider(EnergyKilowattHours, budget.EnergyKilowattHours);
        Consider(GramsCo2e, budget.GramsCo2e);
        Consider(Money, budget.Money);
        return share;

        void Consider(double amount, double? limit)
        {
            if (limit is { } most)
            {
                share = Math.Max(share, amount == 0 ? 0 : amount / most);
            }
        }
    }
}
