using System.Collections.Immutable;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Storage;

namespace Lichen.Exploration.Results;

/// <summary>What a campaign is expected to do with its budget, before anything runs.</summary>
/// <param name="Binding">The currency of the budget that runs out first, or null without a budget.</param>
/// <param name="BruteForceCoreSeconds">Expected cost of the whole pool at the objective's level.</param>
/// <param name="BruteForceLow">The same, 5 % quantile.</param>
/// <param name="BruteForceHigh">The same, 95 % quantile.</param>
/// <param name="BudgetCoreSeconds">CPU seconds that the budget pays for in its scarcest currency, or null.</param>
/// <param name="Problem">Why it cannot run, or null.</param>
public sealed record CampaignPlan(
    RejectsSummary Rejects,
    ImmutableArray<PlannedRung> Rungs,
    string? Binding,
    double? BudgetCoreSeconds,
    double BruteForceCoreSeconds,
    double BruteForceLow,
    double BruteForceHigh,
    string? Problem
)
{
    /// <summary>Every limit of the budget, the one that binds marked.</summary>
    public ImmutableArray<PlannedLimit> Limits { get; init; } = [];

    /// <summary>Candidates that meet the constraints on the structure; null without such constraints.</summary>
    public int? MeetStructure { get; init; }

    /// <summary>What searches for routes may take; null where none are asked for.</summary>
    public PlannedRoutes? Routes { get; init; }

    /// <summary>What looks wrong about the ladder or the stock but does not stop it.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>
    /// Plans from the space, the engines and what the archive knows of prices. How the strategy will split the budget over
    /// levels is not known beforehand: an even split over those that inform the objective is assumed.
    /// </summary>
    /// <param name="archive">Outcomes that cost nothing and teach the price, or null when there are none.</param>
    public static CampaignPlan Make(Preparation preparation, Archive? archive)
    {
        var (pool, rungs) = (preparation.Pool, preparation.Rungs);
        var costs = rungs.Select(rung => CostOf(rung, archive)).ToArray();
        var known = rungs.Select(rung => Archived(preparation, rung, archive)).ToArray();
        var purse = preparation.Purse;
        var perSecond = purse.ShareOf(1);
        double? seconds = perSecond > 0 ? 1 / perSecond : null;
        if (preparation.Spec.Budget.WallSeconds is { } wall)
        {
            seconds = Math.Min(seconds ?? double.PositiveInfinity, wall * preparation.Spec.Workers);
        }

        var planned = ImmutableArray.CreateBuilder<PlannedRung>();
        var left = seconds ?? double.PositiveInfinity;
        var informing = rungs.Count(rung => rung.ModelIndex is not null);
        foreach (var rung in rungs)
        {
            var typical = costs[rung.Index].Predict(pool.TypicalSize);
            var share =
                rung.ModelIndex is null || rung.Index == rungs.Length - 1
                    ? left
                    : left / Math.Max(1, informing - planned.Count);
            var most = Math.Min(pool.Count - known[rung.Index], purse.CountLimit(rung) ?? int.MaxValue);
            var mean = pool.Candidates.Average(candidate => costs[rung.Index].Predict(MoleculeSize.Of(candidate)).Mean);
            var spread = Math.Exp(1.645 * typical.LogDeviation / Math.Sqrt(1 + costs[rung.Index].Count));
            planned.Add(
                new PlannedRung(
                    rung.LevelText,
                    rung.EngineVersion,
                    known[rung.Index],
                    costs[rung.Index].Count,
                    mean,
                    typical.Quantile(0.05),
                    typical.Quantile(0.95),
                    Bounded(share / mean),
                    Bounded(share / mean / spread),
                    Bounded(share / mean * spread)
                )
            );
            left -= double.IsInfinity(left) ? 0 : Math.Min(share, planned[^1].Expected * mean);

            int Bounded(double count) => (int)Math.Min(most, Math.Floor(count));
        }

        var brute = BruteForce.Of(pool, rungs, rung => costs[rung]);
        var limits = PlannedLimit.Of(preparation);
        return new CampaignPlan(
            preparation.Space.Rejects,
            planned.ToImmutable(),
            limits.FirstOrDefault(limit => limit.Binds)?.Currency
                ?? (preparation.Spec.Budget.Counts.Count > 0 ? "number of calculations" : null),
            seconds,
            brute.Expected,
            brute.Low,
            brute.High,
            preparation.WishProblem() ?? preparation.BudgetProblem()
        )
        {
            Limits = limits,
            MeetStructure = preparation.StructureConstraints is { IsEmpty: false, Kept: var kept } ? kept : null,
            Routes = PlannedRoutes.Of(preparation, seconds),
            Warnings =
            [
                .. LadderOrder.Warnings(rungs, [.. planned.Select(rung => rung.MeanCoreSeconds)]),
                .. preparation.Routes?.Warning is { } stock ? [stock] : Array.Empty<string>(),
            ],
        };
    }

    private static CostModel CostOf(Rung rung, Archive? archive)
    {
        var model = new CostModel(rung.CostPrior);
        foreach (var outcome in archive?.Read(rung.LevelText, rung.EngineVersion) ?? [])
        {
            if (outcome.Outcome is Computed && outcome.Footprint.Usage.CpuSeconds > 0)
            {
                model.Add(MoleculeSize.Of(outcome.Calculation.Candidate), outcome.Footprint.Usage.CpuSeconds);
            }
        }

        return model;
    }

    private static int Archived(Preparation preparation, Rung rung, Archive? archive)
    {
        if (archive is null)
        {
            return 0;
        }

        return preparation.Pool.Candidates.Count(candidate =>
            archive.TryGet(CampaignParts.CalculationOf(preparation.Spec, candidate, rung).Key) is not null
        );
    }
}

/// <summary>What is planned at one rung.</summary>
/// <param name="Archived">Candidates whose outcome the archive already has: free.</param>
/// <param name="LearnedFrom">Archived outcomes that the cost was learned from; 0 means it is assumed.</param>
/// <param name="MeanCoreSeconds">Expected cost of one calculation, averaged over the pool.</param>
/// <param name="LowCoreSeconds">5 % quantile for a typical molecule.</param>
/// <param name="HighCoreSeconds">95 % quantile for a typical molecule.</param>
/// <param name="Expected">Calculations expected within the budget.</param>
/// <param name="Fewest">The same if calculations are as dear as the interval allows.</param>
/// <param name="Most">The same if they are as cheap as the interval allows.</param>
public sealed record PlannedRung(
    string Level,
    string Engine,
    int Archived,
    int LearnedFrom,
    double MeanCoreSeconds,
    double LowCoreSeconds,
    double HighCoreSeconds,
    int Expected,
    int Fewest,
    int Most
);
