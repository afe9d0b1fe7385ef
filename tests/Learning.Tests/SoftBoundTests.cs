using Lichen.Core.Numerics;

namespace Lichen.Learning.Tests;

public sealed class SoftBoundTests
{
    private const double Bend = 0.3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void What_goes_in_comes_out_and_what_is_far_from_zero_is_not_moved()
    {
        foreach (double value in new[] { 0.004, 0.02, 0.1, 0.3, 0.9, 2.0, 2.69, 2.71, 60 })
        {
            Assert.Equal(value, SoftBound.Outward(SoftBound.Inward(value, Bend), Bend), 1e-12 * Math.Max(1, value));
        }

        Assert.Equal(3.0, SoftBound.Inward(3.0, Bend));
        Assert.Equal(SoftBound.Inward(0.003, Bend), SoftBound.Inward(0, Bend));
        Assert.Equal(-1.5, SoftBound.Outward(SoftBound.Inward(-1.5, 0), 0));
    }

    [Fact]
    public void Mean_and_deviation_are_those_of_a_fine_sum_over_the_normal_distribution()
    {
        foreach (double mean in new[] { -1.0, -0.3, 0, 0.2, 1, 3 })
        {
            foreach (double deviation in new[] { 0.01, 0.1, 0.3, 1, 3 })
            {
                (double first, double spread) = SoftBound.Moments(mean, deviation, Bend);
                (double sum, double squares) = (0, 0);
                const int Steps = 40_000;
                for (int i = 0; i < Steps; i++)
                {
                    double y = SoftBound.Outward(mean + (deviation * Normal.Quantile((i + 0.5) / Steps)), Bend);
                    sum += y / Steps;
                    squares += y * y / Steps;
                }

                double exact = Math.Sqrt(squares - (sum * sum));
                Assert.Equal(sum, first, 2e-4 * deviation);
                Assert.InRange(spread, 0.985 * exact, 1.005 * exact);
            }
        }
    }

    [Fact]
    public void Wholly_unsure_of_a_property_near_zero_no_prediction_and_no_draw_is_negative()
    {
        var pool = new ClearPool(rows: 60, columns: 3, seed: 5);
        Label[] labels = [.. Enumerable.Range(0, 16).Select(i => new Label(i, 0, i % 2 == 0 ? 0 : 0.3 * i))];
        CoKrigingParameters bound = Fit(positive: true);
        CoKrigingParameters free = Fit(positive: false);

        var posterior = new Posterior(pool.Features, bound, maxThreads: 1);
        var unbound = new Posterior(pool.Features, free, maxThreads: 1);
        foreach (Label label in labels)
        {
            posterior.Add(label);
            unbound.Add(label);
        }

        var drawn = posterior.Draw(0, [.. Enumerable.Range(0, 60)], new Random(1));
        Assert.All(posterior.Mean(0).ToArray(), mean => Assert.True(mean > 0));
        Assert.All(drawn, value => Assert.True(value > 0));
        Assert.Contains(unbound.Draw(0, [.. Enumerable.Range(0, 60)], new Random(1)), value => value < 0);
        Assert.Equal(bound, CoKrigingParameters.FromNamedValues(bound.ToNamedValues()));

        CoKrigingParameters Fit(bool positive) =>
            CoKriging.Fit(pool.Features, labels, 1, null, RadialShape.Gaussian, positive, 1, Token).Parameters;
    }

    [Fact]
    public void Bends_of_the_first_fit_stay_and_a_negative_label_undoes_them()
    {
        var pool = new ClearPool(rows: 40, columns: 3, seed: 6);
        Label[] few = [.. Enumerable.Range(0, 6).Select(i => new Label(i, 0, 1 + i))];
        Label[] more = [.. few, .. Enumerable.Range(6, 6).Select(i => new Label(i, 1, 10 + i))];
        CoKrigingParameters first = Fit(few, null);
        Assert.All(first.Rungs, rung => Assert.Equal(0.4, rung.Bend, 1e-12));
        Assert.Equal(first.Rungs.Select(r => r.Bend), Fit(more, first).Rungs.Select(r => r.Bend));
        Assert.All(Fit([.. more, new Label(12, 1, -1)], first).Rungs, rung => Assert.Equal(0, rung.Bend));

        CoKrigingParameters Fit(Label[] labels, CoKrigingParameters? earlier) =>
            CoKriging.Fit(pool.Features, labels, 2, earlier, RadialShape.Gaussian, true, 1, Token).Parameters;
    }
}
