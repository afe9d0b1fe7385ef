using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;

namespace Lichen.Studies.Base;

/// <summary>
/// What a potential has learned to see in a molecule: the outputs of the last hidden layer of each atom's network, summed
/// over the atoms of an element and divided by the number of heavy atoms, elements side by side.
/// </summary>
/// <remarks>Invariant to rotation, translation and the order of atoms, as the potential is. Of one member.</remarks>
internal static class LearnedFeatures
{
    /// <summary>Numbers in a description.</summary>
    public static int Length(AniModel model) => model.Members[0].Sum(network => network.Layers[^2].Nodes);

    /// <summary>The description of a structure, shape (<see cref="Length"/>).</summary>
    /// <exception cref="PotentialException">An element is outside the model's domain, or atoms coincide.</exception>
    public static double[] Of(AniModel model, Geometry geometry)
    {
        int[] elements = AniDomain.Places(model.Terms, geometry);
        double[] angstrom = geometry.ToAngstrom();
        int[] starts = new int[model.Terms.ElementCount];
        for (int e = 1; e < starts.Length; e++)
        {
            starts[e] = starts[e - 1] + model.Members[0][e - 1].Layers[^2].Nodes;
        }

        var sums = new double[Length(model)];
        int heavy = elements.Count(e => model.Terms.AtomicNumbers[e] > 1);
        for (int i = 0; i < elements.Length; i++)
        {
            double[] vector = new EnvironmentVector(model.Terms, angstrom, elements, i).Values();
            double[] seen = AniReference.Forward(model.Members[0][elements[i]], vector)[^2];
            for (int k = 0; k < seen.Length; k++)
            {
                sums[starts[elements[i]] + k] += seen[k] / Math.Max(1, heavy);
            }
        }

        return sums;
    }
}
