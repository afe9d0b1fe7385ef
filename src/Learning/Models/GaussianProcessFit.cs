using System.Collections.Immutable;

namespace Lichen.Learning.Models;

/// <summary>A Gaussian process of one rung: its hyperparameters, and its predictions of labels in variance.</summary>
internal static class GaussianProcessFit
{
    /// <summary>Fits hyperparameters for each shape and keeps those of the highest marginal likelihood.</summary>
    public static CoKrigingParameters Parameters(
        Features features,
        double[] values,
        ulong seed,
        CancellationToken cancellationToken
    )
    {
        CoKrigingFit best = Fit(warmStart: null, RadialShape.Gaussian);
        if (features.Descriptors.Columns > 0)
        {
            // Amplitudes and relevances carry over from shape to shape: half the cost of a start from nothing.
            CoKrigingFit rougher = Fit(best.Parameters, RadialShape.Matern52);
            best = rougher.LogLikelihood > best.LogLikelihood ? rougher : best;
        }

        return best.Parameters;

        CoKrigingFit Fit(CoKrigingParameters? warmStart, RadialShape shape) =>
            CoKriging.Fit(features, Labels(values), 1, warmStart, shape, positive: false, seed, cancellationToken);
    }

    /// <summary>Predicts every part of the labels by a process fitted to the others.</summary>
    /// <param name="features">The labelled molecules.</param>
    /// <param name="values">Their labels.</param>
    /// <param name="folds">The parts.</param>
    /// <param name="start">Hyperparameters fitted to all labels: where each fit begins.</param>
    /// <param name="seed">Of the fits.</param>
    /// <param name="cancellationToken">Checked between evaluations.</param>
    /// <remarks>
    /// There are as many relevances as descriptors, and hyperparameters that have seen a label make its error look small.
    /// Beyond <see cref="CoKriging.MaxLabels"/> they come from a share of the labels only and are not fitted again.
    /// </remarks>
    public static Predictions OutOfFold(
        Features features,
        double[] values,
        ImmutableArray<int[]> folds,
        CoKrigingParameters start,
        ulong seed,
        CancellationToken cancellationToken
    )
    {
        return CrossValidation.Predict(features, values, folds, PredictPart, hopeless: null)!;

        Predictions PredictPart(Features known, double[] labels, Features held, int fold)
        {
            CoKrigingParameters own = Again(known, labels, start, seed, cancellationToken);
            return Predict(new GaussianProcess(known, Labels(labels), own), held, maxThreads: 1, cancellationToken);
        }
    }

    /// <summary>Hyperparameters of a part of the labels, starting from those of all; beyond the usual number those of all.</summary>
    public static CoKrigingParameters Again(
        Features known,
        double[] labels,
        CoKrigingParameters start,
        ulong seed,
        CancellationToken cancellationToken
    ) =>
        labels.Length < CoKriging.MaxLabels
            ? CoKriging.Fit(known, Labels(labels), 1, start, start.Shape, false, seed, cancellationToken).Parameters
            : start;

    /// <summary>Predicts labels, noise included.</summary>
    public static Predictions Predict(
        GaussianProcess process,
        Features candidates,
        int maxThreads,
        CancellationToken cancellationToken
    )
    {
        Predictions predictions = Predictions.Empty(candidates.Rows);
        process.Predict(candidates, 0, predictions.Means, predictions.Variances, maxThreads, cancellationToken);
        RungParameters rung = process.Parameters.Rungs[0];
        double noise = rung.Scale * rung.Noise;
        foreach (ref double deviation in predictions.Variances.AsSpan())
        {
            deviation = (deviation * deviation) + (noise * noise);
        }

        return predictions;
    }

    public static Label[] Labels(IEnumerable<double> values) =>
        [.. values.Select((value, i) => new Label(i, 0, value))];
}
