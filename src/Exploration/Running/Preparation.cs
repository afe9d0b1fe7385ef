using System.Collections.Immutable;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Running;

/// <summary>What a campaign needs before anything is computed: the space read, the rules applied, the engines found.</summary>
/// <param name="GridText">Grid intensity with its source and date, in words.</param>
public sealed record Preparation(
    CampaignSpec Spec,
    SpaceReading Space,
    ImmutableArray<Rung> Rungs,
    Meter Meter,
    string GridText
)
{
    public Pool Pool => Space.Pool;

    /// <summary>True when every rung is a table: then the clock is simulated and the archive is left alone.</summary>
    public bool IsReplay => Spec.Ladder.All(rung => rung.Engine == "table");

    public Purse Purse => new(Spec.Budget, Meter, Spec.Limits.MemoryGigabytes * 1e9);

    /// <summary>Molecules that the objective's engine refuses leave the pool before anything is paid for them.</summary>
    public static Preparation Make(CampaignSpec spec, SpaceReading space, ImmutableArray<Rung> rungs, PowerModel power)
    {
        var intensity = GridIntensity.For(spec.Grid.Region, spec.Grid.GramsPerKilowattHour);
        return new Preparation(
            spec,
            space,
            rungs,
            new Meter(power, intensity.GramsPerKilowattHour, spec.Grid.Pue, spec.Grid.MoneyPerCoreHour),
            intensity.Text
        );
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
