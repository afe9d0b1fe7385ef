using System.Collections.Immutable;
using Lichen.Core.Budgets;
using Lichen.Exploration.Specification;

namespace Lichen.Reporting;

/// <summary>A budget in words: 6 core-min, 0.05 kWh, 20 calculations at B3LYP/def2-SVP.</summary>
internal static class BudgetWords
{
    public static string Of(Budget budget, ImmutableArray<RungSpec> ladder)
    {
        var parts = new List<string>();
        if (budget.CoreSeconds is { } seconds)
        {
            parts.Add($"{Quantities.CoreTime(seconds)} of chemistry");
        }

        if (budget.EnergyKilowattHours is { } energy)
        {
            parts.Add(Quantities.Energy(energy));
        }

        if (budget.GramsCo2e is { } grams)
        {
            parts.Add($"{Quantities.Carbon(grams)} CO2e");
        }

        if (budget.Money is { } money)
        {
            parts.Add($"{Quantities.Number(money)} of money");
        }

        if (budget.WallSeconds is { } wall)
        {
            parts.Add($"{Quantities.Number(wall / 60, 3)} min of elapsed time");
        }

        var known = ladder.Select(rung => rung.Level).Where(budget.Counts.ContainsKey);
        parts.AddRange(
            known.Select(level =>
                $"{Quantities.Counted(budget.Counts[level], "calculation", "calculations")} at {level}"
            )
        );
        return string.Join(", ", parts);
    }
}
