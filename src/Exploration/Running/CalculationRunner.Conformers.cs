using Lichen.Chemistry;
using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;

namespace Lichen.Exploration.Running;

public sealed partial class CalculationRunner
{
    // A level over conformers is one calculation: its limits and its cost are those of all parts together.
    private async Task<Outcome> OverConformersAsync(
        Assignment assignment,
        Candidate candidate,
        CancellationToken cancellationToken
    )
    {
        var bonds = Topology.Of(candidate.Smiles).Bonds;
        var policy = PolicyOf(assignment);
        return await InFolderAsync(
                assignment,
                folder =>
                    new ConformerRun(
                        candidate,
                        rungs,
                        policy,
                        archive,
                        OfPart,
                        (rung, level, wanted, start, spent) =>
                            PartAsync(
                                assignment,
                                rung,
                                new PartRequest(candidate, level, wanted, start, bonds),
                                spent,
                                folder,
                                cancellationToken
                            )
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
                    }.RunAsync(assignment.Rung)
            )
            .ConfigureAwait(false);
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
