using System.Collections.Immutable;
using Lichen.Chemistry;
using Lichen.Chemistry.Routes;
using Lichen.Exploration.Results;

namespace Lichen.Reporting.Html;

/// <summary>How the hits can be made: each route drawn, and what is not known said so.</summary>
internal static class RouteSection
{
    private const int MostDrawn = 12;

    public static Markup Of(CampaignResult result, CampaignAnswer answer)
    {
        if (result.Routes is not { } routes || answer.Hits.IsEmpty)
        {
            return Markup.Empty;
        }

        var solved = answer.Hits.Where(hit => hit.Route is { Tree: not null }).Take(MostDrawn).ToImmutableArray();
        var open = answer.Hits.Where(hit => hit.Route is not { Status: RouteStatus.Solved }).ToImmutableArray();
        var rest = open.IsEmpty
            ? Markup.Empty
            : Markup.Of($"<h3>Hits without a known route</h3>\n<ul>{Markup.Join(open.Select(Open))}</ul>\n");
        return Markup.Of(
            $"""
            <section>
            <h2>How the hits can be made</h2>
            <p class="lead">{Lead(result, routes)}</p>
            <div class="routes">
            {Markup.Join(solved.Select(Drawn))}</div>
            {rest}<p class="fine">{Origin(
                result
            )} A route is a suggestion: selectivity and protecting groups are not looked at here. The price class is guessed from size and stereocentres.</p>
            </section>
            """
        );
    }

    // What a program of the user's says is not checked here.
    private static Markup Origin(CampaignResult result) =>
        result.Spec.Routes?.Planner is not null
            ? Markup.Of($"Routes are as the planner gave them; their steps were not run forward.")
            : Markup.Of(
                $"Every step was run forward on its precursors and gave its product. Search: best-first on an and-or graph in the manner of <a href=\"https://arxiv.org/abs/2006.15820\">Retro*</a>."
            );

    private static string Lead(CampaignResult result, RouteSummary routes)
    {
        var cost =
            routes.Searched == 0
                ? ""
                : $" The searches took {Quantities.CoreTime(routes.Cost.Usage.CpuSeconds)} of the {Quantities.CoreTime(routes.BudgetSeconds)} that they were allowed.";
        var need =
            result.Spec.Routes?.Required == Exploration.Specification.RouteNeed.Hits && routes.Searched > 0
                ? $" A route is required of hits: {Quantities.Counted(routes.Barred, "molecule was", "molecules were")} left out for want of one."
                : "";
        return $"{PropertyWords.Capital(routes.Planner)}: {RouteWords.Summary(routes)}.{cost}{need}";
    }

    private static Markup Drawn(MoleculeResult hit)
    {
        var route = hit.Route!;
        var bought = string.Join(
            ", ",
            route.Leaves.Select(leaf => leaf.StockName is { } name ? $"{name} ({leaf.Smiles})" : leaf.Smiles)
        );
        var price = route.PriceClass is { } known ? $"; price class {RouteWords.Word(known)}" : "";
        return Markup.Of(
            $"""
            <figure class="route">
            <h3>{hit.Rank} · {hit.Candidate.Id}: {RouteWords.Short(route)}{price}</h3>
            {Drawing(route)}
            <figcaption>Bought: {bought}</figcaption>
            </figure>

            """
        );
    }

    private static Markup Drawing(MoleculeRoute route)
    {
        try
        {
            return Markup.Trusted(RouteDrawing.Svg(new Route(route.Tree!.ToNode(), IsShortest: false)));
        }
        catch (RdkitException)
        {
            // A planner of the user's may name what RDKit does not draw: its text is all there is to show.
            return Markup.Of($"<code>{string.Join(" + ", route.Leaves.Select(leaf => leaf.Smiles))}</code>");
        }
    }

    private static Markup Open(MoleculeResult hit) =>
        Markup.Of(
            $"<li><b>{hit.Rank}</b> {hit.Candidate.Id}: {hit.Route?.InWords ?? "unknown"} ({hit.Route?.Reason ?? "not searched"})</li>\n"
        );
}
