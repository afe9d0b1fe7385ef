using Lichen.Chemistry;
using Lichen.Exploration.Spaces;
using Lichen.Learning;

namespace Lichen.Exploration.Running;

/// <summary>Makes what the surrogate sees of a pool: count Morgan fingerprints of radius 2 and RDKit's descriptors.</summary>
public static class FeatureMaker
{
    private const int Radius = 2;

    public static Features Of(Pool pool, int threads)
    {
        var smiles = pool.Candidates.Select(candidate => candidate.Smiles).ToArray();
        var counts = CountFingerprints.Morgan(smiles, Radius, threads);
        var descriptors = Descriptors.Compute(smiles, threads);
        return new Features(
            new CountRows(counts.RowOffsets, counts.FeatureIds, counts.Counts),
            DescriptorScaling.FromPool(descriptors.Values, descriptors.ColumnCount).Apply(descriptors.Values)
        );
    }
}
