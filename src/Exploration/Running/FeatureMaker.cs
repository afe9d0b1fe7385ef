using Lichen.Exploration.Spaces;
using Lichen.Learning;

namespace Lichen.Exploration.Running;

/// <summary>Makes what the surrogate sees of a pool: the usual fingerprints, and descriptors scaled to the pool.</summary>
public static class FeatureMaker
{
    public static Features Of(Pool pool, int threads)
    {
        var smiles = pool.Candidates.Select(candidate => candidate.Smiles).ToArray();
        var raw = MoleculeFeatures.Compute(smiles, MoleculeFeatures.Usual, threads, CancellationToken.None);
        return raw.Scaled(DescriptorScaling.FromPool(raw.Descriptors, MoleculeFeatures.Usual.Descriptors.Length));
    }
}
