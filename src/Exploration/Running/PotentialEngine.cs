using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Lichen.Compute.Engines;
using Lichen.Compute.Metering;
using Lichen.Compute.Potentials;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;
using Lichen.Learning.Potentials;

namespace Lichen.Exploration.Running;

/// <summary>An installed machine-learned potential as an engine: energies and their spread over the ensemble, on a given
/// geometry or at an optimum of its own, inside this process.</summary>
/// <remarks>See docs/methods/potentials.md for what is computed, checked and refused.</remarks>
public sealed class PotentialEngine : IEngine
{
    /// <summary>Counts the changes in how a potential is used that may change a number.</summary>
    private const int Recipe = 1;

    private readonly PotentialCard _card;
    private readonly Lazy<IPotential> _potential;
    private readonly TimeProvider _time;
    private readonly string _form;

    /// <param name="store">Where it is installed.</param>
    /// <param name="card">Its card.</param>
    /// <param name="time">Measures elapsed time.</param>
    public PotentialEngine(PotentialStore store, PotentialCard card, TimeProvider time)
    {
        (_card, _time) = (card, time);
        _form = card.Mapping is null
            ? "mean of the ensemble, single precision"
            : $"{card.Format}, in the precision of its file";
        // Read when it is first needed: a plan asks for prices alone.
        _potential = new Lazy<IPotential>(() => store.Open(card.Name));
        Identity = new EngineIdentity(
            PotentialLevels.Engine,
            $"{PotentialStore.Fingerprint(card)}+r{Recipe}",
            card.Licence,
            store.PlaceOf(card),
            []
        );
    }

    public EngineIdentity Identity { get; }

    public EngineOffer Offer(LevelOfTheory level) =>
        level.Method == _card.Name
            ? Own(PotentialLevels.Offer(level, _card.Given)) with
            {
                Methods = [.. _card.Citations.Select(citation => $"{_card.Name}: {citation}")],
            }
            : EngineOffer.None($"this potential is {_card.Name}, not '{level.Method}'");

    /// <summary>A model of someone else's may have no members, and no spread of them.</summary>
    private EngineOffer Own(EngineOffer offer) =>
        _card.HasMembers
            ? offer
            : offer with
            {
                Properties = [.. offer.Properties.Where(name => name != Property.EnsembleDeviation.Name)],
            };

    public string? Refusal(Candidate candidate, LevelOfTheory level)
    {
        if (candidate.Elements.FirstOrDefault(symbol => !_card.Elements.Contains(symbol)) is { } element)
        {
            return $"{_card.Name} knows {string.Join(' ', _card.Elements)}, not {element}{Wider(element)}";
        }

        if (!_card.Charges.Contains(candidate.Charge))
        {
            return $"{_card.Name} knows molecules of charge {string.Join(", ", _card.Charges)}, not of "
                + $"{candidate.Charge:+0;-0}; GFN2-xTB takes any charge";
        }

        if (candidate.Atoms > _card.Mapping?.MostAtoms)
        {
            return $"{_card.Name} takes {_card.Mapping.MostAtoms} atoms at most, not {candidate.Atoms}; GFN2-xTB takes more";
        }

        return _card.Multiplicities.Contains(candidate.Multiplicity)
            ? null
            : $"{_card.Name} knows states of multiplicity {string.Join(", ", _card.Multiplicities)}, not of "
                + $"{candidate.Multiplicity}; GFN2-xTB takes any";
    }

    public string? CureFor(string code) => null;

    public Task<Outcome> RunAsync(CalculationRequest request, CancellationToken cancellationToken)
    {
        string? refusal =
            Offer(request.Level).Problem
            ?? Refusal(request.Candidate, request.Level)
            ?? (request.Start is null ? $"{_card.Name} needs a start geometry" : null)
            ?? NotGiven(request);
        if (refusal is not null)
        {
            return Task.FromResult<Outcome>(
                new Failed(
                    FailureKind.Input,
                    FailureCodes.OutsideDomain,
                    refusal,
                    ResourceUsage.Nothing,
                    Provenance(request)
                )
            );
        }

        // Reading the model is Lichen's own work, done once: it is in the account as such, not as this molecule's.
        IPotential potential = _potential.Value.Of(request.Candidate.Charge, request.Candidate.Multiplicity);
        TimeSpan cpu = ThreadClock.Now;
        long started = _time.GetTimestamp();
        Found found = Tried(
            potential,
            request,
            () => ThreadClock.Now - cpu < request.Limits.CpuTime,
            cancellationToken
        );
        var usage = new ResourceUsage(
            (ThreadClock.Now - cpu).TotalSeconds,
            _time.GetElapsedTime(started).TotalSeconds,
            0,
            CostBasis.Measured
        );
        return Task.FromResult<Outcome>(
            found switch
            {
                Right right => new Computed(right.Values, right.Geometry, usage, Provenance(request)),
                Wrong wrong => new Failed(wrong.Kind, wrong.Code, wrong.Reason, usage, Provenance(request)),
                _ => throw new UnreachableException(),
            }
        );
    }

    private Found Tried(
        IPotential potential,
        CalculationRequest request,
        Func<bool> go,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return Compute(potential, request, go, cancellationToken);
        }
        catch (PotentialException e) when (e.Problem == PotentialProblem.OutsideDomain)
        {
            return OutsideDomain(e);
        }
    }

    private Found Compute(
        IPotential potential,
        CalculationRequest request,
        Func<bool> go,
        CancellationToken cancellationToken
    )
    {
        Geometry geometry = request.Start!;
        PotentialResult result;
        if (request.Level.Optimises)
        {
            RelaxationResult end = Relaxation.Run(potential, [geometry], go, cancellationToken)[0];
            if (Ended(end, request) is { } failure)
            {
                return failure;
            }

            (geometry, result) = (end.Geometry, end.Result!);
        }
        else
        {
            cancellationToken.ThrowIfCancellationRequested();
            result = potential.Evaluate([geometry], forces: false)[0];
        }

        if (!double.IsFinite(result.Hartree) || !double.IsFinite(result.DeviationHartree))
        {
            return NotFinite();
        }

        // Of a single point too: an energy of another molecule is none of this one.
        if (Connectivity.Problem(geometry, request.Bonds) is { } change)
        {
            return new Wrong(
                FailureKind.Input,
                FailureCodes.Connectivity,
                $"the molecule changed in {_card.Name}: {change}"
            );
        }

        ImmutableSortedDictionary<string, double> values = ImmutableSortedDictionary<string, double>.Empty.Add(
            Property.TotalEnergy.Name,
            result.Hartree
        );
        if (_card.HasMembers)
        {
            values = values.Add(Property.EnsembleDeviation.Name, result.DeviationHartree);
        }

        if (request.Wanted.Any(property => _card.Given.Contains(property.Name)))
        {
            try
            {
                values = values.AddRange(potential.Properties(geometry));
            }
            catch (PotentialException e) when (e.Problem == PotentialProblem.OutsideDomain)
            {
                return OutsideDomain(e);
            }

            if (values.Values.Any(value => !double.IsFinite(value)))
            {
                return NotFinite();
            }
        }

        if (request.Wanted.Contains(Property.ImaginaryModes))
        {
            if (Vibrations.Wavenumbers(potential, geometry, go, cancellationToken) is not { } wavenumbers)
            {
                return OutOfTime(request);
            }

            int imaginary = wavenumbers.Count(wavenumber => wavenumber < Vibrations.Imaginary);
            values = values.Add(Property.ImaginaryModes.Name, imaginary);
        }

        return new Right(values, geometry);
    }

    private Wrong OutsideDomain(PotentialException e) =>
        new(FailureKind.Input, FailureCodes.OutsideDomain, $"{_card.Name}: {e.Message}");

    private Wrong? Ended(RelaxationResult end, CalculationRequest request) =>
        end.End switch
        {
            RelaxationEnd.Converged => null,
            RelaxationEnd.NotConverged => Connectivity.Problem(end.Geometry, request.Bonds) is { } change
                ? new(FailureKind.Input, FailureCodes.Connectivity, $"the molecule changed in {_card.Name}: {change}")
                : new(
                    FailureKind.Convergence,
                    FailureCodes.GeometryNotConverged,
                    $"{_card.Name} left a force of {end.Result!.LargestForce():0.0e+0} hartree/bohr after {end.Steps} steps"
                ),
            RelaxationEnd.FlewApart => new(
                FailureKind.Input,
                FailureCodes.Connectivity,
                $"the molecule flew apart in {_card.Name} after {end.Steps} steps"
            ),
            RelaxationEnd.NotFinite => NotFinite(),
            RelaxationEnd.Stopped => OutOfTime(request),
            _ => throw new UnreachableException(),
        };

    private Wrong NotFinite() =>
        new(
            FailureKind.Input,
            FailureCodes.OutsideDomain,
            $"{_card.Name} gave an energy or a force that is not a number: the structure is far from all it was taught"
        );

    private Wrong OutOfTime(CalculationRequest request) =>
        new(
            FailureKind.Resources,
            FailureCodes.TimeLimit,
            $"{_card.Name} was stopped at its limit of {request.Limits.CpuTime.TotalSeconds:0.##} s of CPU time"
        );

    private string? NotGiven(CalculationRequest request)
    {
        IReadOnlyList<string> given = Offer(request.Level).Properties;
        return request.Wanted.FirstOrDefault(property => !given.Contains(property.Name)) is { } missing
            ? $"{_card.Name} gives no {missing.Name} at {request.Level}; it gives {string.Join(", ", given)}"
            : null;
    }

    // ANI-1ccx lacks what its wider relative has.
    private string Wider(string element) =>
        PotentialCard.Known.FirstOrDefault(card => card.Name != _card.Name && card.Elements.Contains(element))
            is { } card
            ? $"; {card.Name} knows it"
            : "; GFN2-xTB knows H to Rn";

    private Provenance Provenance(CalculationRequest request) =>
        new(
            _card.Name,
            Identity.Version,
            $"{request.Level}; {_form}"
                + (request.Level.Optimises ? $"; forces to {Relaxation.LargestForce} hartree/bohr" : ""),
            request.Start is { } start
                ? Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(start.Bohr)))
                : ""
        );

    private abstract record Found;

    private sealed record Right(ImmutableSortedDictionary<string, double> Values, Geometry Geometry) : Found;

    private sealed record Wrong(FailureKind Kind, string Code, string Reason) : Found;
}
