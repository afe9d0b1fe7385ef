using System.Collections.Immutable;
using Lichen.Learning.Calibrations;
using Lichen.Learning.Ensembles;

namespace Lichen.Learning.Models;

/// <summary>
/// A trained model of one property of molecules, with its card: predicts, and can be saved (<see cref="ModelFile"/>).
/// </summary>
public sealed class MoleculeModel
{
    private readonly GaussianProcess? _process;
    private readonly TrainingDistances _distances;

    /// <exception cref="FormatException">Card and data contradict each other.</exception>
    internal MoleculeModel(ModelCard card, ModelData data)
    {
        (Card, Data) = (card, data);
        if (card.Kind != ModelKind.GaussianProcess && data.Ensemble is null)
        {
            throw new FormatException($"A {card.Kind} needs networks.");
        }

        if (card.Kind != ModelKind.DeepEnsemble)
        {
            var parameters = CoKrigingParameters.FromNamedValues(card.Hyperparameters);
            if (parameters.Rungs.Length != 1 || !parameters.Fit(data.Set.Features))
            {
                throw new FormatException("The hyperparameters are those of other features.");
            }

            _process = new GaussianProcess(data.Set.Features, GaussianProcessFit.Labels(data.Set.Values), parameters);
        }

        CalibrationCard calibration = card.Calibration;
        Calibration = new Recalibration(
            calibration.Factor,
            calibration.Floor,
            data.CalibrationScores,
            calibration.Check
        );
        _distances = new TrainingDistances(data.Set.Features.Counts[0]);
    }

    /// <summary>What the model says of itself.</summary>
    public ModelCard Card { get; }

    /// <summary>What its doubt is worth.</summary>
    public Recalibration Calibration { get; }

    /// <summary>How raw descriptors are scaled before <see cref="Predict"/>.</summary>
    public DescriptorScaling Scaling => Data.Set.Scaling;

    /// <summary>The keys of its labels.</summary>
    public ImmutableArray<string> Keys => Data.Set.Keys;

    internal ModelData Data { get; }

    /// <summary>Predicts molecules.</summary>
    /// <param name="candidates">m molecules, features by the card's recipe, scaled by <see cref="Scaling"/>.</param>
    /// <param name="maxThreads">At most so many threads work; results do not depend on it.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    /// <exception cref="ArgumentException">The features are of another form.</exception>
    public ModelPredictions Predict(Features candidates, int maxThreads, CancellationToken cancellationToken)
    {
        Predictions raw = Raw(candidates, maxThreads, cancellationToken);
        return new ModelPredictions(
            raw.Means,
            [.. raw.Variances.Select(Calibration.Deviation)],
            _distances.Scores(candidates.Counts[0], Card.Domain, cancellationToken)
        );
    }

    /// <summary>The model after a new label tested it: its calibration has learned, its predictions stay.</summary>
    /// <param name="candidates">The labelled molecules.</param>
    /// <param name="values">Their labels, shape (m).</param>
    /// <param name="maxThreads">At most so many threads work.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    public MoleculeModel Checked(
        Features candidates,
        ReadOnlySpan<double> values,
        int maxThreads,
        CancellationToken cancellationToken
    )
    {
        Predictions raw = Raw(candidates, maxThreads, cancellationToken);
        Recalibration calibration = Calibration;
        for (int i = 0; i < values.Length; i++)
        {
            calibration = calibration.With(raw.Means[i], raw.Variances[i], values[i]);
        }

        ModelCard card = Card with
        {
            Calibration = new CalibrationCard(
                calibration.Factor,
                calibration.Floor,
                calibration.HalfWidth(0.9),
                calibration.Check
            ),
        };
        return new MoleculeModel(card, Data with { CalibrationScores = calibration.Scores });
    }

    private Predictions Raw(Features candidates, int maxThreads, CancellationToken cancellationToken)
    {
        Predictions? ofProcess = _process is null
            ? null
            : GaussianProcessFit.Predict(_process, candidates, maxThreads, cancellationToken);
        if (Card.Kind == ModelKind.GaussianProcess)
        {
            return ofProcess!;
        }

        Predictions ofEnsemble = Predictions.Empty(candidates.Rows);
        Data.Ensemble!.Predict(candidates, ofEnsemble.Means, ofEnsemble.Variances, maxThreads, cancellationToken);
        return ofProcess is null ? ofEnsemble : Predictions.Mix(ofProcess, ofEnsemble, Card.GaussianProcessShare);
    }
}

/// <summary>What a model says of molecules.</summary>
/// <param name="Means">Predicted labels, shape (m), in the unit of the property.</param>
/// <param name="Deviations">Calibrated standard deviations of labels to come, shape (m).</param>
/// <param name="DomainScores">See <see cref="Domain"/>, shape (m).</param>
public sealed record ModelPredictions(double[] Means, double[] Deviations, double[] DomainScores);

/// <summary>The numbers in bulk of a model.</summary>
/// <param name="Set">What it learned from.</param>
/// <param name="Ensemble">Its networks, or null.</param>
/// <param name="CalibrationScores">See <see cref="Recalibration"/>.</param>
internal sealed record ModelData(TrainingSet Set, DeepEnsemble? Ensemble, ImmutableArray<double> CalibrationScores);
