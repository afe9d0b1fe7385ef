using System.Collections.Immutable;
using Lichen.Core.Footprints;

namespace Lichen.Exploration.Specification;

internal static class BudgetFields
{
    public static readonly GridDraft DefaultGrid = new(null, null, 1.0, null);

    private static readonly Field<BudgetDraft, double?> CoreTime = new Field<BudgetDraft, double?>(
        "core_time",
        Or.Word(new QuantityKind(Dimension.CoreTime), "unlimited"),
        budget => budget.CoreSeconds,
        "CPU time of all calculations together, such as 30 core-minutes."
    ).Default(null);

    private static readonly Field<BudgetDraft, double?> Energy = new Field<BudgetDraft, double?>(
        "energy",
        Or.Word(new QuantityKind(Dimension.Energy), "unlimited"),
        budget => budget.KilowattHours,
        "Energy of all calculations together, such as 0.05 kWh."
    ).Default(null);

    private static readonly Field<BudgetDraft, double?> Co2e = new Field<BudgetDraft, double?>(
        "co2e",
        Or.Word(new QuantityKind(Dimension.Emissions), "unlimited"),
        budget => budget.GramsCo2e,
        "Emissions of all calculations together, such as 10 g CO2e."
    ).Default(null);

    private static readonly Field<BudgetDraft, Money?> Money = new Field<BudgetDraft, Money?>(
        "money",
        Or.Word(new MoneyKind(Dimension.Money), "unlimited"),
        budget => budget.Money,
        "Money for all calculations together, such as 5 EUR; needs grid.price."
    ).Default(null);

    private static readonly Field<BudgetDraft, double?> WallTime = new Field<BudgetDraft, double?>(
        "wall_time",
        Or.Word(new QuantityKind(Dimension.Time), "unlimited"),
        budget => budget.WallSeconds,
        "Elapsed time of the campaign, such as 2 h."
    ).Default(null);

    private static readonly Field<BudgetDraft, ImmutableSortedDictionary<string, int>> Calculations = new Field<
        BudgetDraft,
        ImmutableSortedDictionary<string, int>
    >(
        "calculations",
        Or.WordMap(
            new MapKind<int>(
                new IntegerKind("a whole number of calculations from 0", 0, int.MaxValue),
                "a mapping from level to a number, such as {GFN2-xTB: 400}"
            ),
            "unlimited"
        ),
        budget => budget.Counts,
        "Number of calculations at each level."
    ).Default(ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal));

    public static readonly Section<BudgetDraft> Section = new(
        "a budget",
        [CoreTime, Energy, Co2e, Money, WallTime, Calculations],
        values => new BudgetDraft(
            values.Of(CoreTime),
            values.Of(Energy),
            values.Of(Co2e),
            values.Of(Money),
            values.Of(WallTime),
            values.Of(Calculations)
        )
    );

    private static readonly Field<GridDraft, string?> Region = new Field<GridDraft, string?>(
        "region",
        Or.WordText(new TextKind("a country code such as 'DE'", RegionProblem), "none"),
        grid => grid.Region,
        "Country whose grid the energy comes from: ISO 3166 code, EU or WORLD. None: the world's average, unless "
            + "intensity is given."
    ).Default(DefaultGrid.Region);

    private static readonly Field<GridDraft, double?> Intensity = new Field<GridDraft, double?>(
        "intensity",
        Or.Word(new QuantityKind(Dimension.Intensity), "automatic"),
        grid => grid.GramsPerKilowattHour,
        "Your own grid intensity, such as 380 g CO2e/kWh. Automatic: the region's, from a dated table."
    ).Default(DefaultGrid.GramsPerKilowattHour);

    private static readonly Field<GridDraft, double> Pue = new Field<GridDraft, double>(
        "pue",
        new NumberKind("a power usage effectiveness from 1 to 10, such as 1.2", 1, 10),
        grid => grid.Pue,
        "Power usage effectiveness of the site: energy of the whole site over energy of its computers."
    ).Default(DefaultGrid.Pue);

    private static readonly Field<GridDraft, Money?> Price = new Field<GridDraft, Money?>(
        "price",
        Or.Word(new MoneyKind(Dimension.Price), "none"),
        grid => grid.Price,
        "Price of a core-hour, such as 0.05 EUR/core-hour."
    ).Default(DefaultGrid.Price);

    private static readonly Field<GridDraft, double?> Embodied = new Field<GridDraft, double?>(
        "embodied",
        Or.Word(new QuantityKind(Dimension.Embodied), "none"),
        grid => grid.Embodied,
        "Emissions of making the hardware, spread over the core-hours that it will give, such as 1.5 g CO2e/core-hour. "
            + "None: they are not counted."
    ).Default(DefaultGrid.Embodied);

    public static readonly Section<GridDraft> Grid = new(
        "a grid",
        [Region, Intensity, Pue, Price, Embodied],
        values => new GridDraft(values.Of(Region), values.Of(Intensity), values.Of(Pue), values.Of(Price))
        {
            Embodied = values.Of(Embodied),
        }
    );

    private static string? RegionProblem(string region) =>
        GridIntensity.TryGet(region, out _, out var nearest) ? null : $"; nearest are {string.Join(", ", nearest)}";
}
