using Lichen.Chemistry.Routes;
using Lichen.Exploration.Routes;
using Lichen.Exploration.Running;

namespace Lichen.Exploration.Results;

/// <summary>What a report says of how a molecule can be made.</summary>
/// <param name="Reason">Why, in words.</param>
/// <param name="Steps">Reactions, those of all branches; null without a route.</param>
/// <param name="Tree">The route; null without one.</param>
/// <param name="Searched">True when a search was asked for, or the route is known by birth.</param>
/// <param name="Bars">True when it is no hit for want of a route.</param>
public sealed record MoleculeRoute(
    RouteStatus Status,
    string Reason,
    int? Steps,
    RouteTree? Tree,
    bool Searched,
    bool Bars
)
{
    /// <summary>solved, not solved or unknown.</summary>
    public string InWords => Word(Status);

    /// <summary>The dearest class among what is bought; null without a route.</summary>
    public PriceClass? PriceClass => Leaves.Max(leaf => leaf.PriceClass);

    /// <summary>What is bought, each once, from left to right.</summary>
    public IEnumerable<RouteTree> Leaves => Tree is null ? [] : LeavesOf(Tree).DistinctBy(leaf => leaf.Smiles);

    /// <summary>What is known of a candidate; null where the campaign does not ask for routes.</summary>
    internal static MoleculeRoute? Of(CampaignParts parts, int candidate)
    {
        if (parts.Routes is null)
        {
            return null;
        }

        if (parts.Pool[candidate].Route is not null)
        {
            var born = parts.BirthOf(candidate);
            var steps = born is null ? 1 : StepsOf(born);
            return new MoleculeRoute(RouteStatus.Solved, "by birth", steps, born, true, false);
        }

        return parts.State.Routes.Of(candidate) is { } routed
            ? new MoleculeRoute(routed.Status, routed.Reason, routed.Steps, routed.Route, true, routed.Bars)
            : new MoleculeRoute(RouteStatus.Unknown, "not searched", null, null, false, false);
    }

    /// <summary>What is no molecule to the search has no answer either.</summary>
    internal static string Word(RouteStatus status) =>
        status switch
        {
            RouteStatus.Solved => "solved",
            RouteStatus.NotSolved => "not solved",
            _ => "unknown",
        };

    private static int StepsOf(RouteTree tree) => tree.Reaction is null ? 0 : 1 + tree.Precursors.Sum(StepsOf);

    private static IEnumerable<RouteTree> LeavesOf(RouteTree tree) =>
        tree.Reaction is null ? [tree] : tree.Precursors.SelectMany(LeavesOf);
}
