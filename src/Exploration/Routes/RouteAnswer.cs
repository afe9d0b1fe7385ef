using Lichen.Chemistry.Routes;
using Lichen.Core.Footprints;

namespace Lichen.Exploration.Routes;

/// <summary>What a search for a route said, and what it took.</summary>
/// <param name="Reason">Why, in words.</param>
/// <param name="Steps">Reactions of the route; null without one.</param>
/// <param name="Tree">The route; null without one.</param>
/// <param name="Repeats">
/// True when the same question has the same answer: an unknown of limits that do not depend on the machine is such an answer,
/// one of time or of a program that failed is not.
/// </param>
public sealed record RouteAnswer(
    RouteStatus Status,
    string Reason,
    int? Steps,
    RouteTree? Tree,
    bool Repeats,
    ResourceUsage Usage
)
{
    /// <summary>The user's budget of routes does not pay for a search: nothing was done.</summary>
    public static RouteAnswer OutOfBudget { get; } =
        new(
            RouteStatus.Unknown,
            "the budget of routes does not pay for the search",
            null,
            null,
            false,
            ResourceUsage.Nothing
        );
}
