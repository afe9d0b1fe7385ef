using Lichen.Core.Molecules;
using Lichen.Learning.Structures;

namespace Lichen.Learning.StructureModels;

/// <summary>Which structures cannot be learned from or predicted.</summary>
public static class StructureCheck
{
    /// <summary>The most atoms: a kernel between two structures takes the product of their numbers.</summary>
    public const int MostAtoms = 500;

    /// <summary>Atoms nearer than this times the sum of their covalent radii are on top of each other.</summary>
    /// <remarks>0.25 angstrom for two hydrogens, 0.61 for two carbons: half of any bond.</remarks>
    public const double Nearest = 0.4;

    /// <summary>Every element that representations know.</summary>
    public static ElementSet AllElements { get; } = new(ElementSet.Supported);

    /// <summary>Why a structure cannot be used, in words; null where it can.</summary>
    /// <param name="geometry">The structure.</param>
    /// <param name="elements">The elements that may be in it.</param>
    public static string? Problem(Geometry geometry, ElementSet elements)
    {
        if (elements.Missing(geometry) is { } missing)
        {
            return missing;
        }

        if (geometry.AtomCount is 0 or > MostAtoms)
        {
            return $"it has {geometry.AtomCount} atoms, and 1 to {MostAtoms} are learned from";
        }

        for (int i = 0; i < geometry.AtomCount; i++)
        {
            for (int j = i + 1; j < geometry.AtomCount; j++)
            {
                byte one = geometry.AtomicNumbers[i],
                    other = geometry.AtomicNumbers[j];
                double distance = geometry.DistanceAngstrom(i, j);
                if (distance < Nearest * (CovalentRadii.Of(one) + CovalentRadii.Of(other)))
                {
                    return $"{Elements.Symbol(one)}{i + 1} and {Elements.Symbol(other)}{j + 1} are on top of each other "
                        + $"({distance:0.###} angstrom apart)";
                }
            }
        }

        return null;
    }
}
