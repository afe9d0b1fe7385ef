using System.Collections.Immutable;

namespace Lichen.Exploration.Specification;

/// <summary>How a campaign asks whether its molecules can be made.</summary>
/// <param name="Required">What a route is required for.</param>
/// <param name="Stock">File of what can be bought; null where the space or a planner of the user's knows it.</param>
/// <param name="Templates">"robust", or a file of reaction templates.</param>
/// <param name="Steps">Most reactions in a route, those of all its branches together.</param>
/// <param name="Expansions">Most molecules taken apart in one search.</param>
/// <param name="Seconds">Longest search for one molecule, in CPU seconds.</param>
/// <param name="BudgetSeconds">CPU seconds of all searches together, beside the campaign's own budget.</param>
/// <param name="StepPriceSeconds">
/// CPU seconds that each step of a route adds to what a calculation is said to cost when it is weighed; 0 for none.
/// </param>
/// <param name="Planner">The user's own program in place of the search, or null.</param>
public sealed record RouteSpec(
    RouteNeed Required,
    string? Stock,
    string Templates,
    int Steps,
    int Expansions,
    double Seconds,
    double BudgetSeconds,
    double StepPriceSeconds,
    PlannerSpec? Planner
)
{
    /// <summary>True when a route is asked for before a molecule is computed at the objective's level.</summary>
    public bool AsksBeforeBuying => Required == RouteNeed.Hits || StepPriceSeconds > 0;

    /// <summary>What a route of so many steps adds to a price; one step more than allowed where there is none.</summary>
    public double PriceOf(int? steps) => StepPriceSeconds * (steps ?? Steps + 1);
}

/// <summary>What a route is required for.</summary>
public enum RouteNeed
{
    /// <summary>Nothing: the hits are looked into at the end, for the report.</summary>
    None,

    /// <summary>A molecule without a route within the limits is no hit, and is not computed at the objective's level.</summary>
    Hits,
}

/// <summary>A user's own route planner: SMILES in, JSON out.</summary>
/// <param name="Program">Program and its arguments; never given to a shell.</param>
/// <param name="Version">Version that enters the archive's keys.</param>
public sealed record PlannerSpec(ImmutableArray<string> Program, string Version);
