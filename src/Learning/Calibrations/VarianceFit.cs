using Lichen.Learning.Dense;

namespace Lichen.Learning.Calibrations;

/// <summary>Learns a <see cref="Recalibration"/> from predictions of labels that the model had not seen.</summary>
/// <remarks>
/// Factor and floor maximise the normal likelihood of the residuals under weak priors: a factor near 1, a floor that is
/// a small part of the mean variance. One number (temperature or variance scaling, Levi et al. 2022,
/// <see href="https://doi.org/10.3390/s22155540"/>) cannot flatten variances that vary more than the errors do; the floor
/// can.
/// </remarks>
public static class VarianceFit
{
    // Deviations of log factor and log (floor / mean variance), and the centre of the latter.
    private const double FactorPrior = 1;
    private const double FloorPrior = 2;
    private const double FloorCenter = -3;
    private const int MaxIterations = 100;

    // Where nothing varies and nothing errs: small beside any unit, and its inverse still a number.
    private const double Least = 1e-200;

    /// <summary>Learns from residuals.</summary>
    /// <param name="means">Predictions made without the label, shape (n).</param>
    /// <param name="variances">Their variances as the model states them, shape (n), not negative.</param>
    /// <param name="values">The labels, shape (n).</param>
    /// <exception cref="ArgumentException">Lengths differ, or a number is not finite.</exception>
    public static Recalibration Learn(
        ReadOnlySpan<double> means,
        ReadOnlySpan<double> variances,
        ReadOnlySpan<double> values
    )
    {
        if (means.Length != variances.Length || means.Length != values.Length)
        {
            throw new ArgumentException($"{means.Length} means, {variances.Length} variances, {values.Length} labels.");
        }

        if (means.IsEmpty)
        {
            return Recalibration.None;
        }

        double[] squares = new double[means.Length];
        double[] own = variances.ToArray();
        for (int i = 0; i < squares.Length; i++)
        {
            squares[i] = (values[i] - means[i]) * (values[i] - means[i]);
            if (!double.IsFinite(squares[i]) || !(own[i] >= 0 && double.IsFinite(own[i])))
            {
                throw new ArgumentException($"Label {i}: {values[i]}, predicted {means[i]} with variance {own[i]}.");
            }
        }

        // Both in units of the mean variance; where all are zero, of the mean square error.
        double unit = own.Average() is > 0 and var mean ? mean : Math.Max(squares.Average(), Least);
        QuasiNewton.Minimum best = QuasiNewton.Minimise(
            (point, gradient) => Loss(squares, own, unit, point, gradient),
            [0, FloorCenter],
            1e-6,
            MaxIterations,
            CancellationToken.None
        );
        double factor = Math.Exp(best.Point[0]);
        double floor = unit * Math.Exp(best.Point[1]);
        return new Recalibration(
            factor,
            floor,
            squares.Zip(own, (square, variance) => Math.Sqrt(square / ((factor * variance) + floor))),
            CoverageCheck.None
        );
    }

    /// <summary>
    /// -2 log posterior density of (log factor, log (floor / unit)) up to a constant, with its gradient.
    /// </summary>
    internal static double Loss(
        ReadOnlySpan<double> squares,
        ReadOnlySpan<double> variances,
        double unit,
        ReadOnlySpan<double> point,
        Span<double> gradient
    )
    {
        double factor = Math.Exp(point[0]);
        double floor = unit * Math.Exp(point[1]);
        double pull = (point[1] - FloorCenter) / FloorPrior;
        double loss = (point[0] * point[0] / (FactorPrior * FactorPrior)) + (pull * pull);
        gradient[0] = 2 * point[0] / (FactorPrior * FactorPrior);
        gradient[1] = 2 * pull / FloorPrior;
        for (int i = 0; i < squares.Length; i++)
        {
            double variance = (factor * variances[i]) + floor;
            loss += Math.Log(variance) + (squares[i] / variance);
            double slope = (1 - (squares[i] / variance)) / variance;
            gradient[0] += slope * factor * variances[i];
            gradient[1] += slope * floor;
        }

        return loss;
    }
}
