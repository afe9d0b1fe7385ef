using Lichen.Learning.Dense;

namespace Lichen.Learning.Tests;

/// <summary>Labels whose source says how far they may be off.</summary>
public sealed class StatedDeviationTests
{
    private static readonly CoKrigingParameters Parameters = new([
        new RungParameters(5, 2, 0, 1, [0.8], 0.5, 2.5, 0.03) { StatedDeviation = 0.4, StatedFactor = 1.6 },
        new RungParameters(6.5, 1.5, 0.85, 1, [0.3], 0.4, 3.1, 0.02),
    ]);

    [Fact]
    public void Likelihood_equals_the_slow_clear_version_and_its_gradient_central_differences()
    {
        const double step = 1e-4;
        var pool = new ClearPool(40, 4, seed: 1, fingerprints: 1, outcomes: 2);
        var prior = new CoKrigingPrior(2, 1, 4, 2, stated: true);
        Label[] labels = Labels(pool, 60, seed: 2);
        (double[] shifts, double[] scales) = Standardisation.Of(labels, 2);
        var likelihood = new CoKrigingLikelihood(pool.Features, labels, prior, shifts, scales, RadialShape.Gaussian);
        double[] free = prior.Draw(new Random(3));
        var gradient = new double[prior.Size];
        likelihood.Evaluate(free, gradient);
        var clear = new ClearCoKriging(pool, prior.ToParameters(free, shifts, scales, RadialShape.Gaussian));
        Assert.Equal(clear.LogLikelihood(labels), likelihood.LogLikelihood, 1e-7);
        var idle = new double[prior.Size];
        for (int i = 0; i < free.Length; i++)
        {
            double[] up = [.. free];
            double[] down = [.. free];
            up[i] += step;
            down[i] -= step;
            double difference = (likelihood.Evaluate(up, idle) - likelihood.Evaluate(down, idle)) / (2 * step);
            Assert.Equal(difference, gradient[i], 2e-5 * (1 + Math.Abs(difference)));
        }
    }

    [Fact]
    public void Predictions_equal_the_slow_clear_version()
    {
        var pool = new ClearPool(40, 4, seed: 4);
        Label[] labels = Labels(pool, 30, seed: 5);
        Pending[] pending = [new(30, 0), new(31, 1)];
        var posterior = new Posterior(pool.Features, Parameters, maxThreads: 1);
        Array.ForEach(labels, posterior.Add);
        posterior.SetPending(pending);
        var clear = new ClearCoKriging(pool, Parameters);
        for (int candidate = 0; candidate < 40; candidate += 7)
        {
            (double mean, double variance, _) = clear.Predict(labels, pending, candidate, 0);
            Assert.Equal(mean, posterior.Mean(0)[candidate], 1e-8);
            Assert.Equal(Math.Sqrt(variance), posterior.Deviation(0)[candidate], 1e-8);
            // A label to come is expected to state what others did: 0.4 in standardised units, times 1.6.
            double expected = variance + (4 * ((0.03 * 0.03) + (0.64 * 0.64)));
            Assert.Equal(Math.Sqrt(expected), posterior.LabelDeviation(0)[candidate], 1e-8);
        }

        double[] before = [.. posterior.Mean(1), .. posterior.Deviation(1)];
        posterior.Rebuild(Parameters, TestContext.Current.CancellationToken);
        Assert.Equal(before, (double[])[.. posterior.Mean(1), .. posterior.Deviation(1)]);
    }

    [Fact]
    public void A_label_that_its_source_does_not_believe_says_nothing()
    {
        var pool = new ClearPool(20, 4, seed: 6);
        Label[] labels = Labels(pool, 10, seed: 7);
        var without = new Posterior(pool.Features, Parameters, 1);
        var with = new Posterior(pool.Features, Parameters, 1);
        Array.ForEach(labels, without.Add);
        Array.ForEach([.. labels, new Label(15, 0, 99, Deviation: 1e6)], with.Add);
        Assert.All(
            without.Mean(0).ToArray().Zip(with.Mean(0).ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, 1e-6)
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2.5)]
    public void How_far_to_trust_what_is_stated_is_learned(double truth)
    {
        var pool = new ClearPool(400, 4, seed: 8);
        var random = new Random(9);
        Label[] labels =
        [
            .. Enumerable
                .Range(0, 400)
                .Select(i =>
                {
                    double stated = i % 2 == 0 ? 0.05 : 1;
                    double noise = truth * stated * ClearPool.Normal(random);
                    return new Label(i, 0, pool.Features.Descriptors[i, 0] + noise, stated);
                }),
        ];
        RungParameters rung = CoKriging
            .Fit(
                pool.Features,
                labels,
                1,
                null,
                RadialShape.Gaussian,
                positive: false,
                1,
                TestContext.Current.CancellationToken
            )
            .Parameters.Rungs[0];
        Assert.InRange(rung.StatedFactor, 0.85 * truth, 1.15 * truth);
        Assert.Equal(Math.Sqrt(((0.05 * 0.05) + 1) / 2), rung.Scale * rung.StatedDeviation, 1e-9);
    }

    [Fact]
    public void A_negative_or_infinite_deviation_is_refused()
    {
        var pool = new ClearPool(5, 2, seed: 10);
        foreach (double deviation in new[] { -0.1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentException>(() =>
                CoKriging.Fit(
                    pool.Features,
                    [new Label(0, 0, 1), new Label(1, 0, 2, deviation)],
                    1,
                    null,
                    RadialShape.Gaussian,
                    positive: false,
                    1,
                    TestContext.Current.CancellationToken
                )
            );
        }
    }

    /// <summary>Half of those at the lower rung state something.</summary>
    private static Label[] Labels(ClearPool pool, int count, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Label(
                    i / 2 % pool.Features.Rows,
                    i % 2,
                    5 + (2 * ClearPool.Normal(random)),
                    i % 4 == 0 ? random.NextDouble() : 0
                )),
        ];
    }
}
