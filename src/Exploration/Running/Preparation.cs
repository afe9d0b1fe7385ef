using System.Collections.Immutable;
using Lichen.Core.Footprints;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Learning;

namespace Lichen.Exploration.Running;

/// <summary>What a campaign needs before anything is computed: the space read, the rules applied, the engines found.</summary>
public sealed record Preparation(
    CampaignSpec Spec,
    PoolReading Space,
    ImmutableArray<Rung> Rungs,
    Meter Meter
)
{
    // Made when a model first asks; a copy with another seed or budget shares them.
    private readonly Lazy<Features> _features = new(() => FeatureMaker.Of(Space.Pool, Environment.ProcessorCount));

    public Pool Pool => Space.Pool;

    /// <summary>What the surrogate sees of the pool.</summary>
    public Features Features => _features.Value;

    /// <summary>True when every rung is a table: then the clock is simulated and the archive is left alone.</summary>
    public bool IsReplay => Spec.Ladder.All(rung => rung.Engine == "table");

    public Purse Purse => new(Spec.Budget, Meter, Spec.Limits.MemoryGigabytes * 1e9);

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
            throw new CampaignException($"grid: region '{region}' is not in the table; nearest are {string.Join(", ", nearest)}");
        }

        var power = PowerModel.For(processor, spec.Grid.Pue);
        return new Preparation(spec, space, rungs, new Meter(power, grid, spec.Grid.MoneyPerCoreHour));
    }

    /// <summary>
    /// The smallest budget that pays for one calculation of a typical molecule at the objective's level with what it needs
    /// first, as a message; null when the budget is large enough.
    /// </summary>
    public string? BudgetProblem()
    {
        var path = Rungs[^1].GeometryRung is { } below ? new[] { Rungs[below], Rungs[^1] } : [Rungs[^1]];
        var needed = path.Sum(rung => new CostModel(rung.CostPrior).Predict(Pool.TypicalAtoms).Quantile(Purse.Tight));
        var share = Purse.ShareOf(needed);
        if (Spec.Budget.WallSeconds is { } wall)
        {
            share = Math.Max(share, needed / wall);
        }

        return share <= 1
            ? null
            : $"the budget does not pay for one calculation at {Rungs[^1].LevelText}, which may take {needed:0.#} core-seconds; "
                + $"the smallest sensible budget is {Math.Ceiling(10 * share) / 10:0.0} times as large";
    }
}
