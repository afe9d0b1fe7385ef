using System.Collections.Immutable;
using Lichen.Learning.Dense;

namespace Lichen.Learning;

/// <summary>Labels under the prior of a model: their covariances factorised and their surprises whitened.</summary>
internal sealed class LabelledPrior
{
    /// <param name="features">Of the pool, already weighted by the descriptors' relevances.</param>
    /// <param name="kernel">The covariances.</param>
    /// <param name="parameters">The hyperparameters that the kernel was made from.</param>
    /// <param name="labels">In the order of the rows of L.</param>
    public LabelledPrior(
        Features features,
        CoKrigingKernel kernel,
        CoKrigingParameters parameters,
        IReadOnlyList<Label> labels
    )
    {
        Kernel = kernel;
        Features = features.Select([.. labels.Select(l => l.Candidate)]);
        Rungs = [.. labels.Select(l => l.Rung)];
        Counts = [.. Features.Counts.Select(counts => new LabelCounts(counts))];
        Factor = new Cholesky(labels.Count);
        Factor.Factor(LabelCovariances(), [.. labels.Select(l => Square(parameters.Rungs[l.Rung].Noise))]);
        Steps = new double[labels.Count];
        for (int i = 0; i < labels.Count; i++)
        {
            double mean = 0;
            for (int j = 0; j < i; j++)
            {
                mean = Math.FusedMultiplyAdd(Factor.Lower[(i * Factor.Stride) + j], Steps[j], mean);
            }

            RungParameters rung = parameters.Rungs[labels[i].Rung];
            double pivot = Factor.Lower[(i * Factor.Stride) + i];
            Steps[i] = (((labels[i].Value - rung.Shift) / rung.Scale) - mean) / pivot;
        }
    }

    /// <summary>The number of labels, n.</summary>
    public int Labels => Rungs.Length;

    /// <summary>The covariances of the prior.</summary>
    public CoKrigingKernel Kernel { get; }

    /// <summary>Features of the labels, weighted, row i being label i.</summary>
    public Features Features { get; }

    /// <summary>The same counts, prepared for blocks of candidates.</summary>
    public ImmutableArray<LabelCounts> Counts { get; }

    /// <summary>The rung of each label.</summary>
    public ImmutableArray<int> Rungs { get; }

    /// <summary>L of the labels' covariances with noise.</summary>
    public Cholesky Factor { get; }

    /// <summary>L^-1 (z - prior mean), shape (n).</summary>
    public double[] Steps { get; }

    private static double Square(double value) => value * value;

    /// <summary>Prior covariances of the labels, shape (n, n rounded up to whole panels) by rows.</summary>
    private double[] LabelCovariances()
    {
        int blocks = Panel.Count(Labels);
        int stride = blocks * Panel.Width;
        var matrix = new double[Labels * stride];
        var own = new CovarianceBlock(this);
        for (int block = 0; block < blocks; block++)
        {
            int start = block * Panel.Width;
            int end = Math.Min(Labels, start + Panel.Width);
            own.Take(Features, block);
            for (int i = 0; i < end; i++)
            {
                for (int j = start; j < end; j++)
                {
                    matrix[(i * stride) + j] = own.Covariance(Rungs[j], i, j - start);
                }
            }
        }

        return matrix;
    }
}
