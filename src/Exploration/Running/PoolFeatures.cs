using Lichen.Exploration.Spaces;
using Lichen.Learning;

namespace Lichen.Exploration.Running;

/// <summary>
/// What the surrogate sees of a pool: the usual fingerprints, and descriptors scaled to the candidates that the pool
/// began with. What joins it later is scaled the same way, so that nothing known before changes.
/// </summary>
public sealed class PoolFeatures
{
    private readonly RawFeatures _raw;
    private readonly DescriptorScaling _scaling;
    private readonly int _threads;

    private PoolFeatures(RawFeatures raw, DescriptorScaling scaling, int threads)
    {
        (_raw, _scaling, _threads) = (raw, scaling, threads);
        Features = raw.Scaled(scaling);
    }

    public Features Features { get; }

    /// <param name="threads">How many blocks are worked on at once; the result does not depend on it.</param>
    public static PoolFeatures Of(Pool pool, int threads)
    {
        var raw = Compute(pool, 0, threads);
        var scaling = DescriptorScaling.FromPool(raw.Descriptors, MoleculeFeatures.Usual.Descriptors.Length);
        return new PoolFeatures(raw, scaling, threads);
    }

    /// <summary>Of a pool that begins with this one; only what is new is computed.</summary>
    public PoolFeatures Of(Pool grown) =>
        grown.Count == Features.Rows
            ? this
            : new PoolFeatures(_raw.With(Compute(grown, Features.Rows, _threads)), _scaling, _threads);

    private static RawFeatures Compute(Pool pool, int first, int threads) =>
        MoleculeFeatures.Compute(
            [.. pool.Candidates.Skip(first).Select(candidate => candidate.Smiles)],
            MoleculeFeatures.Usual,
            threads,
            CancellationToken.None
        );
}
