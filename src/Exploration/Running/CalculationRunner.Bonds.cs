using Lichen.Chemistry;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Exploration.Running;

public sealed partial class CalculationRunner
{
    // The molecule and what its bonds leave are one calculation: its limits and its cost are those of all parts together.
    private async Task<Outcome> OfWeakestBondAsync(
        Assignment assignment,
        Candidate candidate,
        CancellationToken cancellationToken
    )
    {
        var (geometry, _, preparation, failure) = StartGeometry(assignment);
        if (failure is not null)
        {
            return failure;
        }

        var policy = PolicyOf(assignment);
        return await InFolderAsync(
                assignment,
                async folder =>
                {
                    var whole = await new DissociationRun(
                        candidate,
                        assignment.Rung,
                        policy.ToString(),
                        archive,
                        OfPart,
                        (of, level, wanted, start, spent) => FragmentAsync(of, level, wanted, start, spent, folder)
                    )
                        .RunAsync(geometry!)
                        .ConfigureAwait(false);
                    return whole with { Usage = preparation.Then(whole.Usage) };
                }
            )
            .ConfigureAwait(false);

        async Task<Outcome> FragmentAsync(
            Candidate of,
            LevelOfTheory level,
            IReadOnlyList<Property> wanted,
            Geometry? start,
            ResourceUsage spent,
            string folder
        )
        {
            var before = ResourceUsage.Nothing;
            if (start is null)
            {
                (start, _, before, var unbuilt) = ForceFieldGeometry(
                    of,
                    policy,
                    Left(assignment, preparation.Then(spent))
                );
                if (unbuilt is not null)
                {
                    return unbuilt with { Usage = before };
                }
            }

            var request = new PartRequest(of, level, wanted, start, Topology.Of(of.Smiles).Bonds);
            var taken = preparation.Then(spent).Then(before);
            var outcome = await PartAsync(assignment, assignment.Rung, request, taken, folder, cancellationToken)
                .ConfigureAwait(false);
            return outcome with { Usage = before.Then(outcome.Usage) };
        }
    }
}
