using System.Collections.Immutable;
using System.Globalization;
using Lichen.Learning.Calibrations;

namespace Lichen.Learning.Models;

/// <summary>Which kind of model predicts labels best that it has not seen, and by how much.</summary>
/// <param name="Kind">The kind chosen.</param>
/// <param name="GaussianProcessShare">The weight of the Gaussian process, 0 to 1.</param>
/// <param name="Scores">Every kind tried.</param>
/// <param name="Reason">Why, in a sentence with numbers.</param>
/// <remarks>
/// The score is the mean log density of out-of-fold labels under the recalibrated normal prediction, a proper score:
/// Gneiting and Raftery 2007, <see href="https://doi.org/10.1198/016214506000001437"/>. Weights of the mixture are
/// those that do best by the same score (stacking of predictive distributions: Yao et al. 2018,
/// <see href="https://doi.org/10.1214/17-BA1091"/>).
/// </remarks>
public sealed record ModelChoice(
    ModelKind Kind,
    double GaussianProcessShare,
    ImmutableArray<KindScore> Scores,
    string Reason
)
{
    /// <summary>The weights tried for a mixture.</summary>
    internal static ImmutableArray<double> Shares { get; } = [0.2, 0.35, 0.5, 0.65, 0.8];

    /// <summary>Chooses between a Gaussian process, an ensemble and mixtures of both.</summary>
    /// <param name="values">The labels, shape (n).</param>
    /// <param name="process">Out-of-fold predictions of the one.</param>
    /// <param name="ensemble">Out-of-fold predictions of the other.</param>
    internal static ModelChoice Between(ReadOnlySpan<double> values, Predictions process, Predictions ensemble)
    {
        double[] labels = values.ToArray();
        Trial[] singles =
        [
            new(ModelKind.GaussianProcess, 1, Densities(labels, process)),
            new(ModelKind.DeepEnsemble, 0, Densities(labels, ensemble)),
        ];
        Trial mixture = Shares
            .Select(share => new Trial(
                ModelKind.Mixture,
                share,
                Densities(labels, Predictions.Mix(process, ensemble, share))
            ))
            .MaxBy(trial => trial.Mean)!;
        Trial single = singles.MaxBy(trial => trial.Mean)!;
        double[] gains = [.. mixture.Densities.Zip(single.Densities, (m, s) => m - s)];
        // Two models cost twice: they have to earn it by more than chance.
        Trial chosen = gains.Average() > StandardError(gains) ? mixture : single;
        return new ModelChoice(
            chosen.Kind,
            chosen.Share,
            [.. singles.Append(mixture).Select(trial => trial.Score)],
            Words(chosen, single, singles, gains)
        );
    }

    /// <summary>
    /// True when labels of a first part give no sign that networks help: no mixture with them gains on the Gaussian
    /// process.
    /// </summary>
    internal static bool IsHopeless(double[] values, Predictions process, Predictions ensemble)
    {
        double alone = Densities(values, process).Average();
        return Shares
            .Add(0)
            .All(share => Densities(values, Predictions.Mix(process, ensemble, share)).Average() <= alone);
    }

    /// <summary>The only kind that was asked for or possible.</summary>
    internal static ModelChoice Only(ModelKind kind, double[] values, Predictions predictions, string reason)
    {
        var trial = new Trial(kind, kind == ModelKind.GaussianProcess ? 1 : 0, Densities(values, predictions));
        return new ModelChoice(kind, trial.Share, [trial.Score], reason);
    }

    private static string Words(Trial chosen, Trial single, Trial[] singles, double[] gains)
    {
        Trial other = singles.Single(trial => trial != single);
        double[] apart = [.. single.Densities.Zip(other.Densities, (s, o) => s - o)];
        string first =
            $"{Name(single.Kind)} predicts a label held out with a log density {Number(apart.Average())} ± "
            + $"{Number(StandardError(apart))} higher than {Name(other.Kind)}";
        string mixed = $"a mixture of both gains {Number(gains.Average())} ± {Number(StandardError(gains))} over it";
        return chosen == single
            ? $"{first}; {mixed}, too little to be worth two models"
            : $"{first}; {mixed} at weight {Number(chosen.Share)} for {Name(ModelKind.GaussianProcess)}";
    }

    private static string Name(ModelKind kind) =>
        kind == ModelKind.GaussianProcess ? "the Gaussian process" : "the deep ensemble";

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static double[] Densities(double[] values, Predictions predictions)
    {
        Recalibration calibration = VarianceFit.Learn(predictions.Means, predictions.Variances, values);
        return
        [
            .. values.Select(
                (value, i) =>
                {
                    double deviation = calibration.Deviation(predictions.Variances[i]);
                    double z = (value - predictions.Means[i]) / deviation;
                    return (-0.5 * ((z * z) + Math.Log(2 * Math.PI))) - Math.Log(deviation);
                }
            ),
        ];
    }

    private static double StandardError(double[] values)
    {
        double mean = values.Average();
        return values.Length < 2
            ? double.PositiveInfinity
            : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length);
    }

    private sealed record Trial(ModelKind Kind, double Share, double[] Densities)
    {
        public double Mean { get; } = Densities.Average();

        public KindScore Score => new(Kind, Share, Mean, StandardError(Densities));
    }
}

/// <summary>How well a kind of model predicts labels it has not seen.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="GaussianProcessShare">The weight of the Gaussian process.</param>
/// <param name="LogDensity">Mean log density of labels held out, in nats; higher is better.</param>
/// <param name="StandardError">Of that mean.</param>
public sealed record KindScore(ModelKind Kind, double GaussianProcessShare, double LogDensity, double StandardError);
