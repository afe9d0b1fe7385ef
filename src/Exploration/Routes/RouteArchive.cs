using System.Collections.Immutable;
using Lichen.Chemistry.Routes;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;
using Lichen.Storage;

namespace Lichen.Exploration.Routes;

/// <summary>Answers of route searches in the archive, among all other outcomes.</summary>
/// <remarks>
/// A success has the values <c>route_solved</c> (1 or 0) and, where there is a route, <c>route_steps</c>; the route itself
/// stands as JSON in the settings of its provenance. A search that ended by a limit did not converge; one that ended by the
/// clock, or a planner that failed, may say otherwise another time and is no answer.
/// </remarks>
internal static class RouteArchive
{
    public static readonly Property Solved = Property.Declared("route_solved", "1");
    public static readonly Property Steps = Property.Declared("route_steps", "1");

    private const string ByLimits = "route_limits";

    public static Outcome ToOutcome(RouteAnswer answer, string planner)
    {
        var made = new Provenance("routes", planner, answer.Tree?.ToJson() ?? answer.Reason, "");
        var values = ImmutableSortedDictionary<string, double>.Empty;
        return answer.Status switch
        {
            RouteStatus.Solved => new Computed(
                values.Add(Solved.Name, 1).Add(Steps.Name, answer.Steps!.Value),
                null,
                answer.Usage,
                made
            ),
            RouteStatus.NotSolved => new Computed(values.Add(Solved.Name, 0), null, answer.Usage, made),
            RouteStatus.Refused => new Failed(FailureKind.Input, "input", answer.Reason, answer.Usage, made),
            _ => new Failed(
                answer.Repeats ? FailureKind.Convergence : FailureKind.Transient,
                ByLimits,
                answer.Reason,
                answer.Usage,
                made
            ),
        };
    }

    /// <summary>What the archive knows, with what it cost whoever paid; null where it must be searched.</summary>
    public static (RouteAnswer Answer, string PaidBy, Footprint Cost)? Find(Archive archive, Calculation search) =>
        (archive.TryGet(search.Key) ?? archive.TryGetFailure(search.Key)) is { } known
        && OfOutcome(known.Outcome, search.Candidate) is { } answer
            ? (answer, known.Run, known.Footprint)
            : null;

    private static RouteAnswer? OfOutcome(Outcome outcome, Candidate candidate)
    {
        var settings = outcome.Provenance.Settings;
        switch (outcome)
        {
            case Failed failed:
                var status = failed.Kind == FailureKind.Input ? RouteStatus.Refused : RouteStatus.Unknown;
                return new RouteAnswer(status, failed.Reason, null, null, true, failed.Usage);
            case Computed computed when computed.Values.GetValueOrDefault(Solved.Name) == 0:
                return new RouteAnswer(RouteStatus.NotSolved, settings, null, null, true, computed.Usage);
            case Computed computed:
                var tree = RouteTree.OfJson(settings);
                var steps = (int)computed.Values.GetValueOrDefault(Steps.Name);
                var words =
                    steps == 0 ? "it is in stock"
                    : steps == 1 ? "1 step"
                    : $"{steps} steps";
                return tree?.Smiles == candidate.Smiles
                    ? new RouteAnswer(RouteStatus.Solved, words, steps, tree, true, computed.Usage)
                    : null;
            default:
                return null;
        }
    }
}
