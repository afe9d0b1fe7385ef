using System.Collections.Immutable;
using Lichen.Learning.Ensembles;
using Lichen.Learning.Models;

namespace Lichen.Learning.Tests.Models;

public sealed class TopRungMixtureTests
{
    private const int Top = 1;

    private static readonly CoKrigingParameters Parameters = new(
        [new RungParameters(5, 2, 0, 1, [0.8], 0.5, 2, 0.1), new RungParameters(6.5, 1.5, 0.85, 1, [0.3], 0.4, 2, 0.2)],
        [1, 0.5, 2]
    );

    private readonly ClearPool _pool = new(60, 3, seed: 1);

    [Fact]
    public void The_top_rung_is_a_mixture_and_the_others_stay()
    {
        ScreenedPosterior process = Learned(),
            mixed = Learned();
        (DeepEnsemble networks, Predictions own) = Networks();
        mixed.Mix(networks, 0.35, Token);
        for (int i = 0; i < 60; i++)
        {
            double deviation = process.LabelDeviation(Top)[i];
            Predictions expected = Predictions.Mix(
                new([process.Mean(Top)[i]], [deviation * deviation]),
                own.Select([i]),
                0.35
            );
            Assert.Equal(expected.Means[0], mixed.Mean(Top)[i], 1e-9);
            Assert.Equal(Math.Sqrt(expected.Variances[0]), mixed.LabelDeviation(Top)[i], 1e-9);
            Assert.True(mixed.Deviation(Top)[i] < mixed.LabelDeviation(Top)[i]);
        }

        Assert.Equal(process.Mean(0).ToArray(), mixed.Mean(0).ToArray());
        Assert.Equal(process.CorrelationWithTop(0).ToArray(), mixed.CorrelationWithTop(0).ToArray());
        mixed.Mix(null, 1, Token);
        Assert.Equal(process.Deviation(Top).ToArray(), mixed.Deviation(Top).ToArray());
    }

    [Fact]
    public void What_is_pending_shrinks_the_doubt_of_networks_as_that_of_the_process()
    {
        ScreenedPosterior process = Learned(),
            networks = Learned();
        networks.Mix(Networks().Ensemble, 0, Token);
        double[] settled = process.Deviation(Top).ToArray(),
            means = networks.Mean(Top).ToArray(),
            deviations = networks.Deviation(Top).ToArray();
        process.SetPending([new(50, Top)]);
        networks.SetPending([new(50, Top)]);
        for (int i = 40; i < 60; i++)
        {
            double factor = process.Deviation(Top)[i] / settled[i];
            Assert.Equal(factor * deviations[i], networks.Deviation(Top)[i], 1e-9);
            Assert.Equal(means[i], networks.Mean(Top)[i]);
        }

        Assert.True(networks.Deviation(Top)[50] < 0.5 * deviations[50]);
        networks.SetPending([]);
        Assert.Equal(deviations, networks.Deviation(Top).ToArray().Select((d, i) => Near(d, deviations[i])));
    }

    [Fact]
    public void A_new_label_moves_the_mixture_with_the_process()
    {
        ScreenedPosterior mixed = Learned();
        mixed.Mix(Networks().Ensemble, 0.5, Token);
        double before = mixed.Mean(Top)[50];
        mixed.Add(new Label(50, Top, before + 5));
        Assert.InRange(mixed.Mean(Top)[50], before + 1, before + 4);
    }

    [Fact]
    public void Networks_read_back_predict_the_same_bits_and_a_cut_file_is_refused()
    {
        (DeepEnsemble networks, Predictions own) = Networks();
        using var file = new MemoryStream();
        EnsembleFile.Write(networks, file);
        file.Position = 0;
        Assert.Equal(own.Variances, Predicted(EnsembleFile.Read(file)).Variances);
        byte[] bytes = file.ToArray();
        Assert.Throws<ModelFileException>(() => EnsembleFile.Read(new MemoryStream(bytes[..(bytes.Length / 2)])));
        var strange = new MemoryStream();
        new Safetensors(
            ImmutableSortedDictionary<string, string>.Empty,
            ImmutableSortedDictionary<string, Tensor>.Empty
        ).Write(strange);
        strange.Position = 0;
        Assert.Equal(
            ModelFileProblem.NotAModel,
            Assert.Throws<ModelFileException>(() => EnsembleFile.Read(strange)).Problem
        );
    }

    private static double Near(double value, double expected) => Math.Abs(value - expected) < 1e-9 ? expected : value;

    private ScreenedPosterior Learned()
    {
        var posterior = new ScreenedPosterior(_pool.Features, Parameters, 1);
        for (int i = 0; i < 30; i++)
        {
            posterior.Add(new Label(i, i % 2, 5 + Math.Sin(i)));
        }

        return posterior;
    }

    private (DeepEnsemble Ensemble, Predictions Own) Networks()
    {
        EnsembleSettings brief = EnsembleSettings.Usual with { FoldedWidth = 32, Hidden = [16], MaxEpochs = 3 };
        Label[] labels = [.. Enumerable.Range(0, 30).Select(i => new Label(i, Top, 5 + Math.Cos(i)))];
        DeepEnsemble networks = TopRungChoice.Train(_pool.Features, labels, brief, seed: 1, Token);
        return (networks, Predicted(networks));
    }

    private Predictions Predicted(DeepEnsemble networks)
    {
        Predictions own = Predictions.Empty(60);
        networks.Predict(_pool.Features, own.Means, own.Variances, maxThreads: 1, Token);
        return own;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
