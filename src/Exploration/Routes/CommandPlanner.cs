using Lichen.Chemistry;
using Lichen.Chemistry.Routes;
using Lichen.Compute.Commands;
using Lichen.Core.Calculations;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Routes;

/// <summary>The user's own program in place of the search.</summary>
/// <param name="stock">Absolute path of what can be bought, or null.</param>
/// <param name="memoryBytes">Memory at which it is stopped.</param>
internal sealed class CommandPlanner(RoutePlanner planner, RouteSpec spec, string? stock, double memoryBytes)
    : IRoutePlanner
{
    public string Identity => planner.Identity;

    public async Task<RouteAnswer> FindAsync(string smiles, double seconds, CancellationToken cancellationToken)
    {
        var limits = new ResourceLimits(
            TimeSpan.FromSeconds(seconds),
            TimeSpan.FromSeconds(Purse.WallLimit(seconds)),
            (long)memoryBytes
        );
        var folder = Directory.CreateTempSubdirectory("lichen-route-").FullName;
        try
        {
            var reply = await planner
                .FindAsync(smiles, spec.Steps, stock, limits, folder, cancellationToken)
                .ConfigureAwait(false);
            return AnswerOf(smiles, reply);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static RouteAnswer AnswerOf(string smiles, RouteReply reply)
    {
        if (reply.Solved is not true)
        {
            var status = reply.Solved is null ? RouteStatus.Unknown : RouteStatus.NotSolved;
            var reason =
                reply.Reason.Length > 0 ? reply.Reason
                : reply.Solved is null ? "the planner does not know"
                : "the planner found none";
            return new RouteAnswer(status, reason, null, null, reply.Counts, reply.Usage);
        }

        var precursors = new List<RouteTree>();
        foreach (var precursor in reply.Precursors)
        {
            using var molecule = Molecule.Parse(precursor).Molecule;
            if (molecule is null)
            {
                return new RouteAnswer(
                    RouteStatus.Unknown,
                    $"the planner's precursor '{precursor}' is no molecule",
                    null,
                    null,
                    false,
                    reply.Usage
                );
            }

            precursors.Add(RouteTree.Bought(molecule.CanonicalSmiles, null, null));
        }

        var steps = reply.Steps!.Value;
        var words = steps == 1 ? "1 step" : $"{steps} steps";
        return new RouteAnswer(
            RouteStatus.Solved,
            reply.Reason.Length > 0 ? reply.Reason : words,
            steps,
            steps == 0
                ? RouteTree.Bought(smiles, null, null)
                : new RouteTree(smiles, $"{words} by the planner", [.. precursors], null, null, null),
            true,
            reply.Usage
        );
    }
}
