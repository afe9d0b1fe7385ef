using System.Collections.Immutable;
using Lichen.Core.Molecules;
using Lichen.Learning.Calibrations;
using Lichen.Learning.Models;
using Lichen.Learning.Structures;

namespace Lichen.Learning.StructureModels;

/// <summary>
/// A trained model of one property of structures, with its card: predicts, and can be saved (<see cref="StructureFile"/>).
/// </summary>
public sealed class StructureModel
{
    private readonly StructureBaseline _baseline;
    private readonly ImmutableArray<double> _weights;
    private readonly double[] _own;

    /// <exception cref="FormatException">Card and data contradict each other.</exception>
    internal StructureModel(StructureCard card, StructureData data)
    {
        (Card, Data) = (card, data);
        Elements = data.Space.Elements;
        _baseline = StructureBaseline.Of(card.Extent, Elements, card.HasLower, card.Baseline);
        _weights = [.. card.Kernels.Select(kernel => kernel.Variance)];
        _own = data.Space.Own(data.Rows, _weights);
        Calibration = new Recalibration(
            card.Calibration.Factor,
            card.Calibration.Floor,
            data.CalibrationScores,
            card.Calibration.Check
        );
    }

    /// <summary>What the model says of itself.</summary>
    public StructureCard Card { get; }

    /// <summary>What its doubt is worth, after the variances were set right by <see cref="VarianceCalibration"/>.</summary>
    public Recalibration Calibration { get; }

    /// <summary>The elements of the structures learned from; others cannot be predicted.</summary>
    public ElementSet Elements { get; }

    /// <summary>The keys of its structures: <see cref="StructureSet.KeyOf"/>.</summary>
    public ImmutableArray<string> Keys => Data.Keys;

    internal StructureData Data { get; }

    /// <summary>Predicts structures.</summary>
    /// <param name="geometries">m structures without <see cref="StructureCheck.Problem"/> for <see cref="Elements"/>.</param>
    /// <param name="lower">Their values at the lower rung, shape (m); not looked at where the model has none.</param>
    /// <param name="cancellationToken">Checked between parts.</param>
    public ModelPredictions Predict(
        IReadOnlyList<Geometry> geometries,
        ReadOnlySpan<double> lower,
        CancellationToken cancellationToken
    )
    {
        var (means, variances, scores) = Raw(geometries, lower, cancellationToken);
        return new ModelPredictions(means, [.. variances.Select(Calibration.Deviation)], scores);
    }

    /// <summary>The model after new labels tested it: its calibration has learned, its predictions stay.</summary>
    /// <param name="geometries">The labelled structures.</param>
    /// <param name="lower">Their values at the lower rung.</param>
    /// <param name="values">Their labels, shape (m).</param>
    /// <param name="cancellationToken">Checked between parts.</param>
    public StructureModel Checked(
        IReadOnlyList<Geometry> geometries,
        ReadOnlySpan<double> lower,
        ReadOnlySpan<double> values,
        CancellationToken cancellationToken
    )
    {
        if (geometries.Count == 0)
        {
            return this;
        }

        var (means, variances, _) = Raw(geometries, lower, cancellationToken);
        Recalibration calibration = Calibration;
        for (int i = 0; i < values.Length; i++)
        {
            calibration = calibration.With(means[i], variances[i], values[i]);
        }

        StructureCard card = Card with
        {
            Calibration = new CalibrationCard(
                calibration.Factor,
                calibration.Floor,
                calibration.HalfWidth(0.9),
                calibration.Check
            ),
        };
        return new StructureModel(card, Data with { CalibrationScores = calibration.Scores });
    }

    private (double[] Means, double[] Variances, double[] DomainScores) Raw(
        IReadOnlyList<Geometry> geometries,
        ReadOnlySpan<double> lower,
        CancellationToken cancellationToken
    )
    {
        StructureRows rows = Data.Space.Describe(geometries, cancellationToken);
        KernelMatrix cross = Data.Space.Sum(rows, Data.Rows, _weights, cancellationToken);
        double[] own = Data.Space.Own(rows, _weights);
        var means = new double[geometries.Count];
        var variances = new double[geometries.Count];
        Data.Posterior.Predict(
            new KernelSum([1], Card.Noise),
            [cross],
            [.. Enumerable.Range(0, geometries.Count)],
            [.. Enumerable.Range(0, cross.Columns)],
            own,
            means,
            variances
        );
        for (int m = 0; m < means.Length; m++)
        {
            means[m] += _baseline.At(geometries[m], Card.HasLower ? lower[m] : 0);
            variances[m] = Data.Variances.Apply(variances[m]);
        }

        return (means, variances, StructureDistances.Scores(cross, own, _own, Card.Domain));
    }
}

/// <summary>The numbers in bulk of a model.</summary>
/// <param name="Set">What it learned from.</param>
/// <param name="Keys">Of its structures.</param>
/// <param name="Space">Its kernels.</param>
/// <param name="Rows">Its structures as vectors.</param>
/// <param name="Posterior">The process, conditioned.</param>
/// <param name="Variances">Sets variances right.</param>
/// <param name="CalibrationScores">See <see cref="Recalibration"/>.</param>
internal sealed record StructureData(
    StructureSet Set,
    ImmutableArray<string> Keys,
    StructureSpace Space,
    StructureRows Rows,
    StructurePosterior Posterior,
    VarianceCalibration Variances,
    ImmutableArray<double> CalibrationScores
);
