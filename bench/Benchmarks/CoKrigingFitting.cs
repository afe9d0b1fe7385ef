using Lichen.Learning;

namespace Lichen.Benchmarks;

/// <summary>
/// Hyperparameters by marginal likelihood, with gradients by all of them, against a textbook Cholesky factor and inverse
/// of a matrix of the same size, as often as the likelihood was evaluated: the algebra alone, without kernel or gradient.
/// </summary>
internal static class CoKrigingFitting
{
    public static IEnumerable<Finding> Run(Scale scale, DyesPool dyes)
    {
        foreach (var count in scale.Labels)
        {
            var labels = dyes.Labels(count);
            var evaluations = 0;
            var turns = Turns.Take(
                Math.Min(scale.Repeats, 3),
                () => Sample.Of(() => evaluations = Fit(dyes, labels).Evaluations),
                () =>
                    Sample.Of(() =>
                    {
                        for (var i = 0; i < evaluations; i++)
                        {
                            Textbook.Inverse(Textbook.Example(count), count);
                        }
                    })
            );
            yield return new Finding(
                $"fit from nothing, {count} labels, {DyesPool.Rungs} rungs, {dyes.Features.Descriptors.Columns} relevances",
                "CPU",
                $"{Finding.Milliseconds(turns.Here(Turns.Cpu))}, {evaluations} likelihoods with gradient",
                $"textbook Cholesky and inverse, as often: {Finding.Milliseconds(turns.Baseline(Turns.Cpu))}",
                turns.Ratio(Turns.Cpu)
            );
        }
    }

    public static CoKrigingFit Fit(DyesPool dyes, Label[] labels) =>
        CoKriging.Fit(
            dyes.Features,
            labels,
            DyesPool.Rungs,
            warmStart: null,
            RadialShape.Gaussian,
            positive: false,
            seed: 1,
            CancellationToken.None
        );
}
