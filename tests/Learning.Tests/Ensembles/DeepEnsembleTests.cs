using Lichen.Learning.Ensembles;

namespace Lichen.Learning.Tests.Ensembles;

public sealed class DeepEnsembleTests
{
    private static readonly EnsembleSettings Small = EnsembleSettings.Usual with
    {
        FoldedWidth = 64,
        Hidden = [32, 16],
        MaxEpochs = 60,
        Patience = 10,
    };

    [Fact]
    public void What_follows_from_the_features_is_learned()
    {
        (Features features, double[] values) = Made(500, noise: _ => 0.05, seed: 1);
        int[] first = [.. Enumerable.Range(0, 400)];
        int[] rest = [.. Enumerable.Range(400, 100)];
        (double[] means, double[] variances) = Predicted(
            Trained(features.Select(first), values[..400], seed: 1),
            features.Select(rest)
        );
        double[] truth = values[400..];
        double mean = truth.Average();
        double residual = truth.Zip(means, (v, m) => (v - m) * (v - m)).Sum();
        Assert.True(residual < 0.15 * truth.Sum(v => (v - mean) * (v - mean)), $"left {residual}");
        Assert.All(variances, variance => Assert.True(variance > 0));
    }

    [Fact]
    public void More_noise_is_seen_where_there_is_more()
    {
        // The noise depends on the first descriptor, whose sign is all that matters here.
        (Features features, double[] values) = Made(800, noise: d => d > 0 ? 2.0 : 0.2, seed: 2);
        int[] first = [.. Enumerable.Range(0, 600)];
        int[] rest = [.. Enumerable.Range(600, 200)];
        (_, double[] variances) = Predicted(
            Trained(features.Select(first), values[..600], seed: 2),
            features.Select(rest)
        );
        double noisy = rest.Where(i => features.Descriptors[i, 0] > 0.3).Average(i => variances[i - 600]);
        double quiet = rest.Where(i => features.Descriptors[i, 0] < -0.3).Average(i => variances[i - 600]);
        Assert.True(noisy > 2 * quiet, $"{noisy} and {quiet}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_gives_others()
    {
        (Features features, double[] values) = Made(60, noise: _ => 0.1, seed: 3);
        EnsembleSettings brief = Small with { MaxEpochs = 3 };
        double[] one = Predicted(Trained(features, values, 7, brief), features).Means;
        Assert.Equal(one, Predicted(Trained(features, values, 7, brief), features).Means);
        Assert.NotEqual(one, Predicted(Trained(features, values, 8, brief), features).Means);
    }

    [Fact]
    public void Collecting_garbage_meanwhile_changes_no_bit()
    {
        (Features features, double[] values) = Made(120, noise: _ => 0.1, seed: 6);
        EnsembleSettings brief = Small with { MaxEpochs = 150, Patience = 150 };
        double[] quiet = Predicted(Trained(features, values, 9, brief), features).Means;
        using var trained = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!trained.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        double[] disturbed;
        try
        {
            disturbed = Predicted(Trained(features, values, 9, brief), features).Means;
        }
        finally
        {
            trained.Cancel();
            collector.Join();
        }

        Assert.Equal(quiet, disturbed);
    }

    [Fact]
    public void Labels_that_are_all_alike_are_predicted_as_they_are()
    {
        (Features features, _) = Made(40, noise: _ => 0, seed: 4);
        double[] same = [.. Enumerable.Repeat(3.5, 40)];
        (double[] means, _) = Predicted(Trained(features, same, 1), features);
        Assert.All(means, mean => Assert.Equal(3.5, mean, 0.5));
    }

    [Fact]
    public void Predictions_do_not_depend_on_the_number_of_threads()
    {
        (Features features, double[] values) = Made(2000, noise: _ => 0.1, seed: 5);
        int[] few = [.. Enumerable.Range(0, 40)];
        DeepEnsemble ensemble = Trained(features.Select(few), values[..40], 1, Small with { MaxEpochs = 2 });
        double[] means = new double[2000],
            variances = new double[2000];
        ensemble.Predict(features, means, variances, maxThreads: 2, TestContext.Current.CancellationToken);
        Assert.Equal(Predicted(ensemble, features).Means, means);
    }

    [Fact]
    public void Each_member_holds_out_its_own_labels()
    {
        var held = EnsembleTraining.HeldOut(100, 5, new Random(1));
        Assert.All(held, rows => Assert.Equal(10, rows.Distinct().Count()));
        Assert.Equal(50, held.SelectMany(rows => rows).Distinct().Count());
    }

    [Fact]
    public void A_layer_is_the_product_written_out()
    {
        var random = new Random(6);
        float[] weights = [.. Enumerable.Range(0, 7 * 19).Select(_ => (float)ClearPool.Normal(random))];
        float[] biases = [.. Enumerable.Range(0, 19).Select(_ => (float)ClearPool.Normal(random))];
        float[] inputs = [1, 0, -2, 0, 0.5f, 3, 0];
        var outputs = new float[19];
        new DenseLayer(7, 19, weights, biases).Apply(inputs, outputs);
        for (int j = 0; j < 19; j++)
        {
            double expected = biases[j] + Enumerable.Range(0, 7).Sum(i => (double)inputs[i] * weights[(i * 19) + j]);
            Assert.Equal(expected, outputs[j], 1e-5);
        }

        Assert.Throws<FormatException>(() => new DenseLayer(7, 18, weights, biases));
    }

    /// <summary>Training loads libtorch in this process, so this test runs itself in a process of its own.</summary>
    [Fact]
    public Task Predicting_leaves_libtorch_unloaded() =>
        OwnProcess.RunAsync(() =>
        {
            var pool = new ClearPool(30, 5, seed: 1);
            var layer = new DenseLayer(5 + 8, 2, new float[13 * 2], new float[2]);
            var ensemble = new DeepEnsemble(
                1,
                2,
                5,
                [
                    [layer],
                    [layer],
                ]
            );
            Assert.All(Predicted(ensemble, pool.Features).Means, mean => Assert.Equal(1, mean));
            Assert.DoesNotContain(File.ReadLines("/proc/self/maps"), line => line.Contains("libtorch"));
        });

    private static DeepEnsemble Trained(
        Features features,
        double[] values,
        ulong seed,
        EnsembleSettings? settings = null
    ) =>
        EnsembleTraining
            .Train(features, values, settings ?? Small, seed, TestContext.Current.CancellationToken)
            .Ensemble;

    private static (double[] Means, double[] Variances) Predicted(DeepEnsemble ensemble, Features features)
    {
        double[] means = new double[features.Rows],
            variances = new double[features.Rows];
        ensemble.Predict(features, means, variances, maxThreads: 1, TestContext.Current.CancellationToken);
        return (means, variances);
    }

    /// <summary>Molecules whose property is a smooth function of two descriptors.</summary>
    private static (Features Features, double[] Values) Made(int count, Func<double, double> noise, int seed)
    {
        Features features = new ClearPool(count, 4, seed).Features;
        var random = new Random(seed);
        double[] values =
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    (double x, double y) = (features.Descriptors[i, 0], features.Descriptors[i, 1]);
                    return 10 + (2 * x) + Math.Sin(y) + (noise(x) * ClearPool.Normal(random));
                }),
        ];
        return (features, values);
    }
}
