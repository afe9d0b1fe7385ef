using System.Collections.Immutable;

namespace Lichen.Learning.Structures;

/// <summary>A covariance: a weighted sum of kernels, and independent noise.</summary>
/// <param name="Variances">What multiplies each kernel, none negative, in squared units of the values.</param>
/// <param name="Noise">Variance of the noise, positive.</param>
public sealed record KernelSum(ImmutableArray<double> Variances, double Noise)
{
    /// <summary>Adds up the kernels between some rows and some columns.</summary>
    /// <param name="kernels">One a weight, alike in shape.</param>
    /// <param name="row">The row.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="sums">Receives the sums, shape (columns).</param>
    internal void Add(IReadOnlyList<KernelMatrix> kernels, int row, ReadOnlySpan<int> columns, Span<double> sums)
    {
        sums.Clear();
        for (int k = 0; k < kernels.Count; k++)
        {
            double variance = Variances[k];
            if (variance == 0)
            {
                continue;
            }

            ReadOnlySpan<double> values = kernels[k].Row(row);
            for (int j = 0; j < columns.Length; j++)
            {
                sums[j] = Math.FusedMultiplyAdd(variance, values[columns[j]], sums[j]);
            }
        }
    }
}
