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
            CoKriging.Fit(features, Labels(values), 1, warmStart, shape, seed, cancellationToken);
    }

    /// <summary>Predicts every part of the labels by a process of the others.</summary>
    /// <param name="features">The labelled molecules.</param>
    /// <param name="values">Their labels.</param>
    /// <param name="folds">The parts.</param>
    /// <param name="all">Hyperparameters fitted to all labels.</param>
    /// <param name="refit">
    /// Fits them again without each part. Not done beyond <see cref="CoKriging.MaxLabels"/>, where they come from a
    /// small share of the labels anyway.
    /// </param>
    /// <param name="seed">Of the fits.</param>
    /// <param name="cancellationToken">Checked between evaluations.</param>
    public static Predictions OutOfFold(
        Features features,
        double[] values,
        ImmutableArray<int[]> folds,
        CoKrigingParameters all,
        bool refit,
        ulong seed,
        CancellationToken cancellationToken
    )
    {
        return CrossValidation.Predict(features, values, folds, PredictPart, hopeless: null)!;

        Predictions PredictPart(Features known, double[] labels, Features held, int fold)
        {
            CoKrigingParameters own =
                refit && values.Length <= CoKriging.MaxLabels
                    ? CoKriging.Fit(known, Labels(labels), 1, all, all.Shape, seed, cancellationToken).Parameters
                    : all;
            return Predict(new GaussianProcess(known, Labels(labels), own), held, maxThreads: 1, cancellationToken);
        }
    }

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
