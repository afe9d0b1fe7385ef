using Lichen.Learning.Dense;

namespace Lichen.Learning.Tests;

public sealed class CoKrigingTests
{
    [Fact]
    public void Likelihood_equals_the_slow_clear_version()
    {
        var pool = new ClearPool(60, 5, seed: 1);
        var prior = new CoKrigingPrior(3, 1, 5);
        Label[] labels = Draw(pool, 3, prior.Centers.ToArray(), count: 90, seed: 2);
        (double[] shifts, double[] scales) = Standardisation.Of(labels, 3);
        var likelihood = new CoKrigingLikelihood(pool.Features, labels, prior, shifts, scales, RadialShape.Gaussian);
        double[] free = prior.Draw(new Random(3));
        likelihood.Evaluate(free, new double[prior.Size]);
        var clear = new ClearCoKriging(pool, prior.ToParameters(free, shifts, scales, RadialShape.Gaussian));
        Assert.Equal(clear.LogLikelihood(labels), likelihood.LogLikelihood, 1e-7);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 5)]
    [InlineData(3, 5)]
    [InlineData(2, 0)]
    [InlineData(2, 3, 2, RadialShape.Matern52)]
    [InlineData(1, 2, 3, RadialShape.Matern32)]
    [InlineData(3, 2, 1, RadialShape.Gaussian, 4)]
    public void Gradient_equals_central_differences(
        int rungs,
        int columns,
        int fingerprints = 1,
        RadialShape shape = RadialShape.Gaussian,
        int outcomes = 0
    )
    {
        // Truncation falls with the square of the step, rounding grows with its inverse: both are below 1e-6 here.
        const double step = 1e-4;
        const double tolerance = 2e-5;
        var pool = new ClearPool(50, columns, seed: 4, fingerprints, outcomes);
        var prior = new CoKrigingPrior(rungs, fingerprints, columns, outcomes);
        Label[] labels = Draw(pool, rungs, prior.Centers.ToArray(), count: 30 * rungs, seed: 5);
        (double[] shifts, double[] scales) = Standardisation.Of(labels, rungs);
        var likelihood = new CoKrigingLikelihood(pool.Features, labels, prior, shifts, scales, shape);
        var idle = new double[prior.Size];
        for (int trial = 0; trial < 4; trial++)
        {
            double[] free = prior.Draw(new Random(6 + trial));
            var gradient = new double[prior.Size];
            likelihood.Evaluate(free, gradient);
            for (int i = 0; i < free.Length; i++)
            {
                double[] up = [.. free];
                double[] down = [.. free];
                up[i] += step;
                down[i] -= step;
                double difference = (likelihood.Evaluate(up, idle) - likelihood.Evaluate(down, idle)) / (2 * step);
                Assert.Equal(difference, gradient[i], tolerance * (1 + Math.Abs(difference)));
            }
        }
    }

    [Fact]
    public void Fit_does_not_depend_on_the_order_of_labels()
    {
        var pool = new ClearPool(80, 5, seed: 7);
        var prior = new CoKrigingPrior(2, 1, 5);
        Label[] labels = Draw(pool, 2, prior.Centers.ToArray(), count: 60, seed: 8);
        CoKrigingFit one = Fit(pool, labels, 2);
        new Random(9).Shuffle(labels);
        Assert.Equal(one, Fit(pool, labels, 2));
    }

    [Fact]
    public void Same_seed_gives_the_same_fit_when_only_a_part_of_the_labels_is_used()
    {
        var pool = new ClearPool(900, 3, seed: 10);
        var random = new Random(11);
        Label[] labels = [.. Enumerable.Range(0, 400).Select(i => new Label(i, i % 2, ClearPool.Normal(random)))];
        Assert.Equal(Fit(pool, labels, 2), Fit(pool, labels, 2));
    }

    [Fact]
    public void Slope_of_the_rungs_is_recovered()
    {
        var pool = new ClearPool(400, 5, seed: 12);
        var prior = new CoKrigingPrior(2, 1, 5);
        double[] truth = prior.Centers.ToArray();
        truth[prior.PerRung + prior.Coupling] = 1.7;
        Label[] labels = Draw(pool, 2, truth, count: 800, seed: 13);
        Label[] known = [.. labels.Where(l => l.Rung == 0 ? l.Candidate < 200 : l.Candidate is >= 120 and < 220)];
        CoKrigingFit fit = Fit(pool, known, 2);
        Assert.True(fit.Converged);
        Assert.Equal(1.7, fit.Parameters.Slope(1), 0.25);
    }

    [Fact]
    public void A_lower_rung_helps_the_upper()
    {
        var pool = new ClearPool(300, 5, seed: 14);
        Label[] all = Draw(pool, 2, new CoKrigingPrior(2, 1, 5).Centers.ToArray(), count: 600, seed: 15);
        Label[] few = [.. all.Where(l => l.Rung == 1 && l.Candidate < 25)];
        Label[] both = [.. few, .. all.Where(l => l.Rung == 0)];
        Assert.True(TopError(pool, both, all) < 0.6 * TopError(pool, few, all));
    }

    [Fact]
    public void A_lower_rung_that_says_nothing_is_ignored()
    {
        var pool = new ClearPool(300, 5, seed: 16);
        Label[] all = Draw(pool, 2, new CoKrigingPrior(2, 1, 5).Centers.ToArray(), count: 600, seed: 17);
        Label[] upper = [.. all.Where(l => l.Rung == 1 && l.Candidate < 100)];
        double[] values = [.. all.Where(l => l.Rung == 0).Select(l => l.Value)];
        new Random(18).Shuffle(values);
        Label[] useless = [.. Enumerable.Range(0, 150).Select(i => new Label(i, 0, values[i]))];
        Assert.InRange(Fit(pool, [.. upper, .. useless], 2).Parameters.Slope(1), -0.3, 0.3);
        Assert.True(TopError(pool, [.. upper, .. useless], all) < 1.1 * TopError(pool, upper, all));
    }

    [Fact]
    public void Intervals_cover_draws_from_the_prior_as_often_as_they_say()
    {
        // 30 draws of 40 held-out labels; those of one draw are correlated, so the effective number is taken as a
        // quarter. Four binomial deviations then hold but once in 10,000.
        int inside50 = 0,
            inside90 = 0,
            total = 0;
        for (int draw = 0; draw < 30; draw++)
        {
            var pool = new ClearPool(80, 5, seed: 100 + draw);
            var prior = new CoKrigingPrior(2, 1, 5);
            double[] free = prior.Centers.ToArray();
            Label[] labels = Draw(pool, 2, free, count: 160, seed: 200 + draw);
            var posterior = new Posterior(
                pool.Features,
                prior.ToParameters(free, [0, 0], [1, 1], RadialShape.Gaussian),
                1
            );
            Array.ForEach([.. labels.Where(l => l.Candidate < (l.Rung == 0 ? 60 : 30))], posterior.Add);
            foreach (Label test in labels.Where(l => l.Rung == 1 && l.Candidate >= 40))
            {
                double z = Math.Abs(test.Value - posterior.Mean(1)[test.Candidate]);
                z /= posterior.LabelDeviation(1)[test.Candidate];
                inside50 += z < 0.6745 ? 1 : 0;
                inside90 += z < 1.6449 ? 1 : 0;
                total++;
            }
        }

        Within(0.5, inside50, total);
        Within(0.9, inside90, total);

        static void Within(double share, int inside, int total) =>
            Assert.Equal(share, (double)inside / total, 4 * Math.Sqrt(share * (1 - share) / (total / 4.0)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(0, 1)]
    [InlineData(2, 1)]
    [InlineData(5, 2)]
    public void Few_labels_give_finite_sober_predictions(int lower, int upper)
    {
        var pool = new ClearPool(30, 5, seed: 19);
        Label[] labels =
        [
            .. Enumerable.Range(0, lower).Select(i => new Label(i, 0, 3 + (0.3 * i))),
            .. Enumerable.Range(0, upper).Select(i => new Label(i, 1, 2 + (0.2 * i))),
        ];
        CoKrigingFit fit = Fit(pool, labels, 2);
        var posterior = new Posterior(pool.Features, fit.Parameters, 1);
        Array.ForEach(labels, posterior.Add);
        for (int rung = 0; rung < 2; rung++)
        {
            Assert.All(posterior.Mean(rung).ToArray(), m => Assert.InRange(m, -1, 7));
            Assert.All(posterior.Deviation(rung).ToArray(), d => Assert.InRange(d, 0, 6));
        }
    }

    [Fact]
    public void Equal_labels_do_not_break_the_fit()
    {
        var pool = new ClearPool(30, 5, seed: 20);
        Label[] labels = [.. Enumerable.Range(0, 12).Select(i => new Label(i, i % 2, 4.0))];
        CoKrigingFit fit = Fit(pool, labels, 2);
        var posterior = new Posterior(pool.Features, fit.Parameters, 1);
        Array.ForEach(labels, posterior.Add);
        Assert.All(posterior.Mean(1).ToArray(), m => Assert.Equal(4.0, m, 0.2));
    }

    [Fact]
    public void A_warm_start_finds_no_worse_a_fit_in_less_work()
    {
        var pool = new ClearPool(120, 5, seed: 21);
        Label[] labels = Draw(pool, 2, new CoKrigingPrior(2, 1, 5).Centers.ToArray(), count: 150, seed: 22);
        CoKrigingFit cold = Fit(pool, labels, 2);
        CoKrigingFit warm = CoKriging.Fit(
            pool.Features,
            labels,
            2,
            cold.Parameters,
            RadialShape.Gaussian,
            positive: false,
            1,
            Token
        );
        Assert.True(warm.Evaluations < cold.Evaluations);
        Assert.True(warm.LogLikelihood > cold.LogLikelihood - 0.1);
    }

    [Fact]
    public void A_cancelled_fit_says_so()
    {
        var pool = new ClearPool(30, 5, seed: 23);
        Assert.Throws<OperationCanceledException>(() =>
            CoKriging.Fit(
                pool.Features,
                [new(0, 0, 1), new(1, 0, 2)],
                1,
                null,
                RadialShape.Gaussian,
                positive: false,
                1,
                new CancellationToken(true)
            )
        );
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static CoKrigingFit Fit(ClearPool pool, Label[] labels, int rungs) =>
        CoKriging.Fit(
            pool.Features,
            labels,
            rungs,
            warmStart: null,
            RadialShape.Gaussian,
            positive: false,
            seed: 1,
            Token
        );

    private static double TopError(ClearPool pool, Label[] labels, Label[] truth)
    {
        var posterior = new Posterior(pool.Features, Fit(pool, labels, 2).Parameters, 1);
        Array.ForEach(labels, posterior.Add);
        HashSet<int> known = [.. labels.Where(l => l.Rung == 1).Select(l => l.Candidate)];
        double sum = 0;
        int count = 0;
        foreach (Label label in truth.Where(l => l.Rung == 1 && !known.Contains(l.Candidate)))
        {
            sum += Math.Pow(label.Value - posterior.Mean(1)[label.Candidate], 2);
            count++;
        }

        return Math.Sqrt(sum / count);
    }

    /// <summary>Labels drawn from the model itself, in standardised units, at the first points of (rung, candidate).</summary>
    private static Label[] Draw(ClearPool pool, int rungs, double[] free, int count, int seed)
    {
        var random = new Random(seed);
        var prior = new CoKrigingPrior(rungs, pool.Features.Counts.Length, pool.Columns, pool.Outcomes);
        var parameters = prior.ToParameters(
            free,
            new double[rungs],
            [.. Enumerable.Repeat(1.0, rungs)],
            RadialShape.Gaussian
        );
        var clear = new ClearCoKriging(pool, parameters);
        Pending[] points =
        [
            .. Enumerable.Range(0, count).Select(i => new Pending(i % (count / rungs), i / (count / rungs))),
        ];
        double[] white = [.. points.Select(_ => ClearPool.Normal(random))];
        double[,] covariance = clear.Matrix(points);
        int n = points.Length;
        var lower = new double[n, n];
        var labels = new Label[n];
        for (int i = 0; i < n; i++)
        {
            double value = 0;
            for (int j = 0; j <= i; j++)
            {
                double sum = covariance[i, j];
                for (int k = 0; k < j; k++)
                {
                    sum -= lower[i, k] * lower[j, k];
                }

                lower[i, j] = i == j ? Math.Sqrt(sum) : sum / lower[j, j];
                value += lower[i, j] * white[j];
            }

            labels[i] = new Label(points[i].Candidate, points[i].Rung, value);
        }

        return labels;
    }
}
