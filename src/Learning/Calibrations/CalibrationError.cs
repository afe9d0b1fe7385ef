namespace Lichen.Learning.Calibrations;

/// <summary>How far stated doubt is from the errors made.</summary>
public static class CalibrationError
{
    /// <summary>
    /// Expected normalised calibration error: over bins of rising predicted variance, the mean of
    /// |RMV - RMSE| / RMV, with RMV the root of the mean variance of a bin and RMSE its root mean square error.
    /// </summary>
    /// <param name="means">Predictions, shape (n).</param>
    /// <param name="deviations">Their standard deviations, shape (n), positive.</param>
    /// <param name="values">The labels, shape (n).</param>
    /// <param name="bins">Bins of as equal count as can be; at most n are used.</param>
    /// <returns>0 is perfect; NaN without labels.</returns>
    /// <remarks>
    /// Levi et al. 2022, eq. 9, <see href="https://doi.org/10.3390/s22155540"/>. A perfect model does not reach 0:
    /// chance alone gives about 0.56 sqrt(bins / n), so 0.056 for 1,000 labels in 10 bins.
    /// </remarks>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double Ence(
        ReadOnlySpan<double> means,
        ReadOnlySpan<double> deviations,
        ReadOnlySpan<double> values,
        int bins = 10
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        Require(means, deviations, values);
        int count = means.Length;
        bins = Math.Min(bins, count);
        double[] keys = deviations.ToArray();
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => keys[i])];
        double sum = 0;
        for (int bin = 0; bin < bins; bin++)
        {
            int start = (int)((long)bin * count / bins);
            int end = (int)((long)(bin + 1) * count / bins);
            double squares = 0,
                variances = 0;
            for (int place = start; place < end; place++)
            {
                int i = order[place];
                squares += (values[i] - means[i]) * (values[i] - means[i]);
                variances += deviations[i] * deviations[i];
            }

            sum += Math.Abs(Math.Sqrt(variances) - Math.Sqrt(squares)) / Math.Sqrt(variances);
        }

        return count == 0 ? double.NaN : sum / bins;
    }

    /// <summary>The share of labels within so many deviations of their prediction.</summary>
    /// <param name="means">Predictions, shape (n).</param>
    /// <param name="deviations">Their standard deviations, shape (n).</param>
    /// <param name="values">The labels, shape (n).</param>
    /// <param name="halfWidth">Half the width of the interval in deviations; its ends belong to it.</param>
    /// <returns>0 to 1; NaN without labels.</returns>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double Coverage(
        ReadOnlySpan<double> means,
        ReadOnlySpan<double> deviations,
        ReadOnlySpan<double> values,
        double halfWidth
    )
    {
        Require(means, deviations, values);
        int inside = 0;
        for (int i = 0; i < means.Length; i++)
        {
            inside += Math.Abs(values[i] - means[i]) <= halfWidth * deviations[i] ? 1 : 0;
        }

        return (double)inside / means.Length;
    }

    private static void Require(
        ReadOnlySpan<double> means,
        ReadOnlySpan<double> deviations,
        ReadOnlySpan<double> values
    )
    {
        if (means.Length != deviations.Length || means.Length != values.Length)
        {
            throw new ArgumentException(
                $"{means.Length} means, {deviations.Length} deviations, {values.Length} labels."
            );
        }
    }
}
