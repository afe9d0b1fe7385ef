using Lichen.Core.Numerics;

namespace Lichen.Learning.Structures;

/// <summary>Variances set right by residuals of predictions that did not know the value.</summary>
/// <param name="Scale">Multiplies the variance.</param>
/// <param name="Exponent">
/// Power of the variance, in units of its geometric mean: below 1 draws the variances together.
/// </param>
/// <param name="Centre">The geometric mean of the variances learned from.</param>
/// <param name="HalfWidth90">How many calibrated deviations on either side hold 90 % of the residuals.</param>
/// <remarks>
/// v' = Scale Centre (v / Centre)^Exponent by maximum likelihood of normal residuals (as Levi et al. 2022 scale
/// deviations, <see href="https://doi.org/10.3390/s22155540"/>); the half-width is the conformal quantile of the
/// normalised residuals (Lei et al. 2018, <see href="https://doi.org/10.1080/01621459.2017.1307116"/>).
/// </remarks>
public sealed record VarianceCalibration(double Scale, double Exponent, double Centre, double HalfWidth90)
{
    /// <summary>Changes nothing, and takes residuals as normal.</summary>
    public static VarianceCalibration None { get; } = new(1, 1, 1, Normal.Quantile(0.95));

    /// <param name="residuals">Value minus leave-one-out mean, shape (n).</param>
    /// <param name="variances">Leave-one-out variances, shape (n), each positive.</param>
    public static VarianceCalibration Fit(ReadOnlySpan<double> residuals, ReadOnlySpan<double> variances)
    {
        int count = residuals.Length;
        double[] squares = new double[count];
        double[] logs = new double[count];
        for (int i = 0; i < count; i++)
        {
            squares[i] = residuals[i] * residuals[i];
            logs[i] = Math.Log(variances[i]);
        }

        double centre = logs.Average();
        // For each exponent the best scale is known; the likelihood of the exponent is convex.
        double low = 0,
            high = 2;
        for (int step = 0; step < 60; step++)
        {
            double left = low + ((high - low) / 3),
                right = high - ((high - low) / 3);
            if (Cost(left) < Cost(right))
            {
                high = right;
            }
            else
            {
                low = left;
            }
        }

        double exponent = 0.5 * (low + high);
        var calibration = new VarianceCalibration(Scale(exponent), exponent, Math.Exp(centre), 1);
        double[] normalised = new double[count];
        for (int i = 0; i < count; i++)
        {
            normalised[i] = Math.Sqrt(squares[i] / calibration.Apply(variances[i]));
        }

        Array.Sort(normalised);
        int rank = Math.Min(count, (int)Math.Ceiling(0.9 * (count + 1)));
        return calibration with { HalfWidth90 = normalised[rank - 1] };

        double Scale(double power) =>
            Enumerable.Range(0, count).Average(i => squares[i] * Math.Exp(-power * (logs[i] - centre)))
            / Math.Exp(centre);

        // With the best scale the quadratic term is constant, and the mean logarithm of the variances is that of the scale.
        double Cost(double power) => Math.Log(Scale(power));
    }

    public double Apply(double variance) => Scale * Centre * Math.Pow(variance / Centre, Exponent);

    /// <summary>
    /// Expected normalised calibration error: over bins of equally many by rising variance, the mean of
    /// |root mean variance - root mean square residual| / root mean variance.
    /// </summary>
    /// <remarks>Source: Levi, Gispan, Giladi and Fetaya 2022, eq. 8.</remarks>
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
