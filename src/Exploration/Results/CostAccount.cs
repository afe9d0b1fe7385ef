using System.Collections.Immutable;
using Lichen.Core.Budgets;
using Lichen.Core.Footprints;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;

namespace Lichen.Exploration.Results;

/// <summary>What was spent, row by row, and what computing everything would have cost.</summary>
internal static class CostAccount
{
    public static ImmutableArray<LedgerRow> Ledger(CampaignParts parts)
    {
        var decisions = parts.State.Decisions.ToDictionary(decided => decided.Decision);
        var chemistry = parts.State.FinishedInOrder.Select(finished =>
            Chemistry(
                decisions[finished.Decision],
                finished.FromArchive ? "archive"
                    : finished.Failure is null ? "computed"
                    : "failed",
                finished.Failure?.Code ?? "",
                finished.Cost
            )
        );
        var lost = parts.State.Interruptions.Select(interrupted =>
            Chemistry(decisions[interrupted.Decision], "interrupted", "", interrupted.Cost)
        );
        var own = parts.State.OwnWork.Select(work => new LedgerRow(
            0,
            "own work",
            "",
            "",
            "",
            "lichen",
            "own work",
            "",
            0,
            work.Cost
        ));
        var routes = parts.State.Routes.Known.Values.Select(routed => new LedgerRow(
            0,
            "route",
            parts.Pool[parts.State.IndexOf(routed.Row)].Id,
            parts.Pool[parts.State.IndexOf(routed.Row)].Smiles,
            "",
            routed.Planner,
            routed.FromArchive ? "archive" : MoleculeRoute.Word(routed.Status),
            "",
            0,
            routed.Cost
        ));
        return [.. chemistry, .. lost, .. routes, .. own];

        LedgerRow Chemistry(Decided decided, string outcome, string failure, Footprint cost) =>
            new(
                decided.Decision,
                "chemistry",
                decided.Id,
                decided.Smiles,
                decided.Level,
                parts.Rungs[parts.State.RungOf(decided.Level)].EngineVersion,
                outcome,
                failure,
                decided.ExpectedCoreSeconds,
                cost
            );
    }

    // The sum over the pool of log-normal predictions; their common errors do not average out, so the interval is that of
    // the typical molecule scaled, narrowed by how many outcomes the cost model has seen.
    public static AvoidedComputation Avoided(CampaignParts parts)
    {
        var (expected, low, high, learned) = BruteForce.Of(parts.Pool, parts.Rungs, parts.State.PoolCostOf);
        var top = parts.Rungs[^1].Index;
        var drawn = parts.State.PoolCostOf(top) != parts.State.CostOf(top);
        var method =
            $"sum over the pool of the cost predicted from atoms and electrons, learned from {learned} calculations at "
            + $"{parts.Rungs[^1].LevelText}{(drawn ? " of molecules drawn to start" : "")}"
            + (
                parts.Rungs[^1].GeometryRung is { } below
                    ? $", geometries at {parts.Rungs[below].LevelText} included"
                    : ""
            );
        return new AvoidedComputation(
            parts.Pool.Count,
            InAllCurrencies(expected),
            InAllCurrencies(low),
            InAllCurrencies(high),
            method
        )
        {
            Funnel = BruteForce.OfFunnel(parts.Pool, parts.Rungs, parts.State.PoolCostOf) is { } funnel
                ? new FunnelCost(
                    InAllCurrencies(funnel.Expected),
                    InAllCurrencies(funnel.Low),
                    InAllCurrencies(funnel.High)
                )
                : null,
        };

        // Dearest at the top: what uses a card there uses it all the time.
        Amount InAllCurrencies(double seconds)
        {
            var peak = parts.State.Spent.Usage.PeakMemoryBytes;
            var usage = new ResourceUsage(seconds, seconds, peak, CostBasis.Modelled);
            var graphics = GraphicsEnergy.Modelled(parts.Rungs[^1].GraphicsWatts, usage);
            return Amount.Of(parts.Meter.Of(usage, new DrawnEnergy(null, graphics)));
        }
    }
}
