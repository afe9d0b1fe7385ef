using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lichen.Chemistry.Reactions;
using Lichen.Chemistry.Routes;
using Lichen.Compute.Commands;
using Lichen.Compute.Processes;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Routes;

/// <summary>What a campaign asks for routes, ready: reactions and stock read, or the user's planner found.</summary>
/// <param name="Planner">Null where nothing is searched: every product of a reaction space has its route by birth.</param>
/// <param name="Level">Stands for reactions, stock and limits in the archive's keys: route/HASH.</param>
/// <param name="StockRows">Rows that can be bought; null where the planner knows its own stock.</param>
/// <param name="InWords">What answers, for people.</param>
/// <param name="Warning">What is wrong with the stock but does not stop the campaign, or null.</param>
public sealed record RouteSource(
    IRoutePlanner? Planner,
    LevelOfTheory Level,
    int? StockRows,
    string InWords,
    string? Warning
) : IDisposable
{
    private const string Method = "route";
    private const int HashDigits = 16;

    private ReactionLibrary? Library { get; init; }

    /// <summary>Reads what the campaign names.</summary>
    /// <exception cref="CampaignException">A file is missing or wrong; the message names it and its first bad line.</exception>
    public static RouteSource Open(CampaignSpec spec, Guard guard, TimeProvider time)
    {
        var routes = spec.Routes!;
        if (routes.Planner is null && routes.Stock is null)
        {
            return new RouteSource(null, LevelOf(""), null, "products of reactions", null);
        }

        try
        {
            var stock = routes.Stock is { } file ? SpaceFile.Locate(file, spec.Folder) : null;
            return routes.Planner is { } planner
                ? OfCommand(spec, routes, planner, stock, guard)
                : OfSearch(spec, routes, stock!, time);
        }
        catch (Exception wrong) when (wrong is InvalidDataException or SpaceException or IOException)
        {
            throw new CampaignException($"routes: {wrong.Message}");
        }
    }

    /// <summary>CPU seconds of searches that ran inside this process.</summary>
    public double InProcessCpuSeconds => (Planner as OwnPlanner)?.CpuSeconds ?? 0;

    /// <summary>The search for a route to a candidate, as the archive knows it.</summary>
    public Calculation SearchFor(Candidate candidate) => new(candidate, Level, "none", Planner?.Identity ?? "by birth");

    public void Dispose() => Library?.Dispose();

    private static RouteSource OfSearch(CampaignSpec spec, RouteSpec routes, string stockFile, TimeProvider time)
    {
        var stock = Stock.Read(stockFile);
        var library =
            routes.Templates == ReactionLibrary.RobustName
                ? ReactionLibrary.Robust()
                : ReactionLibrary.Read(SpaceFile.Locate(routes.Templates, spec.Folder));
        var limits = new RouteLimits(routes.Steps, routes.Expansions, TimeSpan.FromSeconds(routes.Seconds));
        var search = new RouteSearch(library, stock, time);
        var reactions = string.Join('\n', library.Templates.Select(template => template.Name + '\t' + template.Smarts));
        var rows = stock.Count - stock.Rejected;
        return new RouteSource(
            new OwnPlanner(search, limits),
            LevelOf(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{reactions}\n{DigestOf(stockFile)}\n{routes.Steps}\n{routes.Expansions}\n{routes.Seconds}"
                )
            ),
            rows,
            $"{search.ReactionCount} reactions, {rows:N0} molecules in stock, at most {routes.Steps} steps",
            WarningOf(stock, routes.Stock!)
        )
        {
            Library = library,
        };
    }

    private static RouteSource OfCommand(
        CampaignSpec spec,
        RouteSpec routes,
        PlannerSpec planner,
        string? stockFile,
        Guard guard
    )
    {
        var stock = stockFile is null ? null : Stock.Read(stockFile);
        var command = new RoutePlanner(
            guard,
            EngineFactory.Resolve(spec, planner.Program[0]),
            [.. planner.Program.Skip(1).Select(argument => EngineFactory.FileOf(spec, argument))],
            planner.Version
        );
        return new RouteSource(
            new CommandPlanner(command, routes, stockFile, spec.Limits.MemoryGigabytes * 1e9),
            LevelOf(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(stockFile is null ? "" : DigestOf(stockFile))}\n{routes.Steps}\n{routes.Seconds}"
                )
            ),
            stock is null ? null : stock.Count - stock.Rejected,
            $"{command.Identity}, at most {routes.Steps} steps",
            stock is null ? null : WarningOf(stock, routes.Stock!)
        );
    }

    private static string? WarningOf(Stock stock, string file) =>
        stock.FirstRejected is { } first
            ? $"{file}:{first.Line}: '{first.Text}' is no molecule; {stock.Rejected:N0} of {stock.Count:N0} rows are left out"
            : null;

    private static LevelOfTheory LevelOf(string text) =>
        new(Method, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashDigits], null, null);

    private static string DigestOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
