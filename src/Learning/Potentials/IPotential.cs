using System.Collections.Immutable;
using Lichen.Core.Molecules;

namespace Lichen.Learning.Potentials;

/// <summary>Energies and forces of structures, of one charge and spin, from their nuclei and coordinates.</summary>
/// <remarks>Safe to use from several threads; each call runs on its caller's thread.</remarks>
public interface IPotential
{
    /// <summary>True where <see cref="Guide"/> costs less than <see cref="Evaluate"/>.</summary>
    bool HasGuide { get; }

    /// <summary>The same potential for molecules of another total charge and spin multiplicity; itself where it does
    /// not tell them apart.</summary>
    /// <remarks>Which ones it knows is on its card.</remarks>
    IPotential Of(int charge, int multiplicity);

    /// <summary>Energies, and on demand forces, of each structure.</summary>
    /// <exception cref="PotentialException">An element is outside the potential's domain, or atoms
    /// coincide.</exception>
    PotentialResult[] Evaluate(IReadOnlyList<Geometry> geometries, bool forces);

    /// <summary>Properties beside the energy that its card names, by their names, in the units of these; empty where
    /// it names none.</summary>
    /// <exception cref="PotentialException">An element is outside the potential's domain, or atoms
    /// coincide.</exception>
    ImmutableSortedDictionary<string, double> Properties(Geometry geometry);

    /// <summary>Energies and forces of a relative with minima nearly the same: what shows the way far from
    /// one.</summary>
    /// <exception cref="PotentialException">An element is outside the potential's domain, or atoms
    /// coincide.</exception>
    PotentialResult[] Guide(IReadOnlyList<Geometry> geometries);
}
