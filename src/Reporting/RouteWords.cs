using System.Collections.Immutable;
using System.Text;
using Lichen.Chemistry.Routes;
using Lichen.Exploration.Results;
using Lichen.Exploration.Routes;
using Lichen.Storage;

namespace Lichen.Reporting;

/// <summary>Routes in words, in columns and in the terminal.</summary>
internal static class RouteWords
{
    private static readonly ImmutableArray<TableColumn> Asked =
    [
        new("route_status", ColumnType.Text, "", "solved, not solved within the limits, or unknown"),
        new("route_steps", ColumnType.Whole, "", "reactions of the route, those of all branches; 0 is in stock"),
        new("route_price_class", ColumnType.Text, "", "the dearest class among what is bought: low, middle or high"),
    ];

    /// <summary>Columns of the table of molecules; none where nothing is known of routes.</summary>
    public static IEnumerable<TableColumn> Columns(CampaignResult result) =>
        [
            .. MoleculeTable.HasRoutes(result) || result.Routes is not null
                ? [new TableColumn("route", ColumnType.Text, "", "reactions and what is bought that make it")]
                : Array.Empty<TableColumn>(),
            .. result.Routes is null ? [] : Asked,
        ];

    /// <summary>The cells of these columns.</summary>
    public static IEnumerable<object?> Cells(CampaignResult result, MoleculeResult molecule)
    {
        if (MoleculeTable.HasRoutes(result) || result.Routes is not null)
        {
            yield return OnOneLine(molecule);
        }

        if (result.Routes is not null)
        {
            yield return molecule.Route?.InWords;
            yield return molecule.Route?.Steps;
            yield return molecule.Route?.PriceClass is { } price ? Word(price) : null;
        }
    }

    /// <summary>How a molecule is made, the first reaction first; null where no route is known.</summary>
    public static string? OnOneLine(MoleculeResult molecule) =>
        molecule.Candidate.Route ?? (molecule.Route?.Tree is { } tree ? OnOneLine(tree) : null);

    /// <summary>2 steps, in stock, no route or unknown.</summary>
    public static string Short(MoleculeRoute? route) =>
        route switch
        {
            { Status: RouteStatus.Solved, Steps: 0 } => "in stock",
            { Status: RouteStatus.Solved, Steps: 1 } => "1 step",
            { Status: RouteStatus.Solved, Steps: { } steps } => $"{steps} steps",
            { Status: RouteStatus.NotSolved } => "no route",
            _ => "route unknown",
        };

    /// <summary>What was asked and answered, in a sentence without its end.</summary>
    public static string Summary(RouteSummary routes)
    {
        var asked =
            routes.Searched == 0
                ? "nothing was searched"
                : $"{Quantities.Count(routes.Solved)} solved, {Quantities.Count(routes.NotSolved)} not solved, "
                    + $"{Quantities.Count(routes.Unknown)} unknown of {Quantities.Count(routes.Searched)} asked";
        var born = routes.ByBirth > 0 ? $"; {Quantities.Count(routes.ByBirth)} candidates have a route by birth" : "";
        var archived = routes.FromArchive > 0 ? $"; {Quantities.Count(routes.FromArchive)} from the archive" : "";
        return asked + born + archived;
    }

    public static string Word(PriceClass price) => price.ToString().ToLowerInvariant();

    private static string OnOneLine(RouteTree tree)
    {
        if (tree.Reaction is null)
        {
            return $"in stock{(tree.StockName is { } name ? $" as {name}" : "")}";
        }

        var text = new StringBuilder();
        Add(text, tree, last: true);
        return text.ToString();
    }

    private static void Add(StringBuilder text, RouteTree tree, bool last)
    {
        foreach (var precursor in tree.Precursors.Where(precursor => precursor.Reaction is not null))
        {
            Add(text, precursor, last: false);
        }

        text.Append(tree.Reaction)
            .Append(": ")
            .AppendJoin(
                " + ",
                tree.Precursors.Select(precursor =>
                    precursor.StockName is { } name ? $"{precursor.Smiles} ({name})" : precursor.Smiles
                )
            )
            .Append(last ? "" : $" to {tree.Smiles}; ");
    }
}
