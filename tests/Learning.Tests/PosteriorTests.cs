using CsCheck;

namespace Lichen.Learning.Tests;

public sealed class PosteriorTests
{
    // Both sides solve systems of condition number 1e5 or less in double precision.
    private const double RoundingOfTheInverse = 1e-9;

    private static readonly CoKrigingParameters TwoRungs = new([
        new RungParameters(5, 2, 0, 1, [0.8], 0.5, 2.5, 0.03),
        new RungParameters(6.5, 1.5, 0.85, 1, [0.3], 0.4, 3.1, 0.02),
    ]);

    private static readonly CoKrigingParameters ThreeRungs = new(
        [
            TwoRungs.Rungs[0] with
            {
                CountAmplitudes = [0.8, 0.4],
            },
            TwoRungs.Rungs[1] with
            {
                CountAmplitudes = [0.3, 0.5],
            },
            new RungParameters(-40, 0.1, -0.6, 1, [0.5, 0.1], 0.2, 1.7, 0.05)
            {
                OutcomeAmplitude = 0.4,
                OutcomeLengthscale = 1.2,
            },
        ],
        relevances: [1, 0.5, 2, 0, 1.5, 0.1],
        RadialShape.Matern52
    );

    [Fact]
    public void Predictions_equal_the_slow_clear_version()
    {
        var pool = new ClearPool(70, 6, seed: 1, fingerprints: 2, outcomes: 3);
        Label[] labels = Labels(ThreeRungs, 40, 70, seed: 2);
        Pending[] pending = [new(30, 2), new(50, 0), new(51, 1)];
        var posterior = new Posterior(pool.Features, ThreeRungs, maxThreads: 2);
        Array.ForEach(labels, posterior.Add);
        posterior.SetPending(pending);

        var clear = new ClearCoKriging(pool, ThreeRungs);
        for (int candidate = 0; candidate < 70; candidate += 10)
        {
            for (int rung = 0; rung < 3; rung++)
            {
                (double mean, double variance, double covariance) = clear.Predict(labels, pending, candidate, rung);
                double topVariance = clear.Predict(labels, pending, candidate, 2).Variance;
                double scale = ThreeRungs.Rungs[rung].Scale;
                double noise = scale * ThreeRungs.Rungs[rung].Noise;
                Near(mean, posterior.Mean(rung)[candidate], scale);
                Near(variance, Math.Pow(posterior.Deviation(rung)[candidate], 2), scale * scale);
                Near(variance + (noise * noise), Math.Pow(posterior.LabelDeviation(rung)[candidate], 2), scale * scale);
                Near(
                    covariance / Math.Sqrt(variance * topVariance),
                    posterior.CorrelationWithTop(rung)[candidate],
                    1e3
                );
            }
        }
    }

    [Fact]
    public void Joint_draws_have_the_posterior_means_and_covariances()
    {
        var pool = new ClearPool(40, 6, seed: 30, fingerprints: 2, outcomes: 3);
        var posterior = new Posterior(pool.Features, ThreeRungs, 1);
        Array.ForEach(Labels(ThreeRungs, 20, 40, seed: 31), posterior.Add);
        posterior.SetPending([new(35, 2)]);
        int[] candidates = [30, 7, 35, 31];
        double[] covariances = posterior.Covariances(2, candidates);
        double scale = ThreeRungs.Rungs[2].Scale;
        for (int i = 0; i < candidates.Length; i++)
        {
            double variance = scale * scale * covariances[(i * 32) + i];
            Near(Math.Pow(posterior.Deviation(2)[candidates[i]], 2), variance, 1);
        }

        const int draws = 4000;
        var random = new Random(32);
        double[][] all = [.. Enumerable.Range(0, draws).Select(_ => posterior.Draw(2, candidates, random))];
        for (int i = 0; i < candidates.Length; i++)
        {
            for (int j = i; j < candidates.Length; j++)
            {
                (double left, double right) = (posterior.Mean(2)[candidates[i]], posterior.Mean(2)[candidates[j]]);
                double found = all.Average(d => (d[i] - left) * (d[j] - right));
                double expected = scale * scale * covariances[(i * 32) + j];
                // Five standard errors of a covariance from so many draws.
                double spread = posterior.Deviation(2)[candidates[i]] * posterior.Deviation(2)[candidates[j]];
                Assert.Equal(expected, found, 5 * Math.Sqrt(2.0 / draws) * spread);
            }
        }
    }

    [Fact]
    public void Without_labels_it_is_the_prior()
    {
        var pool = new ClearPool(5, 4, seed: 3);
        var posterior = new Posterior(pool.Features, TwoRungs, 1);
        Assert.All(posterior.Mean(1).ToArray(), m => Assert.Equal(6.5, m));
        double variance = (0.85 * 0.85 * (1 + 0.64 + 0.25)) + 1 + 0.09 + 0.16;
        Assert.All(posterior.Deviation(1).ToArray(), d => Assert.Equal(1.5 * Math.Sqrt(variance), d, 12));
    }

    [Fact]
    public void Incremental_equals_rebuilt_to_the_last_bit()
    {
        var pool = new ClearPool(300, 7, seed: 4);
        var grown = new Posterior(pool.Features, TwoRungs, 1);
        Label[] labels = Labels(TwoRungs, 150, 300, seed: 5);
        Array.ForEach(labels, grown.Add);
        grown.SetPending([new(7, 1), new(8, 0)]);
        double[] before = State(grown);
        grown.Rebuild(TwoRungs, TestContext.Current.CancellationToken);
        Assert.Equal(before, State(grown));
    }

    [Fact]
    public void Thread_count_changes_no_bit()
    {
        var pool = new ClearPool(2000, 5, seed: 6);
        Label[] labels = Labels(TwoRungs, 60, 2000, seed: 7);
        double[][] states =
        [
            .. new[] { 1, 2, 5 }.Select(threads =>
            {
                var posterior = new Posterior(pool.Features, TwoRungs, threads);
                Array.ForEach(labels[..30], posterior.Add);
                posterior.Rebuild(TwoRungs, TestContext.Current.CancellationToken);
                Array.ForEach(labels[30..], posterior.Add);
                posterior.SetPending([new(1999, 1)]);
                return State(posterior);
            }),
        ];
        Assert.Equal(states[0], states[1]);
        Assert.Equal(states[0], states[2]);
    }

    [Fact]
    public void Order_of_labels_matters_only_in_rounding()
    {
        var pool = new ClearPool(60, 5, seed: 8);
        Gen.Shuffle(Labels(TwoRungs, 30, 60, seed: 9))
            .Sample(
                shuffled =>
                {
                    var one = new Posterior(pool.Features, TwoRungs, 1);
                    Array.ForEach(Labels(TwoRungs, 30, 60, seed: 9), one.Add);
                    var other = new Posterior(pool.Features, TwoRungs, 1);
                    Array.ForEach(shuffled, other.Add);
                    double[] a = State(one);
                    double[] b = State(other);
                    return a.Zip(b).All(p => Math.Abs(p.First - p.Second) < 1e-7);
                },
                iter: 20
            );
    }

    [Fact]
    public void Pending_leaves_means_and_shrinks_deviations()
    {
        var pool = new ClearPool(80, 5, seed: 10);
        var posterior = new Posterior(pool.Features, TwoRungs, 1);
        Array.ForEach(Labels(TwoRungs, 20, 80, seed: 11), posterior.Add);
        double[] means = posterior.Mean(1).ToArray();
        double[] deviations = posterior.Deviation(1).ToArray();
        posterior.SetPending([new(40, 1)]);
        Assert.Equal(means, posterior.Mean(1).ToArray());
        double[] shrunk = posterior.Deviation(1).ToArray();
        Assert.All(shrunk.Zip(deviations), p => Assert.True(p.First <= p.Second));
        Assert.True(shrunk[40] < 0.1 * deviations[40], "A pending candidate is as good as known.");
    }

    [Fact]
    public void Pending_that_is_gone_leaves_no_trace()
    {
        var pool = new ClearPool(80, 5, seed: 12);
        Label[] labels = Labels(TwoRungs, 20, 80, seed: 13);
        var posterior = new Posterior(pool.Features, TwoRungs, 1);
        Array.ForEach(labels, posterior.Add);
        double[] before = State(posterior);
        posterior.SetPending([new(1, 0), new(2, 1), new(3, 1)]);
        posterior.SetPending([new(1, 0), new(3, 1)]);
        double[] two = State(posterior);
        posterior.SetPending([]);
        Assert.Equal(before, State(posterior));
        posterior.SetPending([new(1, 0), new(3, 1)]);
        Assert.Equal(two, State(posterior));
    }

    [Fact]
    public void A_label_that_was_pending_gives_what_it_would_have_given_otherwise()
    {
        var pool = new ClearPool(80, 5, seed: 14);
        Label[] labels = Labels(TwoRungs, 20, 80, seed: 15);
        var waited = new Posterior(pool.Features, TwoRungs, 1);
        Array.ForEach(labels[..19], waited.Add);
        waited.SetPending([new(5, 0), new(labels[19].Candidate, labels[19].Rung), new(6, 1)]);
        waited.Add(labels[19]);
        Assert.Equal([new(5, 0), new(6, 1)], waited.Pending);

        var direct = new Posterior(pool.Features, TwoRungs, 1);
        Array.ForEach(labels, direct.Add);
        direct.SetPending([new(5, 0), new(6, 1)]);
        Assert.Equal(State(direct), State(waited));
    }

    [Fact]
    public void Deviations_never_grow_with_labels()
    {
        var pool = new ClearPool(50, 5, seed: 16);
        var posterior = new Posterior(pool.Features, TwoRungs, 1);
        double[] last = posterior.Deviation(1).ToArray();
        foreach (Label label in Labels(TwoRungs, 30, 50, seed: 17))
        {
            posterior.Add(label);
            double[] now = posterior.Deviation(1).ToArray();
            Assert.All(now.Zip(last), p => Assert.True(p.First <= p.Second));
            last = now;
        }
    }

    [Fact]
    public void After_a_cancelled_rebuild_nothing_is_answered_until_one_ends()
    {
        var pool = new ClearPool(50, 5, seed: 19);
        var posterior = new Posterior(pool.Features, TwoRungs, 1);
        Array.ForEach(Labels(TwoRungs, 30, 50, seed: 20), posterior.Add);
        posterior.SetPending([new(3, 1)]);
        double[] before = State(posterior);
        Assert.Throws<OperationCanceledException>(() => posterior.Rebuild(TwoRungs, new CancellationToken(true)));
        Assert.Throws<InvalidOperationException>(() => posterior.Mean(0));
        Assert.Throws<InvalidOperationException>(() => posterior.Add(new Label(0, 0, 1)));
        posterior.Rebuild(TwoRungs, TestContext.Current.CancellationToken);
        Assert.Equal(before, State(posterior));
    }

    [Fact]
    public void A_label_of_another_pool_is_refused()
    {
        var pool = new ClearPool(5, 2, seed: 18);
        var posterior = new Posterior(pool.Features, TwoRungs, 1);
        Assert.Throws<ArgumentException>(() => posterior.Add(new Label(5, 0, 1)));
        Assert.Throws<ArgumentException>(() => posterior.Add(new Label(0, 2, 1)));
        Assert.Throws<ArgumentException>(() => posterior.Add(new Label(0, 0, double.NaN)));
        Assert.Throws<ArgumentException>(() => posterior.SetPending([new Pending(-1, 0)]));
        Assert.Throws<ArgumentException>(() => new Posterior(pool.Features, ThreeRungs, 1));
        Assert.Empty(posterior.Labels);
    }

    private static Label[] Labels(CoKrigingParameters parameters, int count, int rows, int seed)
    {
        var random = new Random(seed);
        int[] points = [.. Enumerable.Range(0, rows * parameters.Rungs.Length)];
        random.Shuffle(points);
        return
        [
            .. points[..count]
                .Select(p =>
                {
                    RungParameters rung = parameters.Rungs[p / rows];
                    return new Label(p % rows, p / rows, rung.Shift + (rung.Scale * ClearPool.Normal(random)));
                }),
        ];
    }

    private static double[] State(Posterior posterior) =>
        [
            .. Enumerable
                .Range(0, posterior.Rungs)
                .SelectMany(r =>
                    posterior
                        .Mean(r)
                        .ToArray()
                        .Concat(posterior.Deviation(r).ToArray())
                        .Concat(posterior.CorrelationWithTop(r).ToArray())
                ),
        ];

    private static void Near(double expected, double actual, double unit) =>
        Assert.True(
            Math.Abs(expected - actual) <= RoundingOfTheInverse * unit * 10,
            $"expected {expected:R}, was {actual:R}, off by {(actual - expected) / unit:E1} units"
        );
}
