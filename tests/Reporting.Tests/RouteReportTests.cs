using System.Collections.Immutable;
using Lichen.Chemistry.Routes;
using Lichen.Exploration.Results;
using Lichen.Exploration.Routes;
using Lichen.Exploration.Specification;
using Lichen.Reporting.Html;

namespace Lichen.Reporting.Tests;

public sealed class RouteReportTests
{
    [Fact]
    public void Each_hit_has_its_route_drawn_and_what_is_unknown_is_said_so()
    {
        var result = WithRoutes();
        var page = HtmlReport.Of(result, [], []);
        Assert.Contains("How the hits can be made", page, StringComparison.Ordinal);
        Assert.Contains("1 step; price class low", page, StringComparison.Ordinal);
        Assert.Contains("<title>amide &lt;made&gt;</title>", page, StringComparison.Ordinal);
        Assert.Contains("Bought: acid &amp; co (CC(=O)O), CN", page, StringComparison.Ordinal);
        Assert.Contains("unknown (1000 molecules were taken apart, the most allowed)", page, StringComparison.Ordinal);
        Assert.Contains("1 solved, 1 not solved, 1 unknown of 3 asked", page, StringComparison.Ordinal);
        Assert.Contains("A route is required of hits: 1 molecule was left out", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_molecule_without_the_route_that_it_needs_is_no_hit()
    {
        var result = WithRoutes();
        var barred = result.Molecules.Single(molecule => molecule.Route is { Bars: true });
        Assert.DoesNotContain(CampaignAnswer.Of(result).Hits, hit => hit.Candidate.Id == barred.Candidate.Id);
    }

    [Fact]
    public void The_table_and_the_terminal_say_status_and_steps()
    {
        var result = WithRoutes();
        var table = MoleculeTable.Of(result);
        var columns = table.Columns.Select(column => column.Name).ToList();
        var rows = table.Rows.Take(3).ToArray();
        Assert.Equal(["solved", "unknown", "not solved"], rows.Select(row => row[columns.IndexOf("route_status")]));
        Assert.Equal([1, null, null], rows.Select(row => row[columns.IndexOf("route_steps")]));
        Assert.Equal("amide <made>: CC(=O)O (acid & co) + CN", rows[0][columns.IndexOf("route")]);
        Assert.Equal("low", rows[0][columns.IndexOf("route_price_class")]);
        var text = ConsoleSummary.Of(result, [], "");
        Assert.Contains("1 step", text, StringComparison.Ordinal);
        Assert.Contains("route unknown", text, StringComparison.Ordinal);
        Assert.Contains("  routes    1 solved, 1 not solved, 1 unknown of 3 asked; ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_steps_are_told_from_the_first_to_the_last()
    {
        var acid = new RouteTree("CC(=O)O", null, [], "acid", null, PriceClass.Low);
        var made = new RouteTree("CC(=O)NC", "amide", [acid, Bought("CN")], null, null, null);
        var target = new RouteTree("CC(=S)NC", "thionation", [made], null, null, null);
        var molecule = WithRoutes().Molecules[0];
        molecule = molecule with { Route = molecule.Route! with { Tree = target, Steps = 2 } };
        Assert.Equal("amide: CC(=O)O (acid) + CN to CC(=O)NC; thionation: CC(=O)NC", RouteWords.OnOneLine(molecule));
        Assert.Equal("2 steps", RouteWords.Short(molecule.Route));
    }

    [Fact]
    public void A_campaign_that_does_not_ask_says_nothing_of_routes()
    {
        var result = Campaigns.TwoRungs();
        Assert.DoesNotContain("How the hits", HtmlReport.Of(result, [], []), StringComparison.Ordinal);
        Assert.DoesNotContain(
            MoleculeTable.Of(result).Columns,
            column => column.Name.StartsWith("route", StringComparison.Ordinal)
        );
    }

    private static RouteTree Bought(string smiles) => new(smiles, null, [], null, null, PriceClass.Low);

    // The first hit has a route, that of the second is unknown, and the third is none for want of one.
    private static CampaignResult WithRoutes()
    {
        var result = Campaigns.TwoRungs();
        var ranked = result.Molecules.OrderBy(molecule => molecule.Rank).ToImmutableArray();
        var tree = new RouteTree(
            ranked[0].Candidate.Smiles,
            "amide <made>",
            [new RouteTree("CC(=O)O", null, [], "acid & co", null, PriceClass.Low), Bought("CN")],
            null,
            null,
            null
        );
        return result with
        {
            Spec = result.Spec with
            {
                Routes = new RouteSpec(RouteNeed.Hits, "stock.smi", "robust", 6, 1000, 10, 120, 0, null),
            },
            Routes = new RouteSummary("62 reactions", 1, 1, 1, 0, 1, 0, Campaigns.Cost(0.75), 120),
            Molecules =
            [
                ranked[0] with
                {
                    Route = new MoleculeRoute(RouteStatus.Solved, "1 step", 1, tree, true, false),
                },
                ranked[1] with
                {
                    Route = new MoleculeRoute(
                        RouteStatus.Unknown,
                        "1000 molecules were taken apart, the most allowed",
                        null,
                        null,
                        true,
                        false
                    ),
                },
                ranked[2] with
                {
                    Route = new MoleculeRoute(RouteStatus.NotSolved, "none", null, null, true, true),
                },
                .. ranked.Skip(3),
            ],
        };
    }
}
