using Lichen.Learning.Structures;

namespace Lichen.Learning.Tests.Structures;

public sealed class VarianceCalibrationTests
{
    [Fact]
    public void Variances_of_the_wrong_size_and_shape_are_set_right()
    {
        // Deviations that should have been three times the square root of what was said.
        var (residuals, variances) = Drawn(1, 4000, said => 3 * Math.Sqrt(said));
        var calibration = VarianceCalibration.Fit(residuals, variances);
        var (fresh, said) = Drawn(2, 4000, deviation => 3 * Math.Sqrt(deviation));
        double[] set = [.. said.Select(calibration.Apply)];
        Assert.InRange(VarianceCalibration.Error(fresh, said, 10), 0.5, 5);
        Assert.InRange(VarianceCalibration.Error(fresh, set, 10), 0, 0.06);
        double inside = fresh
            .Zip(set, (r, v) => Math.Abs(r) <= calibration.HalfWidth90 * Math.Sqrt(v) ? 1.0 : 0)
            .Average();
        Assert.InRange(inside, 0.88, 0.92);
    }

    [Fact]
    public void Larger_variances_never_become_smaller_ones()
    {
        var (residuals, variances) = Drawn(3, 300, _ => 1);
        var calibration = VarianceCalibration.Fit(residuals, variances);
        double[] rising = [.. Enumerable.Range(1, 200).Select(i => calibration.Apply(0.01 * i))];
        Assert.Equal(rising.Order(), rising);
    }

    [Fact]
    public void No_calibration_changes_nothing()
    {
        Assert.Equal(0.37, VarianceCalibration.None.Apply(0.37), 1e-15);
        Assert.Equal(1.645, VarianceCalibration.None.HalfWidth90, 1e-3);
    }

    private static (double[] Residuals, double[] Variances) Drawn(int seed, int count, Func<double, double> deviation)
    {
        var random = new Random(seed);
        double[] said = [.. Enumerable.Range(0, count).Select(_ => 0.2 + random.NextDouble())];
        return ([.. said.Select(s => deviation(s) * ClearPool.Normal(random))], [.. said.Select(s => s * s)]);
    }
}
