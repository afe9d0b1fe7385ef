using Lichen.Learning.Dense;

namespace Lichen.Learning;

/// <summary>Computes V of all labels at once: first L of the labels among themselves, then each block of the pool.</summary>
internal sealed class PosteriorRebuild
{
    private readonly Features _features;
    private readonly CoKrigingKernel _kernel;
    private readonly LabelledPrior _prior;

    public PosteriorRebuild(
        Features features,
        CoKrigingKernel kernel,
        CoKrigingParameters parameters,
        IReadOnlyList<Label> labels
    )
    {
        (_features, _kernel) = (features, kernel);
        _prior = new LabelledPrior(features, kernel, parameters, labels);
    }

    public double Jitter => _prior.Factor.Jitter;

    /// <summary>Reads off every candidate without keeping V: memory of one block a thread.</summary>
    public void Screen(
        Readout readout,
        CoKrigingParameters parameters,
        int maxThreads,
        CancellationToken cancellationToken
    )
    {
        using var scratch = new ThreadLocal<(CovarianceBlock Covariances, PosteriorBlock Block)>(() =>
            (new CovarianceBlock(_prior.Points), new PosteriorBlock(_kernel.Rungs))
        );
        PoolBlocks.ForEach(
            Panel.Count(_features.Rows),
            maxThreads,
            index =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                (CovarianceBlock covariances, PosteriorBlock block) = scratch.Value;
                block.Reset(_kernel);
                covariances.Take(_features, index);
                block.AppendMany(covariances.Covariances, _prior.Factor, _prior.Steps, _prior.Labels);
                readout.ReadBlock(block, index, parameters);
            }
        );
    }

    public void Run(PosteriorBlock[] blocks, int maxThreads, CancellationToken cancellationToken)
    {
        using var scratch = new ThreadLocal<CovarianceBlock>(() => new CovarianceBlock(_prior.Points));
        PoolBlocks.ForEach(
            blocks.Length,
            maxThreads,
            block =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                blocks[block].Reset(_kernel);
                CovarianceBlock own = scratch.Value!;
                own.Take(_features, block);
                blocks[block].AppendMany(own.Covariances, _prior.Factor, _prior.Steps, _prior.Labels);
            }
        );
    }
}
