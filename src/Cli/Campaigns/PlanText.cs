using System.Globalization;
using System.Text.Json;
using Lichen.Exploration.Results;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Spectre.Console;

namespace Lichen.Cli.Campaigns;

/// <summary>A plan for people and for programs.</summary>
internal static class PlanText
{
    public static void Write(Terminal terminal, CampaignReading reading, CampaignPlan plan)
    {
        var spec = reading.Spec!;
        var output = terminal.Output;
        output.WriteLine($"{spec.Name}: {spec.WishesInWords}");
        output.WriteLine($"  space   {plan.Rejects}");
        if (plan.MeetStructure is { } meet)
        {
            output.WriteLine($"  wishes  {meet:N0} of them meet the constraints on the structure");
        }

        foreach (var note in reading.Notes)
        {
            output.WriteLine($"  note    {note.Path}: {note.Text}");
        }

        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns(
            "level",
            "engine",
            "in archive",
            "core-seconds each (5 to 95 %)",
            "price from",
            "calculations expected"
        );
        foreach (var column in table.Columns)
        {
            column.NoWrap();
        }

        foreach (var rung in plan.Rungs)
        {
            table.AddRow(
                Markup.Escape(rung.Level),
                Markup.Escape(rung.Engine),
                $"{rung.Archived:N0}",
                $"{Number(rung.MeanCoreSeconds)} ({Number(rung.LowCoreSeconds)} to {Number(rung.HighCoreSeconds)})",
                rung.LearnedFrom == 0 ? "assumed" : $"{rung.LearnedFrom:N0} outcomes",
                $"{rung.Expected:N0} ({rung.Fewest:N0} to {rung.Most:N0})"
            );
        }

        terminal.Write(table);
        output.WriteLine(
            $"  brute force at {spec.Objective.Level}: {Time(plan.BruteForceCoreSeconds)} "
                + $"({Time(plan.BruteForceLow)} to {Time(plan.BruteForceHigh)})"
        );
        // One currency is told below.
        foreach (var limit in plan.Limits.Where(_ => plan.Limits.Length > 1))
        {
            output.WriteLine(
                $"  budget  {Number(limit.Limit)} {limit.Unit} of {limit.Currency}: "
                    + (
                        double.IsInfinity(limit.CoreSeconds)
                            ? "calculations take none of it"
                            : $"pays for at least {Time(limit.CoreSeconds)}{(limit.Binds ? "; binds" : "")}"
                    )
            );
        }

        if (plan.Routes is { } routes)
        {
            output.WriteLine("  routes  " + RoutesInWords(routes));
        }

        foreach (var warning in plan.Warnings)
        {
            output.WriteLine("  warning " + warning);
        }

        output.WriteLine(
            plan.BudgetCoreSeconds is { } seconds
                ? $"  budget pays for about {Time(seconds)}: {seconds / plan.BruteForceCoreSeconds:P1} of that; "
                    + $"{plan.Binding} binds. The split over levels is assumed to be even."
                : "  no limit in core time, energy, emissions, money or wall time"
        );
        output.WriteLine(plan.Problem is { } problem ? "  cannot run: " + problem : "  can run");
    }

    public static void WriteJson(TextWriter output, CampaignPlan plan) =>
        output.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    rows_read = plan.Rejects.RowsRead,
                    candidates = plan.Rejects.Candidates,
                    further_stereoisomers = plan.Rejects.FurtherIsomers,
                    other_tautomers = plan.Rejects.Tautomers,
                    refused = plan.Rejects.Counts.ToDictionary(pair => pair.Key.Code(), pair => pair.Value),
                    rungs = plan.Rungs.Select(rung => new
                    {
                        level = rung.Level,
                        engine = rung.Engine,
                        in_archive = rung.Archived,
                        price_from_outcomes = rung.LearnedFrom,
                        core_seconds_each = rung.MeanCoreSeconds,
                        core_seconds_each_low = rung.LowCoreSeconds,
                        core_seconds_each_high = rung.HighCoreSeconds,
                        calculations_expected = rung.Expected,
                        calculations_fewest = rung.Fewest,
                        calculations_most = rung.Most,
                    }),
                    brute_force_core_seconds = plan.BruteForceCoreSeconds,
                    brute_force_core_seconds_low = plan.BruteForceLow,
                    brute_force_core_seconds_high = plan.BruteForceHigh,
                    budget_core_seconds = plan.BudgetCoreSeconds,
                    binding_currency = plan.Binding,
                    limits = plan.Limits.Select(limit => new
                    {
                        currency = limit.Currency,
                        limit = limit.Limit,
                        unit = limit.Unit,
                        pays_core_seconds = double.IsInfinity(limit.CoreSeconds) ? (double?)null : limit.CoreSeconds,
                        binds = limit.Binds,
                    }),
                    routes = plan.Routes is not { } routes
                        ? null
                        : new
                        {
                            planner = routes.Planner,
                            required = routes.Required,
                            by_birth = routes.ByBirth,
                            budget_core_seconds = routes.BudgetSeconds,
                            share_of_budget = routes.ShareOfBudget,
                            fewest_searches = routes.Fewest,
                        },
                    warnings = plan.Warnings,
                    problem = plan.Problem,
                },
                Json.Indented
            )
        );

    private static string RoutesInWords(PlannedRoutes routes)
    {
        var asked = routes.Required
            ? "before a molecule is computed at the objective's level, and of hits"
            : "of the hits, at the end";
        var share = routes.ShareOfBudget is { } part ? $", {part:P0} of the budget and beside it" : "";
        return routes.Fewest is { } fewest
            ? $"{routes.Planner}; asked {asked}. At most {Time(routes.BudgetSeconds)}{share}: "
                + $"at least {fewest:N0} searches, more where they are short"
            : $"{routes.Planner}; nothing is searched";
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Time(double seconds) =>
        seconds switch
        {
            < 120 => $"{Number(seconds)} core-seconds",
            < 7200 => $"{Number(seconds / 60)} core-minutes",
            _ => $"{Number(seconds / 3600)} core-hours",
        };
}
