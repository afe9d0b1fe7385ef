using System.Collections.Immutable;
using Lichen.Core.Numerics;

namespace Lichen.Learning.Structures;

/// <summary>Variances set right by residuals of predictions that did not know the value.</summary>
/// <param name="Knots">
/// Logarithms of a variance and of what it should have been, both rising; between them the line is straight, beyond
/// them its slope is one.
/// </param>
/// <param name="HalfWidth90">How many calibrated deviations on either side hold 90 % of the residuals.</param>
/// <remarks>
/// The knots are the mean squares of residuals in bins of equally many by rising variance, made monotone by pooling
/// neighbours (isotonic regression: Barlow et al. 1972; for regression models Kuleshov, Fenner and Ermon 2018,
/// <see href="https://doi.org/10.48550/arXiv.1807.00263"/>). The half-width is the conformal quantile of the normalised
/// residuals (Lei et al. 2018, <see href="https://doi.org/10.1080/01621459.2017.1307116"/>).
/// </remarks>
public sealed record VarianceCalibration(ImmutableArray<(double Given, double Observed)> Knots, double HalfWidth90)
{
    private const int MostBins = 20;
    private const int LeastInBin = 25;

    /// <summary>Changes nothing, and takes residuals as normal.</summary>
    public static VarianceCalibration None { get; } = new([(0, 0)], Normal.Quantile(0.95));

    /// <param name="residuals">Value minus leave-one-out mean, shape (n), n at least 1.</param>
    /// <param name="variances">Leave-one-out variances, shape (n), each positive.</param>
    public static VarianceCalibration Fit(ReadOnlySpan<double> residuals, ReadOnlySpan<double> variances)
    {
        int count = residuals.Length;
        int bins = Math.Clamp(count / LeastInBin, 1, MostBins);
        double[] keys = variances.ToArray();
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => keys[i])];
        var pools = new List<(double Logs, double Squares, int Count)>();
        for (int bin = 0; bin < bins; bin++)
        {
            (double Logs, double Squares, int Count) pool = default;
            for (int k = bin * count / bins; k < (bin + 1) * count / bins; k++)
            {
                double residual = residuals[order[k]];
                pool = (pool.Logs + Math.Log(keys[order[k]]), pool.Squares + (residual * residual), pool.Count + 1);
            }

            while (pools.Count > 0 && pools[^1].Squares / pools[^1].Count >= pool.Squares / pool.Count)
            {
                pool = (pools[^1].Logs + pool.Logs, pools[^1].Squares + pool.Squares, pools[^1].Count + pool.Count);
                pools.RemoveAt(pools.Count - 1);
            }

            pools.Add(pool);
        }

        var calibration = new VarianceCalibration(
            [.. pools.Select(pool => (pool.Logs / pool.Count, Math.Log(Math.Max(1e-300, pool.Squares / pool.Count))))],
            1
        );
        var normalised = new double[count];
        for (int i = 0; i < count; i++)
        {
            normalised[i] = Math.Abs(residuals[i]) / Math.Sqrt(calibration.Apply(variances[i]));
        }

        Array.Sort(normalised);
        int rank = Math.Min(count, (int)Math.Ceiling(0.9 * (count + 1)));
        return calibration with { HalfWidth90 = normalised[rank - 1] };
    }

    /// <summary>The calibrated variance of a prediction.</summary>
    public double Apply(double variance)
    {
        double x = Math.Log(variance);
        int above = 0;
        while (above < Knots.Length && Knots[above].Given < x)
        {
            above++;
        }

        if (above == 0 || above == Knots.Length)
        {
            var (given, observed) = Knots[Math.Min(above, Knots.Length - 1)];
            return Math.Exp(observed + x - given);
        }

        var (left, low) = Knots[above - 1];
        var (right, high) = Knots[above];
        return Math.Exp(low + ((high - low) * (x - left) / (right - left)));
    }

    /// <summary>
    /// Expected normalised calibration error: over bins of equally many by rising variance, the mean of
    /// |root mean variance - root mean square residual| / root mean variance.
    /// </summary>
    /// <remarks>
    /// Source: Levi, Gispan, Giladi and Fetaya 2022, eq. 8, <see href="https://doi.org/10.3390/s22155540"/>.
    /// </remarks>
    public static double Error(ReadOnlySpan<double> residuals, ReadOnlySpan<double> variances, int bins)
    {
        int count = residuals.Length;
        double[] keys = variances.ToArray();
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => keys[i])];
        double sum = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            double squares = 0,
                expected = 0;
            for (int k = bin * count / bins; k < (bin + 1) * count / bins; k++)
            {
                squares += residuals[order[k]] * residuals[order[k]];
                expected += keys[order[k]];
            }

            sum += Math.Abs(Math.Sqrt(expected) - Math.Sqrt(squares)) / Math.Sqrt(expected) / bins;
        }

        return sum;
    }
}
