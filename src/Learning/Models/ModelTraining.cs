using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lichen.Core.Footprints;
using Lichen.Learning.Calibrations;
using Lichen.Learning.Ensembles;

namespace Lichen.Learning.Models;

/// <summary>
/// Trains a model of one property: fits a Gaussian process and an ensemble, lets labels held out choose between them
/// and their mixture, and learns from the same labels what the doubt is worth.
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
        Features features = set.Features;
        bool networks = kind != ModelKind.GaussianProcess && values.Length >= 2 * EnsembleTraining.FewestLabels;
        CoKrigingParameters? parameters = null;
        if (kind != ModelKind.DeepEnsemble || !networks)
        {
            said?.Invoke("fitting the Gaussian process");
            parameters = GaussianProcessFit.Parameters(features, values, seed, cancellationToken);
        }

        var folds = CrossValidation.Cut(values.Length, Folds, seed);
        Predictions? ofProcess = parameters is null ? null : OfProcess(folds);
        Predictions? ofEnsemble = networks
            ? OfEnsemble(folds, ofProcess is null ? null : (held, part) => IsHopeless(ofProcess, held, part))
            : null;
        ModelChoice choice = Choose(values, kind, ofProcess, ofEnsemble, networks);
        DeepEnsemble? ensemble = null;
        if (choice.Kind != ModelKind.GaussianProcess)
        {
            said?.Invoke("training networks on all labels");
            ensemble = EnsembleTraining.Train(features, values, settings, seed, cancellationToken).Ensemble;
        }

        // Doubt is learned from molecules like the labelled ones and from series left out whole, half and half.
        var apart = CrossValidation.CutApart(features.Counts[0], Folds, seed);
        Predictions near = Chosen(choice, ofProcess, ofEnsemble);
        Predictions far = Chosen(
            choice,
            choice.GaussianProcessShare > 0 ? OfProcess(apart) : null,
            choice.GaussianProcessShare < 1 ? OfEnsemble(apart, hopeless: null) : null
        );
        Recalibration calibration = VarianceFit.Learn(
            [.. near.Means, .. far.Means],
            [.. near.Variances, .. far.Variances],
            [.. values, .. values]
        );
        var usage = new ResourceUsage(
            (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
            origin.Time.GetElapsedTime(started).TotalSeconds,
            Environment.WorkingSet,
            CostBasis.Measured
        );
        ModelCard card = Card(set, choice, parameters, calibration, seed, origin, usage);
        return new MoleculeModel(card, new ModelData(set, ensemble, calibration.Scores));

        Predictions OfProcess(ImmutableArray<int[]> parts)
        {
            said?.Invoke("predicting labels held out by the Gaussian process");
            return GaussianProcessFit.OutOfFold(features, values, parts, parameters!, seed, cancellationToken);
        }

        Predictions? OfEnsemble(ImmutableArray<int[]> parts, Func<int[], Predictions, bool>? hopeless)
        {
            said?.Invoke("predicting labels held out by networks");
            return CrossValidation.Predict(features, values, parts, TrainAndPredict, hopeless);
        }

        Predictions TrainAndPredict(Features known, double[] labels, Features held, int fold)
        {
            ulong own = seed + (ulong)fold + 1;
            Predictions predictions = Predictions.Empty(held.Rows);
            EnsembleTraining
                .Train(known, labels, settings, own, cancellationToken)
                .Ensemble.Predict(held, predictions.Means, predictions.Variances, maxThreads: 1, cancellationToken);
            return predictions;
        }

        bool IsHopeless(Predictions process, int[] held, Predictions part) =>
            ModelChoice.IsHopeless([.. held.Select(i => values[i])], process.Select(held), part);
    }

    /// <summary>SHA-256 of keys, one a line.</summary>
    internal static string Sha256(ImmutableArray<string> keys) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', keys))));

    private static Predictions Chosen(ModelChoice choice, Predictions? process, Predictions? ensemble) =>
        choice.Kind switch
        {
            ModelKind.GaussianProcess => process!,
            ModelKind.DeepEnsemble => ensemble!,
            _ => Predictions.Mix(process!, ensemble!, choice.GaussianProcessShare),
        };

    private static ModelChoice Choose(
        double[] values,
        ModelKind? kind,
        Predictions? process,
        Predictions? ensemble,
        bool networks
    ) =>
        (process, ensemble) switch
        {
            ({ } one, { } other) => ModelChoice.Between(values, one, other),
            (null, { } other) => ModelChoice.Only(ModelKind.DeepEnsemble, values, other, "it was asked for"),
            ({ } one, null) => ModelChoice.Only(
                ModelKind.GaussianProcess,
                values,
                one,
                kind == ModelKind.GaussianProcess ? "it was asked for"
                    : networks ? "of the first fifth of the labels held out, no mixture with networks predicts better"
                    : $"{values.Length} labels are too few for networks that hold some out"
            ),
            _ => throw new ArgumentException("No kind of model was trained."),
        };

    internal static ModelCard Card(
        TrainingSet set,
        ModelChoice choice,
        CoKrigingParameters? parameters,
        Recalibration calibration,
        ulong seed,
        ModelOrigin origin,
        ResourceUsage usage
    ) =>
        new(
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
            new CalibrationCard(calibration.Factor, calibration.Floor, calibration.HalfWidth(0.9), calibration.Check),
            TrainingDistances.Learn(set.Features.Counts[0]),
            new LabelsCard(set.Values.Length, set.Values.Min(), set.Values.Max(), Sha256(set.Keys)),
            seed,
            origin.Versions,
            origin.Licence,
            new CostCard(usage.CpuSeconds, origin.Power.KilowattHours(usage)),
            origin.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        );
}
