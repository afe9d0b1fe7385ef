using Lichen.Learning;
using Lichen.Learning.Sparse;

namespace Lichen.Benchmarks;

/// <summary>A sparse Gaussian process, an inducing point for every five labels, against the exact one.</summary>
internal static class SparsePrediction
{
    private const int MostLabels = 3000;
    private const int LabelsPerPoint = 5;

    public static IEnumerable<Finding> Run(Scale scale, DyesPool dyes)
    {
        var labels = dyes.Labels(Math.Min(MostLabels, dyes.Features.Rows / 2));
        var inducing = labels.Length / LabelsPerPoint;
        var parameters = CoKrigingFitting.Fit(dyes, labels[..scale.Labels[0]]).Parameters;
        var learning = Turns.Take(
            scale.Repeats,
            () => Sample.Of(() => GC.KeepAlive(Sparse())),
            () => Sample.Of(() => GC.KeepAlive(new GaussianProcess(dyes.Features, labels, parameters)))
        );
        yield return Of($"learn {labels.Length:N0} labels through {inducing} inducing points", learning, labels.Length);

        var sparse = Sparse();
        var exact = new GaussianProcess(dyes.Features, labels, parameters);
        var means = new double[dyes.Features.Rows];
        var deviations = new double[dyes.Features.Rows];
        var predicting = Turns.Take(
            scale.Repeats,
            () => Sample.Of(() => sparse.Predict(dyes.Features, 0, means, deviations, 1, CancellationToken.None)),
            () => Sample.Of(() => exact.Predict(dyes.Features, 0, means, deviations, 1, CancellationToken.None))
        );
        yield return Of($"mean and deviation of {means.Length:N0} molecules by them", predicting, means.Length);

        SparseGaussianProcess Sparse() =>
            new(
                dyes.Features,
                labels,
                parameters,
                inducing,
                SparseForm.Variational,
                seed: 1,
                maxThreads: 1,
                CancellationToken.None
            );
    }

    private static Finding Of(string path, Turns turns, double count) =>
        new(
            path,
            "CPU",
            $"{Finding.Milliseconds(turns.Here(Turns.Cpu))}, {Finding.Rate(count, turns.Here(Turns.Cpu))}",
            $"the exact model: {Finding.Milliseconds(turns.Baseline(Turns.Cpu))}",
            turns.Ratio(Turns.Cpu)
        );
}
