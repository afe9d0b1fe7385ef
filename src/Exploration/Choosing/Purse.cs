using Lichen.Core.Budgets;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;

namespace Lichen.Exploration.Choosing;

/// <summary>
/// Decides whether a calculation can still be paid, and at which CPU time it must be stopped so that the budget holds
/// in every currency even if everything that runs takes all that is reserved for it.
/// </summary>
public sealed class Purse
{
    // A calculation is reserved twice what one in a thousand would exceed if costs were log-normal, for their tails are
    // longer: two in a thousand optimisations of the dyes study took more than that quantile. When less is left, it may still
    // start if nineteen in twenty would finish.
    private const double Generous = 0.999;
    private const double Margin = 2;
    public const double Tight = 0.95;

    // CPU seconds: starting programs takes a part of it that does not depend on the molecule, and stopping one some more.
    private const double LeastLimit = 0.5;

    /// <summary>CPU seconds of a limit that a calculation cannot use: stopping what goes on beyond it takes about so long.</summary>
    public const double Slack = 0.06;

    private const int FewestOutcomes = 3;
    private const double PartForUnknown = 0.25;

    private readonly Budget _budget;
    private readonly Meter _meter;
    private readonly double _memoryBytes;
    private readonly double _longestSeconds;

    /// <param name="memoryLimitBytes">Memory at which a calculation is stopped.</param>
    /// <param name="longestSeconds">Elapsed time at which a calculation is stopped.</param>
    public Purse(Budget budget, Meter meter, double memoryLimitBytes, double longestSeconds = 3600)
    {
        _longestSeconds = longestSeconds;
        _budget = budget;
        _meter = meter;
        _memoryBytes = memoryLimitBytes;
    }

    /// <summary>The most a calculation can cost that is stopped at this CPU time.</summary>
    public Amount Bound(double cpuLimitSeconds) =>
        Amount.Of(
            _meter.Bound(
                new ResourceUsage(cpuLimitSeconds, WallLimit(cpuLimitSeconds), (long)_memoryBytes, CostBasis.Modelled)
            )
        );

    /// <summary>Elapsed time at which a calculation with this CPU limit is stopped; room for a machine that is shared.</summary>
    public static double WallLimit(double cpuLimitSeconds) => 5 + (4 * cpuLimitSeconds);

    /// <summary>CPU seconds that can still be reserved for one calculation.</summary>
    public double Affordable(CampaignState state)
    {
        var committed = Amount.Of(state.Spent) + state.Reserved;
        var unit = Bound(1);
        var fixedPart = Bound(0);
        var most = double.PositiveInfinity;
        Consider(_budget.CoreSeconds, committed.CoreSeconds, fixedPart.CoreSeconds, unit.CoreSeconds);
        Consider(
            _budget.EnergyKilowattHours,
            committed.EnergyKilowattHours,
            fixedPart.EnergyKilowattHours,
            unit.EnergyKilowattHours
        );
        Consider(_budget.GramsCo2e, committed.GramsCo2e, fixedPart.GramsCo2e, unit.GramsCo2e);
        Consider(_budget.Money, committed.Money, fixedPart.Money, unit.Money);
        if (_budget.WallSeconds is { } wall)
        {
            most = Math.Min(most, wall - state.Clock);
        }

        return Math.Max(0, most);

        // Costs are linear in the CPU limit: a fixed part (memory held while waiting) and a part per second.
        void Consider(double? limit, double spent, double atZero, double atOne)
        {
            if (limit is { } allowed && atOne > atZero)
            {
                most = Math.Min(most, (allowed - spent - atZero) / (atOne - atZero));
            }
        }
    }

    /// <summary>True while the count of calculations at a rung allows one more.</summary>
    public bool CountAllows(CampaignState state, Rung rung) =>
        !_budget.Counts.TryGetValue(rung.LevelText, out var most) || state.StartedAt(rung.Index) < most;

    /// <summary>The number of calculations that the budget allows at a rung, or null when it is not counted.</summary>
    public int? CountLimit(Rung rung) => _budget.Counts.TryGetValue(rung.LevelText, out var most) ? most : null;

    /// <summary>The share of the scarcest currency that a calculation of so many CPU seconds takes; 0 without a limit.</summary>
    public double ShareOf(double coreSeconds) => Bound(coreSeconds).ShareOf(_budget);

    /// <summary>The CPU limit to start with, or null when too little is left for a fair chance to finish.</summary>
    public double? CpuLimit(CostModel model, MoleculeSize size, double affordable) =>
        CpuLimit(
            model.Predict(size),
            affordable,
            // A guess may be wrong by any factor: the first calculations get what a user allows one, up to a part of the budget.
            model.Count < FewestOutcomes
                ? Math.Min(_longestSeconds, PartForUnknown * affordable)
                : 0
        );

    /// <param name="patience">CPU seconds to wait at least, where they can be paid.</param>
    internal static double? CpuLimit(CostPrediction cost, double affordable, double patience = 0)
    {
        var generous = Math.Max(Margin * cost.Quantile(Generous), Math.Max(patience, LeastLimit));
        return generous <= affordable ? generous
            : cost.Quantile(Tight) + Slack <= affordable ? affordable
            : null;
    }
}
