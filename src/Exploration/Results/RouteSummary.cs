using System.Collections.Immutable;
using Lichen.Chemistry.Routes;
using Lichen.Core.Footprints;
using Lichen.Exploration.Running;

namespace Lichen.Exploration.Results;

/// <summary>What a campaign asked of routes, and what came of it.</summary>
/// <param name="Planner">What answered, in words.</param>
/// <param name="Solved">Candidates that a search found a route to.</param>
/// <param name="NotSolved">Those that have none within the limits.</param>
/// <param name="Unknown">Those whose search ended by a limit or failed.</param>
/// <param name="ByBirth">Candidates whose route is known by birth: they are made by reactions.</param>
/// <param name="Barred">Those that are no hits for want of a route.</param>
/// <param name="FromArchive">Answers that the archive had.</param>
/// <param name="Cost">What the searches of this campaign cost.</param>
/// <param name="BudgetSeconds">CPU seconds that they were allowed.</param>
public sealed record RouteSummary(
    string Planner,
    int Solved,
    int NotSolved,
    int Unknown,
    int ByBirth,
    int Barred,
    int FromArchive,
    Footprint Cost,
    double BudgetSeconds
)
{
    public int Searched => Solved + NotSolved + Unknown;

    internal static RouteSummary? Of(CampaignParts parts)
    {
        if (parts is not { Routes: { } source, Spec.Routes: { } spec })
        {
            return null;
        }

        var known = parts.State.Routes.Known.Values.ToImmutableArray();
        return new RouteSummary(
            source.InWords,
            known.Count(routed => routed.Status == RouteStatus.Solved),
            known.Count(routed => routed.Status == RouteStatus.NotSolved),
            known.Count(routed => routed.Status is RouteStatus.Unknown or RouteStatus.Refused),
            parts.Pool.Candidates.Count(candidate => candidate.Route is not null),
            known.Count(routed => routed.Bars),
            known.Count(routed => routed.FromArchive),
            parts.State.Routes.Cost,
            spec.BudgetSeconds
        );
    }
}
