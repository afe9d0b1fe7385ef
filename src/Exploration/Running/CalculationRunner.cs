using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Lichen.Chemistry;
using Lichen.Compute.Engines;
using Lichen.Compute.Metering;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Storage;

namespace Lichen.Exploration.Running;

/// <summary>Does one calculation here: makes or finds the start geometry, gives the engine a folder of its own, adds up the cost.</summary>
public sealed partial class CalculationRunner(
    Pool pool,
    IReadOnlyList<Rung> rungs,
    CampaignSpec spec,
    Archive archive,
    string run,
    string workFolder,
    TimeProvider time,
    Meter meter,
    EnergyShare? energy
)
{
    private readonly ConcurrentDictionary<int, Lock> _building = new();

    // The guard looks every few milliseconds when a limit is near, and stopping takes a moment: kept back, so that what is
    // reserved is never overrun.
    private const double GuardSlack = Purse.Slack;

    private double _inProcessCpuSeconds;

    /// <summary>Meters of graphics cards, shared out; null where there are none, and their energy is modelled.</summary>
    public GraphicsShare? Cards { get; init; }

    /// <summary>CPU seconds of chemistry that ran inside this process.</summary>
    public double InProcessCpuSeconds => Volatile.Read(ref _inProcessCpuSeconds);

    public async Task<Done> RunAsync(Assignment assignment, CancellationToken cancellationToken)
    {
        var before = energy?.Read();
        var onCards = assignment.Rung.GraphicsWatts > 0 ? Cards?.Begin() : null;
        double? cardJoules;
        Outcome outcome;
        try
        {
            outcome = await OutcomeAsync(assignment, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            cardJoules = onCards is { } begun ? Cards!.End(begun) : null;
        }

        var graphics = cardJoules is { } joules
            ? new GraphicsEnergy(joules, CostBasis.Measured)
            : GraphicsEnergy.Modelled(assignment.Rung.GraphicsWatts, outcome.Usage);
        return new Done(outcome, new DrawnEnergy(energy?.ShareSince(before!, outcome.Usage.CpuSeconds), graphics));
    }

    private async Task<Outcome> OutcomeAsync(Assignment assignment, CancellationToken cancellationToken)
    {
        var candidate = pool[assignment.Candidate];
        var rung = assignment.Rung;
        if (rung.Engine.Refusal(candidate, rung.Level) is { } refusal)
        {
            return new Failed(
                FailureKind.Input,
                FailureCodes.OutsideDomain,
                refusal,
                ResourceUsage.Nothing,
                OwnProvenance()
            );
        }

        if (ConformerRun.Serves(rung))
        {
            return await OverConformersAsync(assignment, candidate, cancellationToken).ConfigureAwait(false);
        }

        if (DissociationRun.Serves(rung))
        {
            return await OfWeakestBondAsync(assignment, candidate, cancellationToken).ConfigureAwait(false);
        }

        var (geometry, bonds, preparation, failure) = StartGeometry(assignment);
        if (failure is not null)
        {
            return failure;
        }

        return await InFolderAsync(
                assignment,
                async folder =>
                {
                    var request = new PartRequest(candidate, Asked(rung), rung.Wanted, geometry, bonds);
                    var outcome = await PartAsync(assignment, rung, request, preparation, folder, cancellationToken)
                        .ConfigureAwait(false);
                    return outcome with { Usage = preparation.Then(outcome.Usage) };
                }
            )
            .ConfigureAwait(false);
    }

    private ResourceLimits Limits(double cpuSeconds) =>
        new(
            TimeSpan.FromSeconds(cpuSeconds),
            TimeSpan.FromSeconds(Math.Min(spec.Limits.WallSeconds, Choosing.Purse.WallLimit(cpuSeconds))),
            (long)(spec.Limits.MemoryGigabytes * 1e9)
        );

    private (Geometry? Geometry, IReadOnlyList<(int, int)> Bonds, ResourceUsage Usage, Failed? Failure) StartGeometry(
        Assignment assignment
    )
    {
        var (candidate, rung) = (pool[assignment.Candidate], assignment.Rung);
        switch (rung.Offer.Geometry)
        {
            case GeometryNeed.None:
                return (null, [], ResourceUsage.Nothing, null);
            case GeometryNeed.LowerLevel:
                var below = rungs[rung.GeometryRung!.Value];
                var second = new SecondOpinion(assignment.Second.GeometryIsOne, false);
                var key = CampaignParts.CalculationOf(spec, candidate, below, second).Key;
                return archive.TryGet(key)?.Outcome is Computed { Geometry: { } relaxed }
                    ? (relaxed, Topology.Of(candidate.Smiles).Bonds, ResourceUsage.Nothing, null)
                    : (
                        null,
                        [],
                        ResourceUsage.Nothing,
                        new Failed(
                            // Of the archive, not of the molecule: it must not stand there as never again.
                            FailureKind.Transient,
                            "no_geometry",
                            $"the archive has no geometry of {candidate.Id} at {below.LevelText}",
                            ResourceUsage.Nothing,
                            OwnProvenance()
                        )
                    );
            default:
                // Two rungs of one molecule may need it at once: the second waits and finds it in the archive.
                lock (_building.GetOrAdd(candidate.Row, static _ => new Lock()))
                {
                    return ForceFieldGeometry(candidate, PolicyOf(assignment), assignment.CpuLimitSeconds);
                }
        }
    }

    // A second opinion starts elsewhere: another conformer leads to the same minimum, or to another. A single point must stay
    // where it is.
    private ConformerSpec PolicyOf(Assignment assignment) =>
        assignment.Second.GeometryIsOne || (assignment.Second.IsOne && assignment.Rung.Level.Optimises)
            ? spec.Conformers with
            {
                Seed = spec.Conformers.Seed + 1,
            }
            : spec.Conformers;

    // The conformer is a calculation like any other: made once, kept in the archive, paid by whoever needed it first.
    private (Geometry?, IReadOnlyList<(int, int)>, ResourceUsage, Failed?) ForceFieldGeometry(
        Candidate candidate,
        ConformerSpec conformers,
        double cpuLimitSeconds
    )
    {
        var level = new LevelOfTheory(LevelOfTheory.ForceFieldGeometry, null, null, null);
        var engine = $"rdkit {Rdkit.Version}";
        var calculation = new Calculation(candidate, level, conformers.ToString(), engine);
        if (archive.TryGet(calculation.Key)?.Outcome is Computed { Geometry: { } known })
        {
            return (known, Topology.Of(candidate.Smiles).Bonds, ResourceUsage.Nothing, null);
        }

        var started = time.GetTimestamp();
        var built = Conformers.Build(
            candidate.Smiles,
            conformers.StartCount,
            conformers.Seed,
            TimeSpan.FromSeconds(Math.Min(60, Math.Max(GuardSlack, cpuLimitSeconds - GuardSlack)))
        );
        var usage = new ResourceUsage(
            built.CpuTime.TotalSeconds,
            time.GetElapsedTime(started).TotalSeconds,
            0,
            CostBasis.Measured
        );
        AddInProcess(built.CpuTime.TotalSeconds);
        switch (built)
        {
            case ConformerOutcome.Failed failed:
                var failure = new Failed(
                    KindOf(failed.Failure),
                    CodeOf(failed.Failure),
                    failed.Reason,
                    usage,
                    Made(conformers, "MMFF94")
                );
                return (null, [], usage, failure);
            case ConformerOutcome.Built structure:
                var outcome = new Computed(
                    ImmutableSortedDictionary<string, double>.Empty.Add(
                        Property.ForceFieldEnergy.Name,
                        structure.EnergyKcalPerMole
                    ),
                    structure.Geometry,
                    usage,
                    Made(conformers, structure.ForceField)
                );
                archive.Put(new ArchivedOutcome(calculation, outcome, meter.Of(usage), run, 0, time.GetUtcNow()));
                return (structure.Geometry, structure.Topology.Bonds, usage, null);
            default:
                throw new UnreachableException();
        }
    }

    private static Provenance Made(ConformerSpec conformers, string forceField) =>
        new("RDKit", Rdkit.Version, $"{conformers}; relaxed with {forceField}", "");

    private static FailureKind KindOf(ConformerFailure failure) =>
        failure == ConformerFailure.Time ? FailureKind.Resources : FailureKind.Input;

    private static string CodeOf(ConformerFailure failure) =>
        failure switch
        {
            ConformerFailure.Input => "input",
            ConformerFailure.Embedding => "embedding",
            ConformerFailure.ForceField => "force_field",
            ConformerFailure.Convergence => "force_field_not_converged",
            ConformerFailure.Time => Rung.MoreTime,
            _ => throw new UnreachableException(),
        };

    private void AddInProcess(double seconds)
    {
        double before;
        do
        {
            before = Volatile.Read(ref _inProcessCpuSeconds);
        } while (Interlocked.CompareExchange(ref _inProcessCpuSeconds, before + seconds, before) != before);
    }

    private static Provenance OwnProvenance() =>
        new("Lichen", typeof(CalculationRunner).Assembly.GetName().Version!.ToString(3), "", "");
}
