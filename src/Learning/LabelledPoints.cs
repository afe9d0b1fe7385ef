using System.Collections.Immutable;
using Lichen.Learning.Dense;

namespace Lichen.Learning;

/// <summary>Points of (molecule, rung) under the prior of a model, prepared to be compared with blocks of candidates.</summary>
internal sealed class LabelledPoints
{
    /// <param name="features">Of the pool, already weighted by the descriptors' relevances.</param>
    /// <param name="kernel">The covariances.</param>
    /// <param name="candidates">The molecule of each point, a row of the features.</param>
    /// <param name="rungs">The rung of each point.</param>
    public LabelledPoints(
        Features features,
        CoKrigingKernel kernel,
        ReadOnlySpan<int> candidates,
        ImmutableArray<int> rungs
    )
    {
        (Kernel, Rungs) = (kernel, rungs);
        Features = features.Select(candidates);
        Counts = [.. Features.Counts.Select(counts => new LabelCounts(counts))];
    }

    /// <summary>The number of points, n.</summary>
    public int Count => Rungs.Length;

    /// <summary>The covariances of the prior.</summary>
    public CoKrigingKernel Kernel { get; }

    /// <summary>Features of the points, weighted, row i being point i.</summary>
    public Features Features { get; }

    /// <summary>The same counts, prepared for blocks of candidates.</summary>
    public ImmutableArray<LabelCounts> Counts { get; }

    /// <summary>The rung of each point.</summary>
    public ImmutableArray<int> Rungs { get; }

    /// <summary>Refuses candidates whose features are of another form, and rungs that there are none of.</summary>
    /// <exception cref="ArgumentException">The features are of another form, or there is no such rung.</exception>
    public void RequireSameForm(Features candidates, int rung)
    {
        if (
            candidates.Counts.Length != Features.Counts.Length
            || candidates.Descriptors.Columns != Features.Descriptors.Columns
            || candidates.Outcomes.Columns != Features.Outcomes.Columns
            || (uint)rung >= (uint)Kernel.Rungs
        )
        {
            throw new ArgumentException("The candidates have features of another form, or the rung is unknown.");
        }
    }

    /// <summary>Prior covariances of the points, shape (n, n rounded up to whole panels) by rows.</summary>
    public double[] Covariances()
    {
        int blocks = Panel.Count(Count);
        int stride = blocks * Panel.Width;
        var matrix = new double[Count * stride];
        var own = new CovarianceBlock(this);
        for (int block = 0; block < blocks; block++)
        {
            int start = block * Panel.Width;
            int end = Math.Min(Count, start + Panel.Width);
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
