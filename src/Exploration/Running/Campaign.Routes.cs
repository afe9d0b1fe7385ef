using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Routes;

namespace Lichen.Exploration.Running;

/// <summary>Asks how molecules can be made before dear calculations of them are bought, and of the hits.</summary>
public sealed partial class Campaign
{
    // A search that ends sooner finds nothing worth its reservation.
    private const double ShortestSearch = 0.05;

    // Kept of the budget for the hits: what is listed in the end should have its answer.
    private const double KeptForHits = 0.2;

    private RouteDesk? _desk;

    private void OpenDesk() =>
        _desk = _parts.Routes?.Planner is { } planner
            ? new RouteDesk(planner, waits: _workplace is SimulatedWorkplace, _ending)
            : null;

    // What was asked when the process died: answered and archived, or to be asked again.
    private void TakeUpRoutes()
    {
        foreach (var (candidate, asked) in State.Routes.Asked.ToList())
        {
            if (_desk is null)
            {
                throw new CampaignException(
                    "the journal asks for routes, which this campaign has nothing to search with"
                );
            }

            if (!TakeArchivedRoute(candidate))
            {
                _desk.Ask(candidate, asked.Smiles, asked.CpuLimitSeconds);
            }
        }
    }

    // A choice at the objective's level waits for its route, and others are chosen meanwhile.
    private RouteWait WaitFor(Choice choice)
    {
        var top = _parts.Rungs[^1];
        var isDear =
            choice is { Purpose: Purpose.Explore } && choice.Rung == top.Index
            || choice is { Purpose: Purpose.Geometry } && choice.Rung == top.GeometryRung;
        if (!isDear || _parts.Spec.Routes is not { AsksBeforeBuying: true } || IsAnswered(choice.Candidate))
        {
            return RouteWait.None;
        }

        return State.Routes.Asked.Count > _parts.Workers ? RouteWait.Full
            : Ask(choice.Candidate, RoutePurpose.Buy) ? RouteWait.Asked
            : RouteWait.None;
    }

    // True when something was asked or is known now that was not: the hits may be others then.
    private bool AskForHits()
    {
        var news = false;
        if (_desk is not null)
        {
            foreach (var candidate in _parts.Listed().Where(candidate => !IsAnswered(candidate)))
            {
                news |= Ask(candidate, RoutePurpose.Hit);
            }
        }

        return news;
    }

    // A product of a reaction space has its route by birth.
    private bool IsAnswered(int candidate) =>
        _desk is null
        || _parts.Pool[candidate].Route is not null
        || State.Routes.Of(candidate) is not null
        || State.Routes.Asked.ContainsKey(candidate);

    // False when the budget of routes does not pay for the search.
    private bool Ask(int candidate, RoutePurpose purpose)
    {
        if (TakeArchivedRoute(candidate))
        {
            return true;
        }

        var routes = _parts.Spec.Routes!;
        var allowed = routes.BudgetSeconds * (purpose == RoutePurpose.Hit ? 1 : 1 - KeptForHits);
        var left = allowed - State.Routes.Cost.Usage.CpuSeconds - State.Routes.ReservedSeconds;
        var seconds = Math.Min(routes.Seconds, left);
        if (seconds < Math.Min(ShortestSearch, routes.Seconds))
        {
            return false;
        }

        var molecule = _parts.Pool[candidate];
        Append(new RouteAsked(Now, molecule.Row, molecule.Id, molecule.Smiles, purpose, seconds));
        _desk!.Ask(candidate, molecule.Smiles, seconds);
        return true;
    }

    private bool TakeArchivedRoute(int candidate)
    {
        if (
            _parts.Archive is not { } archive
            || RouteArchive.Find(archive, _parts.Routes!.SearchFor(_parts.Pool[candidate]))
                is not
                (var answer, var by, var cost)
        )
        {
            return false;
        }

        // Paid by this run, and lost from its journal with the process that searched.
        var own = by == _parts.Run;
        Append(RoutedOf(candidate, answer, own ? cost : Footprint.Nothing, fromArchive: !own));
        return true;
    }

    // True when an answer was taken in.
    private bool TakeRoutes()
    {
        var taken = false;
        while (_desk?.Take() is var (candidate, answer))
        {
            var cost = _parts.Meter.Of(answer.Usage);
            if (answer.Repeats)
            {
                // The archive first, as for calculations: what is in the journal must be found again.
                _parts.Archive?.Put(
                    new ArchivedOutcome(
                        _parts.Routes!.SearchFor(_parts.Pool[candidate]),
                        RouteArchive.ToOutcome(answer, _desk.Planner),
                        cost,
                        _parts.Run,
                        0,
                        _parts.Time.GetUtcNow()
                    )
                );
            }

            Append(RoutedOf(candidate, answer, cost, fromArchive: false));
            taken = true;
        }

        return taken;
    }

    private Routed RoutedOf(int candidate, RouteAnswer answer, Footprint cost, bool fromArchive)
    {
        var spec = _parts.Spec.Routes!;
        var isNo = answer.Status is Chemistry.Routes.RouteStatus.NotSolved;
        return new Routed(
            Now,
            _parts.Pool[candidate].Row,
            _desk!.Planner,
            answer.Status,
            answer.Reason,
            answer.Steps,
            answer.Tree,
            cost,
            fromArchive
        )
        {
            Bars = isNo && spec.Required == Specification.RouteNeed.Hits,
            PriceSeconds = isNo || answer.Steps is not null ? spec.PriceOf(answer.Steps) : 0,
        };
    }

    private enum RouteWait
    {
        /// <summary>Nothing is waited for.</summary>
        None,

        /// <summary>The route was asked for; something else may be chosen.</summary>
        Asked,

        /// <summary>So many are asked for that choosing waits for an answer.</summary>
        Full,
    }
}
