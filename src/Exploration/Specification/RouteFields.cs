using System.Collections.Immutable;
using Lichen.Chemistry.Reactions;
using Lichen.Chemistry.Routes;

namespace Lichen.Exploration.Specification;

internal static class RouteFields
{
    private const int MostSteps = 30;
    private const int MostExpansions = 1_000_000;
    private const double UsualBudgetSeconds = 120;

    private static readonly Field<RouteSpec, RouteNeed> Required = new Field<RouteSpec, RouteNeed>(
        "required",
        new WordKind<RouteNeed>(("none", RouteNeed.None), ("hits", RouteNeed.Hits)),
        routes => routes.Required,
        "Hits: a molecule for which there is no route within the limits is no hit and is not computed at the objective's "
            + "level; one whose route is unknown may be. None: only the hits are looked into, at the end."
    ).Default(RouteNeed.None);

    private static readonly Field<RouteSpec, string?> Stock = new Field<RouteSpec, string?>(
        "stock",
        Or.AbsentText(new TextKind("a file of molecules that can be bought")),
        routes => routes.Stock,
        "File of what can be bought: a SMILES and a name on each line, or a table with the columns smiles and, on request, "
            + "price. Left out where building_blocks make the space, or a command knows its own."
    ).Default(null);

    private static readonly Field<RouteSpec, string> Templates = new Field<RouteSpec, string>(
        "templates",
        new TextKind("robust, or a file of reaction templates"),
        routes => routes.Templates,
        "Reactions: robust, those that come with Lichen, or a file of your own: .json, or a reaction SMARTS and a name on "
            + "each line."
    ).Default(ReactionLibrary.RobustName);

    private static readonly Field<RouteSpec, int> Steps = new Field<RouteSpec, int>(
        "steps",
        new IntegerKind("a whole number of steps from 1 to 30, such as 6", 1, MostSteps),
        routes => routes.Steps,
        "Most reactions in a route, those of all its branches together."
    ).Default(RouteLimits.Default.Steps);

    private static readonly Field<RouteSpec, int> Expansions = new Field<RouteSpec, int>(
        "expansions",
        new IntegerKind("a whole number of molecules from 1 to 1000000, such as 1000", 1, MostExpansions),
        routes => routes.Expansions,
        "Most molecules taken apart in the search for one route."
    ).Default(RouteLimits.Default.Expansions);

    private static readonly Field<RouteSpec, double> Time = new Field<RouteSpec, double>(
        "time",
        new QuantityKind(Dimension.Time),
        routes => routes.Seconds,
        "Longest search for one molecule. One that ends by a limit says unknown, never no."
    ).Default(RouteLimits.Default.Time.TotalSeconds);

    private static readonly Field<RouteSpec, double> Budget = new Field<RouteSpec, double>(
        "budget",
        new QuantityKind(Dimension.CoreTime),
        routes => routes.BudgetSeconds,
        "CPU time of all searches together, beside the campaign's budget. When it is spent, routes are unknown."
    ).Default(UsualBudgetSeconds);

    private static readonly Field<RouteSpec, double?> StepPrice = new Field<RouteSpec, double?>(
        "step_price",
        Or.Word(new QuantityKind(Dimension.CoreTime), "none"),
        routes => routes.StepPriceSeconds == 0 ? null : routes.StepPriceSeconds,
        "How much dearer each step of its route makes a molecule when calculations are weighed against each other, such as "
            + "30 core-seconds; without a route it counts as one step more than allowed. Nothing of it is spent."
    ).Default(null);

    private static readonly Field<PlannerSpec, ImmutableArray<string>> Program = new(
        "program",
        new ListKind<string>(
            new TextKind("a program or one of its arguments"),
            "a program and its arguments, such as [python3, my_planner.py]",
            unique: false
        ),
        planner => planner.Program,
        "Program and its arguments; it gets JSON with a SMILES on standard input and gives JSON back. No shell reads this."
    );

    private static readonly Field<PlannerSpec, string> Version = new(
        "version",
        new TextKind("the version of the program, such as '1.0'"),
        planner => planner.Version,
        "Version of the program: answers of another version are never taken for its own."
    );

    private static readonly Section<PlannerSpec> Planner = new(
        "a command",
        [Program, Version],
        values => new PlannerSpec(values.Of(Program), values.Of(Version))
    );

    private static readonly Field<RouteSpec, PlannerSpec?> Command = new Field<RouteSpec, PlannerSpec?>(
        "command",
        Or.AbsentText(Planner),
        routes => routes.Planner,
        "Your own route planner in place of the search."
    ).Default(null);

    public static readonly Section<RouteSpec> Section = new(
        "routes",
        [Required, Stock, Templates, Steps, Expansions, Time, Budget, StepPrice, Command],
        values => new RouteSpec(
            values.Of(Required),
            values.Of(Stock),
            values.Of(Templates),
            values.Of(Steps),
            values.Of(Expansions),
            values.Of(Time),
            values.Of(Budget),
            values.Of(StepPrice) ?? 0,
            values.Of(Command)
        )
    );
}
