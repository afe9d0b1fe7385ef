using CsCheck;
using Lichen.Core.Numerics;
using Lichen.Learning.Calibrations;

namespace Lichen.Learning.Tests.Calibrations;

public sealed class RecalibrationTests
{
    // Chance: 4,000 labels give a share a deviation of 0.005 and a variance one of 2 %.
    private const int Many = 4000;

    [Fact]
    public void Doubt_that_is_too_small_is_widened_to_what_the_errors_are()
    {
        (double[] means, double[] variances, double[] values) = Made(Many, seed: 1, v => (2.5 * v) + 0.3);
        Recalibration learned = VarianceFit.Learn(means, variances, values);
        Assert.InRange(learned.Factor, 2.2, 2.8);
        Assert.InRange(learned.Floor, 0.15, 0.45);
    }

    [Fact]
    public void Fresh_labels_are_inside_the_intervals_as_often_as_stated()
    {
        (double[] means, double[] variances, double[] values) = Made(Many, seed: 2, v => (0.2 * v) + 0.1);
        Recalibration learned = VarianceFit.Learn(means, variances, values);
        (means, variances, values) = Made(Many, seed: 3, v => (0.2 * v) + 0.1);
        double[] deviations = [.. variances.Select(learned.Deviation)];
        foreach (double share in (double[])[0.5, 0.9, 0.95])
        {
            double coverage = CalibrationError.Coverage(means, deviations, values, learned.HalfWidth(share));
            Assert.InRange(coverage, share - 0.03, share + 0.03);
        }

        Assert.InRange(CalibrationError.Ence(means, deviations, values), 0, 0.08);
        double[] raw = [.. variances.Select(Math.Sqrt)];
        Assert.True(CalibrationError.Ence(means, raw, values) > 0.3);
    }

    [Fact]
    public void Widths_hold_for_errors_that_are_not_normal()
    {
        var random = new Random(4);
        double[] values = [.. Enumerable.Range(0, 2 * Many).Select(_ => Math.Pow(ClearPool.Normal(random), 3))];
        double[] zeros = new double[Many];
        double[] ones = [.. zeros.Select(_ => 1.0)];
        Recalibration learned = VarianceFit.Learn(zeros, ones, values.AsSpan(0, Many));
        double[] deviations = [.. ones.Select(learned.Deviation)];
        double coverage = CalibrationError.Coverage(zeros, deviations, values.AsSpan(Many), learned.HalfWidth(0.9));
        Assert.InRange(coverage, 0.88, 0.92);
        Assert.True(learned.HalfWidth(0.9) < Normal.Quantile(0.95));
    }

    [Fact]
    public void The_slope_of_the_loss_is_that_of_differences()
    {
        double[] squares = [0.1, 2, 0, 7];
        double[] variances = [0.5, 0, 1, 3];
        Gen.Select(Gen.Double[-2, 2], Gen.Double[-5, 2])
            .Sample(
                (a, b) =>
                {
                    const double h = 1e-6;
                    var gradient = new double[2];
                    var ignored = new double[2];
                    VarianceFit.Loss(squares, variances, 0.7, [a, b], gradient);
                    double alongA =
                        VarianceFit.Loss(squares, variances, 0.7, [a + h, b], ignored)
                        - VarianceFit.Loss(squares, variances, 0.7, [a - h, b], ignored);
                    double alongB =
                        VarianceFit.Loss(squares, variances, 0.7, [a, b + h], ignored)
                        - VarianceFit.Loss(squares, variances, 0.7, [a, b - h], ignored);
                    Assert.Equal(1, (1 + Math.Abs(gradient[0])) / (1 + Math.Abs(alongA / (2 * h))), 1e-4);
                    Assert.Equal(1, (1 + Math.Abs(gradient[1])) / (1 + Math.Abs(alongB / (2 * h))), 1e-4);
                }
            );
    }

    [Fact]
    public void The_unit_of_the_property_does_not_matter() =>
        Gen.Double[1e-6, 1e6]
            .Sample(
                unit =>
                {
                    (double[] means, double[] variances, double[] values) = Made(50, seed: 5, v => 2 * v);
                    Recalibration own = VarianceFit.Learn(means, variances, values);
                    Recalibration other = VarianceFit.Learn(
                        [.. means.Select(m => m * unit)],
                        [.. variances.Select(v => v * unit * unit)],
                        [.. values.Select(v => v * unit)]
                    );
                    // The search ends within its tolerance, not at the same bit.
                    Assert.Equal(1, other.Factor / own.Factor, 1e-2);
                    Assert.Equal(1, other.HalfWidth(0.9) / own.HalfWidth(0.9), 1e-2);
                },
                iter: 20
            );

    [Fact]
    public void Widths_rise_with_the_share_and_are_never_negative() =>
        Gen.Select(Gen.Double[0, 5].Array[0, 40], Gen.Double[0.01, 0.99], Gen.Double[0.01, 0.99])
            .Sample(
                (scores, one, other) =>
                {
                    var calibration = new Recalibration(1, 0, scores, CoverageCheck.None);
                    double narrow = calibration.HalfWidth(Math.Min(one, other));
                    double wide = calibration.HalfWidth(Math.Max(one, other));
                    Assert.True(narrow >= 0 && wide >= narrow);
                }
            );

    [Fact]
    public void Nineteen_scores_give_the_90_percent_interval_the_eighteenth()
    {
        var calibration = new Recalibration(1, 0, Enumerable.Range(1, 19).Select(i => (double)i), CoverageCheck.None);
        Assert.Equal(18, calibration.HalfWidth(0.9));
    }

    [Fact]
    public void A_new_label_is_tested_before_it_is_learned_from()
    {
        var before = new Recalibration(1, 0, [0.5, 1, 1.5], CoverageCheck.None);
        Recalibration inside = before.With(mean: 0, variance: 1, value: 0.7);
        Assert.Equal(new CoverageCheck(1, 1, 1), inside.Check);
        Recalibration outside = inside.With(mean: 0, variance: 1, value: 9);
        Assert.Equal(new CoverageCheck(2, 1, 1), outside.Check);
        Assert.Equal([0.5, 0.7, 1, 1.5, 9], outside.Scores);
        Assert.Empty(Recalibration.None.Scores);
    }

    [Fact]
    public void Without_labels_the_model_is_believed()
    {
        Recalibration none = VarianceFit.Learn([], [], []);
        Assert.Equal(2, none.Deviation(4));
        Assert.Equal(Normal.Quantile(0.95), none.HalfWidth(0.9));
    }

    [Fact]
    public void A_model_that_never_errs_and_never_doubts_is_left_alone()
    {
        Recalibration learned = VarianceFit.Learn([1, 2, 3], [0, 0, 0], [1, 2, 3]);
        Assert.All(learned.Scores, score => Assert.Equal(0, score));
        Assert.InRange(learned.Deviation(0), 0, 1e-50);
    }

    [Fact]
    public void Numbers_that_cannot_be_are_refused()
    {
        Assert.Throws<FormatException>(() => new Recalibration(-1, 0, [], CoverageCheck.None));
        Assert.Throws<FormatException>(() => new Recalibration(0, 0, [], CoverageCheck.None));
        Assert.Throws<FormatException>(() => new Recalibration(1, 0, [-1], CoverageCheck.None));
        Assert.Throws<ArgumentException>(() => VarianceFit.Learn([0], [double.NaN], [0]));
    }

    [Fact]
    public void A_perfect_model_has_the_error_that_chance_gives()
    {
        (double[] means, double[] variances, double[] values) = Made(Many, seed: 6, v => v);
        double ence = CalibrationError.Ence(means, [.. variances.Select(Math.Sqrt)], values);
        Assert.InRange(ence, 0.25 * 0.028, 2.5 * 0.028);
    }

    [Fact]
    public void The_error_of_a_model_that_doubts_half_as_much_as_it_should_is_one()
    {
        (double[] means, double[] variances, double[] values) = Made(Many, seed: 7, v => v);
        double ence = CalibrationError.Ence(means, [.. variances.Select(v => Math.Sqrt(v) / 2)], values);
        Assert.InRange(ence, 0.9, 1.1);
    }

    /// <summary>
    /// Predictions with variances that differ tenfold, and labels whose true variance is a function of them.
    /// </summary>
    private static (double[] Means, double[] Variances, double[] Values) Made(
        int count,
        int seed,
        Func<double, double> variance
    )
    {
        var random = new Random(seed);
        double[] means = [.. Enumerable.Range(0, count).Select(_ => 10 * ClearPool.Normal(random))];
        double[] variances = [.. means.Select(_ => Math.Pow(10, random.NextDouble() - 0.5))];
        double[] values = [.. means.Zip(variances, (m, v) => m + (Math.Sqrt(variance(v)) * ClearPool.Normal(random)))];
        return (means, variances, values);
    }
}
