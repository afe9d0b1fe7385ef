using Lichen.Learning.Dense;

namespace Lichen.Learning.Structures;

/// <summary>
/// Chooses whom to label so that a whole population is predicted well: one by one, the member whose label would lower the
/// variance summed over the population most. Labels are not needed for it.
/// </summary>
/// <remarks>
/// Cohn 1994 (<see href="https://doi.org/10.48550/arXiv.cmp-lg/9503004"/>, integrated variance); for a Gaussian process the gain of
/// a candidate i is sum over j of cov(i, j)^2 / (var(i) + noise), all given what was chosen before. Memory: 8 n m bytes for n
/// candidates and m of the population.
/// </remarks>
public static class Representatives
{
    /// <summary>Chooses.</summary>
    /// <param name="kernels">Square, over the pool, alike in shape.</param>
    /// <param name="covariance">Their weights, and the noise.</param>
    /// <param name="known">Members of the pool that have labels already.</param>
    /// <param name="candidates">Members that may be labelled.</param>
    /// <param name="population">Members that stand for those to be predicted.</param>
    /// <param name="count">How many to choose, at most all candidates.</param>
    /// <param name="cancellationToken">Checked at each choice.</param>
    /// <returns>The chosen, in the order of choice.</returns>
    public static int[] Choose(
        IReadOnlyList<KernelMatrix> kernels,
        KernelSum covariance,
        ReadOnlySpan<int> known,
        ReadOnlySpan<int> candidates,
        ReadOnlySpan<int> population,
        int count,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, candidates.Length);
        int[] rows = [.. known, .. candidates];
        int width = population.Length;
        var toPopulation = new double[rows.Length][];
        var variances = new double[rows.Length];
        Span<double> own = stackalloc double[1];
        for (int i = 0; i < rows.Length; i++)
        {
            toPopulation[i] = new double[width];
            covariance.Add(kernels, rows[i], population, toPopulation[i]);
            covariance.Add(kernels, rows[i], rows.AsSpan(i, 1), own);
            variances[i] = own[0];
        }

        // The covariance among rows, as far as what is chosen explains it, is the product of these columns.
        var explained = new List<double[]>(known.Length + count);
        var chosen = new bool[rows.Length];
        var order = new int[count];
        for (int step = 0; step < known.Length + count; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int best = step < known.Length ? step : Best(toPopulation, variances, chosen, covariance.Noise);
            chosen[best] = true;
            if (step >= known.Length)
            {
                order[step - known.Length] = rows[best];
            }

            Condition(kernels, covariance, rows, best, toPopulation, variances, explained);
        }

        return order;
    }

    private static int Best(double[][] toPopulation, double[] variances, bool[] chosen, double noise)
    {
        var gains = new double[variances.Length];
        for (int i = 0; i < gains.Length; i++)
        {
            gains[i] = chosen[i]
                ? double.NegativeInfinity
                : Sums.Dot(toPopulation[i], toPopulation[i]) / (variances[i] + noise);
        }

        return Array.IndexOf(gains, gains.Max());
    }

    private static void Condition(
        IReadOnlyList<KernelMatrix> kernels,
        KernelSum covariance,
        int[] rows,
        int best,
        double[][] toPopulation,
        double[] variances,
        List<double[]> explained
    )
    {
        double root = Math.Sqrt(variances[best] + covariance.Noise);
        var column = new double[rows.Length];
        covariance.Add(kernels, rows[best], rows, column);
        foreach (double[] before in explained)
        {
            Sums.Add(column, -before[best], before, 0);
        }

        double[] itself = [.. toPopulation[best]];
        for (int i = 0; i < rows.Length; i++)
        {
            column[i] /= root;
            variances[i] = Math.Max(0, variances[i] - (column[i] * column[i]));
            Sums.Add(toPopulation[i], -column[i] / root, itself, 0);
        }

        explained.Add(column);
    }
}
