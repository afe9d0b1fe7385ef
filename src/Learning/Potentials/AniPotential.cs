using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;
using Lichen.Learning.Potentials.Heads;

namespace Lichen.Learning.Potentials;

/// <summary>
/// A potential of the ANI family in single precision, many structures at once: atoms of one element share each pass
/// over that element's weights, and parts of their vectors that are zero are left out of the products.
/// </summary>
/// <remarks>
/// Safe to use from several threads; each call runs on its caller's thread. Results do not depend on which structures
/// share a call, but for rounding: sums over absent elements add exact zeros.
/// </remarks>
public sealed class AniPotential : IPotential
{
    /// <summary>Atoms held at once: their vectors take 4 kB each.</summary>
    private const int AtomsAtOnce = 2048;

    // So many members show the way to a minimum at a quarter of the price of eight.
    private const int Guides = 2;

    private readonly PackedNetwork[][] _networks;
    private readonly ConcurrentBag<AniBatch> _spare = [];
    private readonly PropertyHeads? _heads;

    /// <param name="model">Networks of the energy.</param>
    /// <param name="heads">Networks of further properties, or none.</param>
    /// <exception cref="PotentialException">The model's environment vectors have no fast form.</exception>
    public AniPotential(AniModel model, PropertyHeads? heads = null)
    {
        if (EnvironmentRows.Refusal(model.Terms) is { } refusal)
        {
            throw new PotentialException(PotentialProblem.Damaged, $"{model.Name} has {refusal}.");
        }

        (Model, _heads) = (model, heads);
        _networks = [.. model.Members.Select(member => member.Select(n => new PackedNetwork(n)).ToArray())];
    }

    public AniModel Model { get; }

    public bool HasGuide => Model.MemberCount > Guides;

    /// <summary>Itself: models of this family know neutral closed shells alone.</summary>
    public IPotential Of(int charge, int multiplicity) => this;

    /// <summary>Energies of all members, and on demand forces, of each structure.</summary>
    /// <exception cref="PotentialException">An element is outside the model's domain, or atoms coincide.</exception>
    public PotentialResult[] Evaluate(IReadOnlyList<Geometry> geometries, bool forces) =>
        Evaluate(geometries, forces, Model.MemberCount);

    public PotentialResult[] Guide(IReadOnlyList<Geometry> geometries) =>
        Evaluate(geometries, forces: true, Math.Min(Guides, Model.MemberCount));

    public ImmutableSortedDictionary<string, double> Properties(Geometry geometry)
    {
        if (_heads is null)
        {
            return ImmutableSortedDictionary<string, double>.Empty;
        }

        const double Debye = Constants.AtomicDipoleInDebye / Constants.BohrInAngstrom;
        HeadResult found = _heads.Evaluate(geometry);
        if (found.GapDeviation > PropertyHeads.MostGapDeviation)
        {
            throw new PotentialException(
                PotentialProblem.OutsideDomain,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"its members differ by {found.GapDeviation:0.00} eV in the gap, by more than the {PropertyHeads.MostGapDeviation} eV up to which they are believed: it was taught little of such molecules"
                )
            );
        }

        ImmutableSortedDictionary<string, double> values = ImmutableSortedDictionary<string, double>
            .Empty.Add(Property.HomoLumoGap.Name, found.Gap)
            .Add(Property.DipoleMoment.Name, found.DipoleLength * Debye);
        return found.Charges.Length == 0
            ? values
            : values
                .Add(Property.LargestPartialCharge.Name, found.Charges.Max())
                .Add(Property.SmallestPartialCharge.Name, found.Charges.Min());
    }

    /// <summary>Energies of one structure, and on demand forces.</summary>
    /// <exception cref="PotentialException">An element is outside the model's domain, or atoms coincide.</exception>
    public PotentialResult Evaluate(Geometry geometry, bool forces) => Evaluate([geometry], forces)[0];

    /// <summary>The same of the first so many members.</summary>
    internal PotentialResult[] Evaluate(IReadOnlyList<Geometry> geometries, bool forces, int members)
    {
        var results = new PotentialResult[geometries.Count];
        for (int first = 0; first < results.Length; )
        {
            int end = first;
            for (int atoms = 0; end < results.Length; end++)
            {
                atoms += geometries[end].AtomCount;
                if (atoms > AtomsAtOnce && end > first)
                {
                    break;
                }
            }

            AniBatch batch = _spare.TryTake(out AniBatch? spare) ? spare : new AniBatch(Model, _networks);
            batch.Evaluate(geometries, first, results.AsSpan(first, end - first), forces, members);
            _spare.Add(batch);
            first = end;
        }

        return results;
    }
}
