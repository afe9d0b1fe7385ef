namespace Lichen.Learning.Tests;

public sealed class GaussianProcessTests
{
    private static readonly CoKrigingParameters Parameters = new(
        [
            new RungParameters(5, 2, 0, 1, [0.8, 0.3], 0.5, 2.5, 0.1),
            new RungParameters(6.5, 1.5, 0.85, 1, [0.3, 0.5], 0.4, 3.1, 0.2),
        ],
        [1, 0.5, 2],
        RadialShape.Matern52
    );

    [Fact]
    public void It_predicts_strangers_as_the_posterior_of_a_pool_that_has_them()
    {
        var pool = new ClearPool(150, 3, seed: 1, fingerprints: 2);
        Label[] labels = [.. Enumerable.Range(0, 60).Select(i => new Label(i, i % 2, 5 + Math.Sin(i)))];
        var posterior = new Posterior(pool.Features, Parameters, 1);
        Array.ForEach(labels, posterior.Add);
        int[] strangers = [.. Enumerable.Range(60, 90)];
        var process = new GaussianProcess(pool.Features.Select([.. Enumerable.Range(0, 60)]), labels, Parameters);
        var means = new double[90];
        var deviations = new double[90];
        for (int rung = 0; rung < 2; rung++)
        {
            process.Predict(pool.Features.Select(strangers), rung, means, deviations, 2, Token);
            for (int i = 0; i < 90; i++)
            {
                Assert.Equal(posterior.Mean(rung)[60 + i], means[i], 1e-11);
                Assert.Equal(posterior.Deviation(rung)[60 + i], deviations[i], 1e-11);
            }
        }
    }

    [Fact]
    public void Leave_one_out_equals_leaving_each_label_out()
    {
        var pool = new ClearPool(30, 3, seed: 2, fingerprints: 2);
        Label[] labels = [.. Enumerable.Range(0, 30).Select(i => new Label(i, i % 2, 5 + Math.Sin(i)))];
        var all = new GaussianProcess(pool.Features, labels, Parameters).LeaveOneOut();
        for (int i = 0; i < labels.Length; i++)
        {
            Label own = labels[i];
            var rest = new GaussianProcess(pool.Features, [.. labels.Where(l => l != own)], Parameters);
            var mean = new double[1];
            var deviation = new double[1];
            rest.Predict(pool.Features.Select([own.Candidate]), own.Rung, mean, deviation, 1, Token);
            RungParameters rung = Parameters.Rungs[own.Rung];
            double noisy = Math.Sqrt((deviation[0] * deviation[0]) + Math.Pow(rung.Noise * rung.Scale, 2));
            Assert.Equal(mean[0], all[i].Mean, 1e-10);
            Assert.Equal(noisy, all[i].Deviation, 1e-10);
        }
    }

    [Fact]
    public void Features_of_another_form_are_refused()
    {
        var pool = new ClearPool(10, 3, seed: 3, fingerprints: 2);
        Label[] labels = [new(0, 0, 1)];
        Assert.Throws<ArgumentException>(() =>
            new GaussianProcess(new ClearPool(10, 3, 4).Features, labels, Parameters)
        );
        Assert.Throws<ArgumentException>(() => new GaussianProcess(pool.Features, [], Parameters));
        var process = new GaussianProcess(pool.Features, labels, Parameters);
        Features other = new ClearPool(10, 2, seed: 5, fingerprints: 2).Features;
        Assert.Throws<ArgumentException>(() => process.Predict(other, 0, new double[10], new double[10], 1, Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
