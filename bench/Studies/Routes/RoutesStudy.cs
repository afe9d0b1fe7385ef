using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lichen.Chemistry;
using Lichen.Chemistry.Reactions;
using Lichen.Chemistry.Routes;
using Lichen.Studies.MoleculeNet;

namespace Lichen.Studies.Routes;

/// <summary>How often, and how soon, a route is found: to products made here, and to molecules that others made.</summary>
internal static class RoutesStudy
{
    private const string Header =
        "set,made_in_steps,smiles,status,steps,depth,shortest,price_class,expansions,molecules,refuted,cpu_seconds,seconds";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var folder, ..])
        {
            Console.Error.WriteLine("routes needs the folder that holds building-blocks and moleculenet");
            return Task.FromResult(2);
        }

        var count = Number(arguments, "--each", 100);
        var seed = Number(arguments, "--seed", 1);
        var limits = new RouteLimits(
            Number(arguments, "--steps", 6),
            Number(arguments, "--expansions", 1000),
            TimeSpan.FromSeconds(Number(arguments, "--seconds", 60))
        );
        var templates = Option(arguments, "--templates");
        using var library = templates is null ? ReactionLibrary.Robust() : ReactionLibrary.Read(templates);
        var loaded = Stopwatch.GetTimestamp();
        var stock = Stock.Read(Path.Combine(folder, "building-blocks", "reactants_by_functional_group.csv.gz"));
        var loading = Stopwatch.GetElapsedTime(loaded).TotalSeconds;
        Target[] targets =
        [
            .. new HiddenProducts(library, stock, seed).Take(count),
            .. Others(Path.Combine(folder, "moleculenet"), count, seed),
        ];
        // Without what making the products has learned.
        var search = new RouteSearch(library, stock, TimeProvider.System);
        var rows = new List<(Target Target, RouteOutcome Outcome, double Cpu)>();
        foreach (var target in targets)
        {
            var cpu = Environment.CpuUsage.TotalTime;
            var outcome = search.Find(target.Smiles, limits, CancellationToken.None);
            rows.Add((target, outcome, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds));
            Console.WriteLine(Row(rows[^1]));
        }

        Write(rows, library, stock, limits, seed, loading);
        return Task.FromResult(0);
    }

    private static IEnumerable<Target> Others(string folder, int count, int seed)
    {
        string[] all =
        [
            .. Table
                .All.SelectMany(table => Table.Read(folder, table.Name, table.Column).Smiles)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        new Random(seed).Shuffle(all);
        return all.Take(count).Select(smiles => new Target("moleculenet", smiles, 0));
    }

    private static string Row((Target Target, RouteOutcome Outcome, double Cpu) row)
    {
        var (target, outcome, cpu) = row;
        var route = outcome.Route;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Set},{target.Steps},{target.Smiles},{outcome.Status},{route?.Steps},{route?.Depth},{route?.IsShortest},{route?.PriceClass},{outcome.Expansions},{outcome.Molecules},{outcome.Refuted},{cpu:0.###},{outcome.Time.TotalSeconds:0.###}"
        );
    }

    private static void Write(
        List<(Target Target, RouteOutcome Outcome, double Cpu)> rows,
        ReactionLibrary library,
        Stock stock,
        RouteLimits limits,
        int seed,
        double loading
    )
    {
        var folder = Path.Combine(Repository.Folder, "bench", "Studies", "Routes");
        File.WriteAllLines(Path.Combine(folder, "results.csv"), rows.Select(Row).Prepend(Header));
        var summary = new
        {
            commit = Repository.Commit,
            rdkit = Rdkit.Version,
            seed,
            reactions = library.Templates.Count,
            reversible = library.Templates.Count(template => template.IsReversible),
            stock = stock.Count,
            stock_rejected = stock.Rejected,
            stock_loading_seconds = loading,
            most_steps = limits.Steps,
            most_expansions = limits.Expansions,
            most_seconds = limits.Time.TotalSeconds,
            sets = rows.GroupBy(row => (row.Target.Set, Steps: 0))
                .Concat(rows.Where(row => row.Target.Steps > 0).GroupBy(row => (row.Target.Set, row.Target.Steps)))
                .Select(group => new
                {
                    set = group.Key.Set,
                    made_in_steps = group.Key.Steps == 0 ? "any" : $"{group.Key.Steps}",
                    targets = group.Count(),
                    solved = Share(group, RouteStatus.Solved),
                    not_solved = Share(group, RouteStatus.NotSolved),
                    unknown = Share(group, RouteStatus.Unknown),
                    shortest_of_solved = group
                        .Where(row => row.Outcome.Route is not null)
                        .Select(row => row.Outcome.Route!.IsShortest ? 1.0 : 0.0)
                        .DefaultIfEmpty()
                        .Average(),
                    median_steps = Median(
                        group
                            .Where(row => row.Outcome.Route is not null)
                            .Select(row => (double)row.Outcome.Route!.Steps)
                    ),
                    median_expansions = Median(group.Select(row => (double)row.Outcome.Expansions)),
                    refuted_steps = group.Sum(row => row.Outcome.Refuted),
                    median_cpu_seconds = Median(group.Select(row => row.Cpu)),
                    mean_cpu_seconds = group.Average(row => row.Cpu),
                    median_seconds = Median(group.Select(row => row.Outcome.Time.TotalSeconds)),
                }),
            median_cpu_seconds = Median(rows.Select(row => row.Cpu)),
            median_seconds = Median(rows.Select(row => row.Outcome.Time.TotalSeconds)),
        };
        var text = JsonSerializer.Serialize(summary, Indented) + "\n";
        File.WriteAllText(Path.Combine(folder, "summary.json"), text);
        Console.Write(text);

        static double Share(IEnumerable<(Target, RouteOutcome Outcome, double)> group, RouteStatus status) =>
            group.Average(row => row.Outcome.Status == status ? 1.0 : 0.0);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static int Number(string[] arguments, string name, int otherwise) =>
        Option(arguments, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string? Option(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;
}
