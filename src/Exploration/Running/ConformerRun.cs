using System.Collections.Immutable;
using Lichen.Chemistry;
using Lichen.Compute.Engines;
using Lichen.Core;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Numerics;
using Lichen.Core.Properties;
using Lichen.Exploration.Specification;
using Lichen.Storage;

namespace Lichen.Exploration.Running;

/// <summary>
/// One calculation over the conformers of a molecule. Each conformer's part is in the archive as soon as it is done: what
/// was killed or ran out of time goes on from there, and a level on the geometries of another finds them.
/// </summary>
/// <remarks>See docs/methods/conformers.md for the steps.</remarks>
/// <param name="part">Runs an engine at a level from a geometry, within what is left of the limits.</param>
internal sealed class ConformerRun(
    Candidate candidate,
    IReadOnlyList<Rung> rungs,
    ConformerSpec spec,
    Archive archive,
    Func<Calculation, Outcome, ArchivedOutcome> booked,
    ConformerRun.Part part
)
{
    /// <summary>
    /// Force fields and what is above them order conformers differently: they are asked for a window so many times as wide.
    /// </summary>
    public const double ForceFieldMargin = 2;

    private ResourceUsage _usage = ResourceUsage.Nothing;
    private EnsembleOutcome.Built? _embedded;
    private Failed? _failure;
    private int _changed;

    /// <summary>Runs one part.</summary>
    /// <param name="spent">What earlier parts took.</param>
    public delegate Task<Outcome> Part(
        Rung rung,
        LevelOfTheory level,
        IReadOnlyList<Property> wanted,
        Geometry start,
        ResourceUsage spent
    );

    /// <summary>Embeds within a limit of CPU time.</summary>
    public required Func<ConformerEnsemble, (EnsembleOutcome Outcome, ResourceUsage Usage)> Embed { get; init; }

    /// <summary>Words a failure to embed.</summary>
    public required Func<EnsembleOutcome.Failed, Failed> Explain { get; init; }

    /// <summary>True where a rung's values are of several conformers, or of one that several were asked for.</summary>
    public static bool Serves(Rung rung) =>
        rung.Level.Ensemble is { } ensemble
        && rung.Engine.Identity.Name != "table"
        // The lowest conformer's geometry is that of the rung below.
        && !(ensemble.Weights == ConformerWeights.Lowest && rung.Offer.Geometry == GeometryNeed.LowerLevel);

    public async Task<Outcome> RunAsync(Rung rung)
    {
        var members = await MembersAsync(rung, rung.Wanted);
        return _failure is { } failure ? failure with { Usage = _usage } : Summary(rung, members);
    }

    // The conformers within the window at a rung's level, the lowest first; nothing to believe where there is a failure.
    private async Task<IReadOnlyList<Member>> MembersAsync(Rung rung, IReadOnlyList<Property> wanted)
    {
        var level = rung.Level;
        var ensemble = level.Ensemble!;
        var energy = EnsembleOffer.EnergyOf(rung.Offer.Properties)!;
        var starts = rung.GeometryRung is { } below
            ? await MembersAsync(rungs[below], rungs[below].Wanted)
            : FromForceField(ensemble);
        if (rung.GeometryRung is null && level.Optimises && starts.Count > 1)
        {
            starts = await EachAsync(
                rung,
                level.OfOneConformer with
                {
                    GeometryLevel = LevelOfTheory.ForceFieldGeometry,
                },
                starts,
                [energy],
                energy
            );
            starts = Within(starts, ensemble.WindowKilocaloriesPerMole);
            if (ensemble.Weights == ConformerWeights.Lowest)
            {
                starts = [.. starts.Take(1)];
            }
        }

        var asked = EnsembleOffer.Asked(level);
        var members = await EachAsync(
            rung,
            wanted.Contains(Property.GibbsEnergy) ? asked : asked.OfOneConformer,
            starts,
            [.. wanted.Append(energy).Distinct()],
            energy
        );
        return Within(level.Optimises ? Merged(members) : members, ensemble.WindowKilocaloriesPerMole);
    }

    private List<Member> FromForceField(ConformerEnsemble ensemble)
    {
        var (outcome, usage) = Embed(ensemble);
        _usage = _usage.Then(usage);
        if (outcome is EnsembleOutcome.Failed failed)
        {
            _failure = Explain(failed);
            return [];
        }

        _embedded = (EnsembleOutcome.Built)outcome;
        return Within(
            [.. _embedded.Conformers.Select((conformer, index) => new Member(index + 1, conformer, null))],
            ForceFieldMargin * ensemble.WindowKilocaloriesPerMole
        );
    }

    private async Task<IReadOnlyList<Member>> EachAsync(
        Rung rung,
        LevelOfTheory level,
        IReadOnlyList<Member> starts,
        IReadOnlyList<Property> wanted,
        Property energy
    )
    {
        var done = new List<Member>();
        Failed? changed = null;
        foreach (var start in starts)
        {
            if (_failure is not null)
            {
                return [];
            }

            var calculation = new Calculation(
                candidate,
                level,
                $"{spec.PolicyOf(rung.Level)}, conformer {start.Number} of {rung.Level.Ensemble!.Count?.ToString() ?? "auto"}",
                rung.EngineVersion
            );
            var outcome = Known(calculation, wanted) ?? await RunAsync(rung, calculation, wanted, start);
            switch (outcome)
            {
                case Computed { Geometry: { } geometry } computed:
                    var kilocalories =
                        computed.Values[energy.Name]
                        * (energy.Unit == "hartree" ? Constants.HartreeInKilocaloriePerMole : 1);
                    done.Add(
                        start with
                        {
                            Conformer = new Conformer(geometry, kilocalories, start.Conformer.Degeneracy),
                            Computed = computed,
                        }
                    );
                    break;
                // This conformer is none of the molecule at this level; the others are not to blame.
                case Failed { Code: FailureCodes.Connectivity } failed:
                    changed ??= failed;
                    _changed++;
                    break;
                case Failed failed:
                    _failure = failed with { Reason = $"conformer {start.Number} of {starts.Count}: {failed.Reason}" };
                    break;
            }
        }

        _failure ??= done.Count == 0 ? changed : null;
        return [.. done.OrderBy(member => member.Conformer.EnergyKcalPerMole).ThenBy(member => member.Number)];
    }

    private Computed? Known(Calculation calculation, IReadOnlyList<Property> wanted) =>
        archive.TryGet(calculation.Key, wanted[0].Name)?.Outcome is Computed computed
        && wanted.All(property => computed.Values.ContainsKey(property.Name))
            ? computed
            : null;

    private async Task<Outcome> RunAsync(
        Rung rung,
        Calculation calculation,
        IReadOnlyList<Property> wanted,
        Member start
    )
    {
        var outcome = await part(rung, calculation.Level, wanted, start.Conformer.Geometry, _usage);
        _usage = _usage.Then(outcome.Usage);
        if (outcome is Computed)
        {
            archive.Put(booked(calculation, outcome));
        }

        return outcome;
    }

    // Conformers that came to one minimum would count twice.
    private List<Member> Merged(IReadOnlyList<Member> members)
    {
        if (members.Count < 2)
        {
            return [.. members];
        }

        var distinct = Ensembles.Distinct(
            candidate.Smiles,
            [.. members.Select(member => member.Conformer)],
            _embedded!.IsChiral,
            out var cpuTime
        );
        _usage = _usage.Then(new ResourceUsage(cpuTime.TotalSeconds, cpuTime.TotalSeconds, 0, CostBasis.Measured));
        return
        [
            .. distinct.Select(kept =>
                members[kept.Index] with
                {
                    Conformer = members[kept.Index].Conformer with { Degeneracy = kept.Degeneracy },
                }
            ),
        ];
    }

    private static List<Member> Within(IReadOnlyList<Member> members, double window) =>
        [
            .. members.TakeWhile(member =>
                member.Conformer.EnergyKcalPerMole - members[0].Conformer.EnergyKcalPerMole <= window
            ),
        ];

    private Computed Summary(Rung rung, IReadOnlyList<Member> members)
    {
        var lowest = members[0].Computed!;
        var ensemble = rung.Level.Ensemble!;
        var isMean = ensemble.Weights == ConformerWeights.Boltzmann;
        var degeneracies = members.Select(member => member.Conformer.Degeneracy).ToList();
        var weights = Boltzmann.Weights(
            [.. members.Select(member => member.Conformer.EnergyKcalPerMole)],
            degeneracies,
            rung.Level.Temperature
        );
        var values = isMean
            ? Mean([.. members.Select(member => member.Computed!)], weights, degeneracies, rung.Level.Temperature)
            : lowest.Values;
        var words = FormattableString.Invariant(
            $"{rung.Level}: {_embedded!.Embedded} ETKDGv3 conformers, {_embedded.Conformers.Count} distinct by {_embedded.ForceField}, {members.Count} within the window"
        );
        var changed = _changed == 0 ? "" : $", {_changed} left out because the molecule changed";
        var shares = isMean
            ? "; weights "
                + string.Join(' ', weights.Take(10).Select(weight => FormattableString.Invariant($"{weight:0.###}")))
            : "";
        return lowest with
        {
            Values = values,
            Usage = _usage,
            Provenance = lowest.Provenance with
            {
                Settings = $"{words}{changed}{shares}; {lowest.Provenance.Settings}",
            },
        };
    }

    /// <summary>Weighted means of what all have; the free energy is that of the ensemble.</summary>
    internal static ImmutableSortedDictionary<string, double> Mean(
        IReadOnlyList<Computed> members,
        IReadOnlyList<double> weights,
        IReadOnlyList<int> degeneracies,
        double temperature
    )
    {
        var gibbs = Property.GibbsEnergy.Name;
        var means = members[0]
            .Values.Keys.Where(name =>
                name != Property.ImaginaryModes.Name && members.All(member => member.Values.ContainsKey(name))
            )
            .ToImmutableSortedDictionary(
                name => name,
                name => members.Select((member, i) => weights[i] * member.Values[name]).Sum()
            );
        return means.ContainsKey(gibbs)
            ? means.SetItem(
                gibbs,
                Boltzmann.FreeEnergy(
                    [.. members.Select(member => member.Values[gibbs] * Constants.HartreeInKilocaloriePerMole)],
                    degeneracies,
                    temperature
                ) / Constants.HartreeInKilocaloriePerMole
            )
            : means;
    }

    /// <param name="Number">Its place by energy of the force field among all distinct conformers, from 1.</param>
    private sealed record Member(int Number, Conformer Conformer, Computed? Computed);
}
