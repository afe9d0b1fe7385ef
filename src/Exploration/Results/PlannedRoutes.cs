using Lichen.Exploration.Running;

namespace Lichen.Exploration.Results;

/// <summary>What a campaign's searches for routes may take, before anything runs.</summary>
/// <param name="Planner">What answers, in words.</param>
/// <param name="Required">True when they are asked before molecules are computed at the objective's level.</param>
/// <param name="ByBirth">Candidates whose route is known by birth.</param>
/// <param name="BudgetSeconds">CPU seconds of all of them together.</param>
/// <param name="ShareOfBudget">The same as a share of what the campaign's budget pays for; null without one.</param>
/// <param name="Fewest">Searches that the budget pays for if each takes all it may; null where nothing is searched.</param>
public sealed record PlannedRoutes(
    string Planner,
    bool Required,
    int ByBirth,
    double BudgetSeconds,
    double? ShareOfBudget,
    int? Fewest
)
{
    /// <param name="budgetSeconds">CPU seconds that the campaign's budget pays for, or null without one.</param>
    internal static PlannedRoutes? Of(Preparation preparation, double? budgetSeconds) =>
        preparation is not { Routes: { } source, Spec.Routes: { } spec }
            ? null
            : new PlannedRoutes(
                source.InWords,
                spec.AsksBeforeBuying,
                preparation.Pool.Candidates.Count(candidate => candidate.Route is not null),
                source.Planner is null ? 0 : spec.BudgetSeconds,
                source.Planner is null || budgetSeconds is not > 0 ? null : spec.BudgetSeconds / budgetSeconds,
                source.Planner is null ? null : (int)Math.Min(int.MaxValue, spec.BudgetSeconds / spec.Seconds)
            );
}
