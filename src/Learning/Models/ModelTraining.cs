using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lichen.Core.Footprints;
using Lichen.Learning.Calibrations;
using Lichen.Learning.Ensembles;

namespace Lichen.Learning.Models;

/// <summary>
/// Trains a model of one property: fits a Gaussian process and an ensemble, lets labels held out choose between them and
/// their mixture, and learns from the same labels what the doubt is worth.
/// </summary>
public static class ModelTraining
{
    /// <summary>Parts that the labels are cut into; each is predicted by models of the others.</summary>
    public const int Folds = 5;

    /// <summary>Trains.</summary>
    /// <param name="set">The labels.</param>
    /// <param name="kind">The kind of model, or null to let the labels choose.</param>
    /// <param name="origin">What the card says beside.</param>
    /// <param name="settings">Of the ensemble.</param>
    /// <param name="seed">Of all that is drawn: same seed, same model on the same machine.</param>
    /// <param name="said">Hears what is being done; may be null.</param>
    /// <param name="cancellationToken">Checked often.</param>
    public static MoleculeModel Train(
        TrainingSet set,
        ModelKind? kind,
        ModelOrigin origin,
        EnsembleSettings settings,
        ulong seed,
        Action<string>? said,
        CancellationToken cancellationToken
    )
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long started = origin.Time.GetTimestamp();
        double[] values = [.. set.Values];
        var folds = CrossValidation.Cut(values.Length, Folds, seed);
        bool networks = kind != ModelKind.GaussianProcess && values.Length >= 2 * EnsembleTraining.FewestLabels;
        bool process = kind != ModelKind.DeepEnsemble || !networks;
        CoKrigingParameters? parameters = null;
        Predictions? ofProcess = null,
            ofEnsemble = null;
        if (process)
        {
            said?.Invoke("fitting the Gaussian process");
            parameters = GaussianProcessFit.Parameters(set.Features, values, seed, cancellationToken);
            said?.Invoke("predicting labels held out by the Gaussian process");
            ofProcess = GaussianProcessFit.OutOfFold(
                set.Features,
                values,
                folds,
                parameters,
                seed,
                cancellationToken
            );
        }

        if (networks)
        {
            said?.Invoke("predicting labels held out by networks");
            ofEnsemble = CrossValidation.Predict(
                set.Features,
                values,
                folds,
                (features, labels, held, fold) =>
                    Predicted(
                        EnsembleTraining
                            .Train(features, labels, settings, seed + (ulong)fold + 1, cancellationToken)
                            .Ensemble,
                        held,
                        cancellationToken
                    )
            );
        }

        ModelChoice choice = Choose(values, kind, ofProcess, ofEnsemble);
        DeepEnsemble? ensemble = null;
        if (choice.Kind != ModelKind.GaussianProcess)
        {
            said?.Invoke("training networks on all labels");
            ensemble = EnsembleTraining
                .Train(set.Features, values, settings, seed, cancellationToken)
                .Ensemble;
        }

        Predictions heldOut =
            ofProcess is null ? ofEnsemble!
            : ofEnsemble is null ? ofProcess
            : Predictions.Mix(ofProcess, ofEnsemble, choice.GaussianProcessShare);
        Recalibration calibration = VarianceFit.Learn(heldOut.Means, heldOut.Variances, values);
        var usage = new ResourceUsage(
            (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
            origin.Time.GetElapsedTime(started).TotalSeconds,
            Environment.WorkingSet,
            CostBasis.Measured
        );
        var card = new ModelCard(
            ModelCard.CurrentVersion,
            origin.Property,
            origin.Unit,
            choice.Kind,
            choice.GaussianProcessShare,
            choice.Reason,
            choice.Scores,
            set.Recipe,
            choice.Kind == ModelKind.DeepEnsemble
                ? ImmutableSortedDictionary<string, double>.Empty
                : parameters!.ToNamedValues().ToImmutableSortedDictionary(StringComparer.Ordinal),
            new CalibrationCard(
                calibration.Factor,
                calibration.Floor,
                calibration.HalfWidth(0.9),
                calibration.Check
            ),
            TrainingDistances.Learn(set.Features.Counts[0]),
            new LabelsCard(values.Length, values.Min(), values.Max(), Sha256(set.Keys)),
            seed,
            origin.Versions,
            origin.Licence,
            new CostCard(usage.CpuSeconds, origin.Power.KilowattHours(usage)),
            origin.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        );
        return new MoleculeModel(card, new ModelData(set, ensemble, calibration.Scores));
    }

    /// <summary>SHA-256 of keys, one a line.</summary>
    internal static string Sha256(ImmutableArray<string> keys) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', keys))));

    private static ModelChoice Choose(
        double[] values,
        ModelKind? kind,
        Predictions? process,
        Predictions? ensemble
    ) =>
        (process, ensemble) switch
        {
            ({ } one, { } other) => ModelChoice.Between(values, one, other),
            (null, { } other) => ModelChoice.Only(ModelKind.DeepEnsemble, values, other, "it was asked for"),
            ({ } one, null) => ModelChoice.Only(
                ModelKind.GaussianProcess,
                values,
                one,
                kind == ModelKind.GaussianProcess
                    ? "it was asked for"
                    : $"{values.Length} labels are too few for networks that hold some out"
            ),
            _ => throw new ArgumentException("No kind of model was trained."),
        };

    private static Predictions Predicted(DeepEnsemble ensemble, Features held, CancellationToken cancellationToken)
    {
        Predictions predictions = Predictions.Empty(held.Rows);
        ensemble.Predict(held, predictions.Means, predictions.Variances, maxThreads: 1, cancellationToken);
        return predictions;
    }
}
