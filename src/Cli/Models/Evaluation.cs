using Lichen.Learning.Calibrations;
using Lichen.Learning.Models;

namespace Lichen.Cli.Models;

/// <summary>How a model did on labels that it had not seen.</summary>
/// <param name="Labels">How many.</param>
/// <param name="MeanAbsoluteError">In the unit of the property.</param>
/// <param name="RootMeanSquareError">In the unit of the property.</param>
/// <param name="Determination">1 - residual over total sum of squares; NaN where all labels are alike.</param>
/// <param name="Coverage50">Share of labels in their 50 % interval.</param>
/// <param name="Coverage90">Share of labels in their 90 % interval.</param>
/// <param name="Ence">Expected normalised calibration error in 10 bins.</param>
/// <param name="InDomain">Share of molecules in the model's domain.</param>
internal sealed record Evaluation(
    int Labels,
    double MeanAbsoluteError,
    double RootMeanSquareError,
    double Determination,
    double Coverage50,
    double Coverage90,
    double Ence,
    double InDomain
)
{
    /// <param name="predictions">Of the labelled molecules or structures.</param>
    /// <param name="labels">The labels, shape (n), n at least 1.</param>
    /// <param name="calibration">The model's.</param>
    /// <param name="domain">The model's.</param>
    public static Evaluation Of(ModelPredictions predictions, double[] labels, Recalibration calibration, Domain domain)
    {
        double[] errors = [.. predictions.Means.Zip(labels, (predicted, label) => predicted - label)];
        var mean = labels.Average();
        var squares = errors.Sum(error => error * error);
        var total = labels.Sum(label => (label - mean) * (label - mean));
        return new Evaluation(
            labels.Length,
            errors.Average(Math.Abs),
            Math.Sqrt(squares / labels.Length),
            total > 0 ? 1 - (squares / total) : double.NaN,
            Coverage(0.5),
            Coverage(0.9),
            CalibrationError.Ence(predictions.Means, predictions.Deviations, labels),
            predictions.DomainScores.Average(score => domain.Holds(score) ? 1.0 : 0.0)
        );

        double Coverage(double share) =>
            CalibrationError.Coverage(predictions.Means, predictions.Deviations, labels, calibration.HalfWidth(share));
    }
}
