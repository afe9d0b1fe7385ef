using System.Collections.Immutable;
using System.Globalization;
using Lichen.Core.Footprints;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Pareto;
using Lichen.Exploration.Routes;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Learning;

namespace Lichen.Exploration.Running;

/// <summary>What a campaign needs before anything is computed: the space read, the rules applied, the engines found.</summary>
public sealed record Preparation(CampaignSpec Spec, PoolReading Space, ImmutableArray<Rung> Rungs, Meter Meter)
{
    // Made when a model first asks; a copy with another seed or budget shares them.
    private Lazy<PoolFeatures> _features = new(() => PoolFeatures.Of(Space.Pool, Environment.ProcessorCount));

    private readonly Lazy<StructureValues> _structure = new(() => new StructureValues(Space.Pool));

    public Pool Pool => Space.Pool;

    /// <summary>What answers for routes; null where they are not asked for.</summary>
    public RouteSource? Routes { get; init; }

    /// <summary>What is predicted, the leading objective's first.</summary>
    public ImmutableArray<Quantity> Quantities { get; } = Quantity.Of(Spec, Rungs);

    /// <summary>The same with other preferences.</summary>
    public Preparation Steered(Journals.Steered steered) => this with { Spec = Steering.SpecOf(steered, Spec) };

    /// <summary>What is wanted, with the values that structures give.</summary>
    public Wishes Wishes => Pareto.Wishes.Of(Spec, Quantities, _structure.Value.Of);

    /// <summary>What the surrogate sees of the pool.</summary>
    public Features Features => _features.Value.Features;

    /// <summary>True when every rung is a table: then the clock is simulated and the archive is left alone.</summary>
    public bool IsReplay => Spec.Ladder.All(rung => rung.Engine == "table");

    /// <summary>The same with a pool that begins with this one.</summary>
    public Preparation With(Pool grown)
    {
        var features = _features;
        return new Preparation(Spec, Space with { Pool = grown }, Rungs, Meter)
        {
            _features = new Lazy<PoolFeatures>(() => features.Value.Of(grown)),
            Routes = Routes,
        };
    }

    public Purse Purse => new(Spec.Budget, Meter, Spec.Limits.MemoryGigabytes * 1e9, Spec.Limits.WallSeconds);

    /// <param name="processor">Name of the processor, as the operating system gives it.</param>
    /// <exception cref="CampaignException">The grid's region is not in the table.</exception>
    public static Preparation Make(CampaignSpec spec, PoolReading space, ImmutableArray<Rung> rungs, string processor)
    {
        GridIntensity? grid = GridIntensity.World;
        if (spec.Grid.GramsPerKilowattHour is { } own)
        {
            grid = GridIntensity.Own(own);
        }
        else if (spec.Grid.Region is { } region && !GridIntensity.TryGet(region, out grid, out var nearest))
        {
            throw new CampaignException(
                $"grid: region '{region}' is not in the table; nearest are {string.Join(", ", nearest)}"
            );
        }

        var power = PowerModel.For(processor, spec.Grid.Pue);
        return new Preparation(
            spec,
            space,
            rungs,
            new Meter(power, grid, spec.Grid.MoneyPerCoreHour)
            {
                EmbodiedGramsPerCoreHour = spec.Grid.EmbodiedGramsPerCoreHour,
                GraphicsWatts = rungs.Max(rung => rung.GraphicsWatts),
            }
        );
    }

    /// <summary>Why no candidate can ever meet the constraints; null where one can, and where the pool may still grow.</summary>
    public string? WishProblem() =>
        Spec.Space.Reactions is { Grow: > 0 } ? null : StructureConstraints.Problem(Pool.Candidates);

    /// <summary>What constraints on the structure leave of the pool.</summary>
    public StructureConstraints StructureConstraints => new(Wishes, Pool.Count);

    /// <summary>
    /// Why the budget pays for no calculation of a typical molecule at the objective's level, with the smallest sensible
    /// one; null when it does.
    /// </summary>
    public string? BudgetProblem()
    {
        var path = Rungs[^1].GeometryRung is { } below ? new[] { Rungs[below], Rungs[^1] } : [Rungs[^1]];
        var seconds = path.Sum(rung => new CostModel(rung.CostPrior).Predict(Pool.TypicalSize).Quantile(Purse.Tight));
        var needed = Purse.Bound(seconds);
        var budget = Spec.Budget;
        (double? Limit, double Needed, string Unit)[] currencies =
        [
            (budget.CoreSeconds, needed.CoreSeconds, "core-seconds"),
            (budget.EnergyKilowattHours, needed.EnergyKilowattHours, "kWh"),
            (budget.GramsCo2e, needed.GramsCo2e, "g CO2e"),
            (budget.Money, needed.Money, Spec.Grid.Currency),
            (budget.WallSeconds, seconds, "s of wall time"),
        ];
        var missing = currencies.Where(currency => currency.Limit < currency.Needed).ToList();
        return missing.Count == 0
            ? null
            : $"the budget does not pay for one calculation at {Rungs[^1].LevelText}, which may take {seconds:0.#} core-seconds; "
                + $"the smallest sensible budget is {string.Join(" and ", missing.Select(m => $"{RoundedUp(m.Needed)} {m.Unit}"))}";
    }

    // Two significant digits, upwards: a budget that a person would write.
    private static string RoundedUp(double value)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return (Math.Ceiling(value / unit) * unit).ToString("G2", CultureInfo.InvariantCulture);
    }
}
