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
        Points = new LabelledPoints(
            features,
            kernel,
            [.. labels.Select(l => l.Candidate)],
            [.. labels.Select(l => l.Rung)]
        );
        Factor = new Cholesky(labels.Count);
        Factor.Factor(Points.Covariances(), [.. labels.Select(l => parameters.Rungs[l.Rung].NoiseVarianceOf(l))]);
        Steps = new double[labels.Count];
        for (int i = 0; i < labels.Count; i++)
        {
            double mean = 0;
            for (int j = 0; j < i; j++)
            {
                mean = Math.FusedMultiplyAdd(Factor.Lower[(i * Factor.Stride) + j], Steps[j], mean);
            }

            double z = parameters.Rungs[labels[i].Rung].Standardised(labels[i].Value);
            double pivot = Factor.Lower[(i * Factor.Stride) + i];
            Steps[i] = (z - mean) / pivot;
        }
    }

    /// <summary>The number of labels, n.</summary>
    public int Labels => Points.Count;

    /// <summary>The labelled points.</summary>
    public LabelledPoints Points { get; }

    /// <summary>L of the labels' covariances with noise.</summary>
    public Cholesky Factor { get; }

    /// <summary>L^-1 (z - prior mean), shape (n).</summary>
    public double[] Steps { get; }
}
