using System.Globalization;
using Lichen.Chemistry;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;

namespace Lichen.Exploration.Running;

public sealed partial class CalculationRunner
{
    // What a part took is booked with the whole, and once.
    private ArchivedOutcome OfPart(Calculation calculation, Outcome outcome) =>
        new(calculation, outcome, meter.Of(ResourceUsage.Nothing), run, 0, time.GetUtcNow());

    // A level over conformers is one calculation: its limits and its cost are those of all parts together.
    private async Task<Outcome> OverConformersAsync(
        Assignment assignment,
        Candidate candidate,
        CancellationToken cancellationToken
    )
    {
        var folder = Path.Combine(workFolder, assignment.Decision.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        var bonds = Topology.Of(candidate.Smiles).Bonds;
        var policy = PolicyOf(assignment);
        var parts = 0;
        try
        {
            var conformers = new ConformerRun(
                candidate,
                rungs,
                policy,
                archive,
                OfPart,
                async (rung, level, wanted, start, spent) =>
                {
                    var left = assignment.CpuLimitSeconds - spent.CpuSeconds - GuardSlack;
                    if (left <= 0)
                    {
                        return new Failed(
                            FailureKind.Resources,
                            Rung.MoreTime,
                            $"conformers before it took the {assignment.CpuLimitSeconds:0.##} CPU seconds reserved",
                            ResourceUsage.Nothing,
                            OwnProvenance()
                        );
                    }

                    var place = Directory.CreateDirectory(Path.Combine(folder, $"{++parts}")).FullName;
                    var outcome = await rung
                        .Engine.RunAsync(
                            new CalculationRequest(
                                candidate,
                                level,
                                wanted,
                                start,
                                bonds,
                                Limits(left),
                                place,
                                rung == assignment.Rung ? assignment.Cure : null
                            ),
                            cancellationToken
                        )
                        .ConfigureAwait(false);
                    if (rung.Engine is PotentialEngine)
                    {
                        AddInProcess(outcome.Usage.CpuSeconds);
                    }

                    Directory.Delete(place, recursive: true);
                    return outcome;
                }
            )
            {
                Embed = ensemble => Embedded(candidate, ensemble, policy.Seed, assignment.CpuLimitSeconds),
                Explain = failed => new Failed(
                    KindOf(failed.Failure),
                    CodeOf(failed.Failure),
                    failed.Reason,
                    ResourceUsage.Nothing,
                    new Provenance("RDKit", Rdkit.Version, assignment.Rung.LevelText, "")
                ),
            };
            return await conformers.RunAsync(assignment.Rung).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private (EnsembleOutcome, ResourceUsage) Embedded(
        Candidate candidate,
        ConformerEnsemble ensemble,
        ulong seed,
        double cpuLimitSeconds
    )
    {
        var started = time.GetTimestamp();
        var outcome = Ensembles.Build(
            candidate.Smiles,
            ensemble.Count,
            seed,
            TimeSpan.FromSeconds(Math.Max(GuardSlack, cpuLimitSeconds - GuardSlack))
        );
        var seconds = outcome.CpuTime.TotalSeconds;
        AddInProcess(seconds);
        return (outcome, new ResourceUsage(seconds, time.GetElapsedTime(started).TotalSeconds, 0, CostBasis.Measured));
    }

    // Tables know whole levels; programs are asked for one conformer at a time.
    private static LevelOfTheory Asked(Rung rung) =>
        rung.Engine.Identity.Name == "table" ? rung.Level : EnsembleOffer.Asked(rung.Level);
}
