using System.Collections.Immutable;
using Lichen.Exploration.Running;

namespace Lichen.Exploration.Results;

/// <summary>One currency of the budget and how far it reaches.</summary>
/// <param name="Currency">core time, energy, emissions, money or wall time.</param>
/// <param name="Limit">The budget in the unit.</param>
/// <param name="Unit">core-seconds, kWh, g CO2e, the campaign's money or s.</param>
/// <param name="CoreSeconds">CPU seconds of chemistry that it pays for; infinite where they cost none of it.</param>
/// <param name="Binds">True for the currency that runs out first.</param>
public sealed record PlannedLimit(string Currency, double Limit, string Unit, double CoreSeconds, bool Binds)
{
    /// <summary>The limits that the campaign sets, in the order of the campaign file.</summary>
    public static ImmutableArray<PlannedLimit> Of(Preparation preparation)
    {
        var (budget, workers) = (preparation.Spec.Budget, preparation.Spec.Workers);

        // The memory of a calculation is charged by its elapsed time, so that each second has its own price.
        var second = preparation.Purse.Bound(1);
        (string Currency, double? Limit, string Unit, double PerSecond)[] currencies =
        [
            ("core time", budget.CoreSeconds, "core-seconds", second.CoreSeconds),
            ("energy", budget.EnergyKilowattHours, "kWh", second.EnergyKilowattHours),
            ("emissions", budget.GramsCo2e, "g CO2e", second.GramsCo2e),
            ("money", budget.Money, preparation.Spec.Grid.Currency, second.Money),
            ("wall time", budget.WallSeconds, "s", 1.0 / workers),
        ];
        var limits = currencies
            .Where(row => row.Limit is not null)
            .Select(row => new PlannedLimit(
                row.Currency,
                row.Limit!.Value,
                row.Unit,
                row.PerSecond > 0 ? row.Limit.Value / row.PerSecond : double.PositiveInfinity,
                Binds: false
            ))
            .ToImmutableArray();
        var scarcest = limits.MinBy(limit => limit.CoreSeconds);
        return scarcest is null || double.IsInfinity(scarcest.CoreSeconds)
            ? limits
            : limits.Replace(scarcest, scarcest with { Binds = true });
    }
}
