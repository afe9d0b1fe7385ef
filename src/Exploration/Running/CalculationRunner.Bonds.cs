using System.Globalization;
using Lichen.Chemistry;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;

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

        var folder = Path.Combine(workFolder, assignment.Decision.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        var policy = PolicyOf(assignment);
        var parts = 0;
        try
        {
            var dissociation = new DissociationRun(
                candidate,
                assignment.Rung,
                policy.ToString(),
                archive,
                OfPart,
                async (of, level, wanted, start, spent) =>
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

                    var left = Left(assignment, preparation.Then(spent).Then(before));
                    if (left <= 0)
                    {
                        return new Failed(
                            FailureKind.Resources,
                            Rung.MoreTime,
                            $"parts before it took the {assignment.CpuLimitSeconds:0.##} CPU seconds reserved",
                            before,
                            OwnProvenance()
                        );
                    }

                    var place = Directory.CreateDirectory(Path.Combine(folder, $"{++parts}")).FullName;
                    var outcome = await assignment
                        .Rung.Engine.RunAsync(
                            new CalculationRequest(
                                of,
                                level,
                                wanted,
                                start,
                                Topology.Of(of.Smiles).Bonds,
                                Limits(left),
                                place,
                                assignment.Cure
                            ),
                            cancellationToken
                        )
                        .ConfigureAwait(false);
                    Directory.Delete(place, recursive: true);
                    return outcome with { Usage = before.Then(outcome.Usage) };
                }
            );
            var whole = await dissociation.RunAsync(geometry!).ConfigureAwait(false);
            return whole with { Usage = preparation.Then(whole.Usage) };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Left(Assignment assignment, ResourceUsage spent) =>
        assignment.CpuLimitSeconds - spent.CpuSeconds - GuardSlack;
}
