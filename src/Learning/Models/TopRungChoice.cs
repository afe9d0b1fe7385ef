using System.Collections.Immutable;
using Lichen.Learning.Ensembles;

namespace Lichen.Learning.Models;

/// <summary>
/// Lets the labels of a ladder's top rung choose what predicts there: the Gaussian process over all rungs, an ensemble
/// of that rung's labels alone, or both.
/// </summary>
/// <remarks>
/// The process leaves out one label at a time and keeps its hyperparameters, the ensemble a fifth: both favour the
/// process a little, which is the one that costs nothing more. See <see cref="ModelChoice"/> for the rule.
/// </remarks>
public static class TopRungChoice
{
    /// <summary>The fewest labels of the top rung that choose.</summary>
    public const int FewestLabels = 2 * EnsembleTraining.FewestLabels;

    // A fifth of the fewest labels would say little: two of them are asked whether the rest is worth it.
    private const int ScreenedFolds = 2;

    /// <summary>Compares, and trains networks on all labels of the top rung where they have a share.</summary>
    /// <param name="pool">The candidates.</param>
    /// <param name="labels">Of all rungs, at least <see cref="FewestLabels"/> of them at the top.</param>
    /// <param name="parameters">The hyperparameters of the process; their number of rungs is the ladder's.</param>
    /// <param name="settings">Of the networks.</param>
    /// <param name="seed">Of all that is drawn.</param>
    /// <param name="cancellationToken">Checked often.</param>
    /// <exception cref="DllNotFoundException">libtorch cannot be loaded; the message says why.</exception>
    public static TopRungModel Choose(
        Features pool,
        IReadOnlyList<Label> labels,
        CoKrigingParameters parameters,
        EnsembleSettings settings,
        ulong seed,
        CancellationToken cancellationToken
    )
    {
        int top = parameters.Rungs.Length - 1;
        Predictions process = LeftOut(new GaussianProcess(pool, labels, parameters), top);
        Label[] own = [.. labels.Where(label => label.Rung == top)];
        double[] values = [.. own.Select(label => label.Value)];
        Predictions? networks = CrossValidation.Predict(
            pool.Select([.. own.Select(label => label.Candidate)]),
            values,
            CrossValidation.Cut(values.Length, ModelTraining.Folds, seed),
            (known, given, held, fold) =>
            {
                Predictions predictions = Predictions.Empty(held.Rows);
                EnsembleTraining
                    .Train(known, given, settings, seed + (ulong)fold + 1, cancellationToken)
                    .Ensemble.Predict(held, predictions.Means, predictions.Variances, maxThreads: 1, cancellationToken);
                return predictions;
            },
            (held, part) => ModelChoice.IsHopeless([.. held.Select(i => values[i])], process.Select(held), part),
            ScreenedFolds
        );
        ModelChoice choice = networks is null
            ? ModelChoice.Only(
                ModelKind.GaussianProcess,
                values,
                process,
                "of the first two fifths of the labels held out, no mixture with networks predicts better"
            )
            : ModelChoice.Between(values, process, networks);
        return new TopRungModel(
            choice,
            choice.Kind == ModelKind.GaussianProcess ? null : Train(pool, own, settings, seed, cancellationToken)
        );
    }

    /// <summary>Trains the networks of <see cref="Choose"/> on labels, all of one rung.</summary>
    /// <inheritdoc cref="Choose"/>
    public static DeepEnsemble Train(
        Features pool,
        IReadOnlyList<Label> labels,
        EnsembleSettings settings,
        ulong seed,
        CancellationToken cancellationToken
    ) =>
        EnsembleTraining
            .Train(
                pool.Select([.. labels.Select(label => label.Candidate)]),
                [.. labels.Select(label => label.Value)],
                settings,
                seed,
                cancellationToken
            )
            .Ensemble;

    /// <summary>The choice where only the process can predict.</summary>
    /// <param name="reason">Why, as a clause.</param>
    /// <inheritdoc cref="Choose"/>
    public static TopRungModel ProcessOnly(
        Features pool,
        IReadOnlyList<Label> labels,
        CoKrigingParameters parameters,
        string reason
    )
    {
        int top = parameters.Rungs.Length - 1;
        Predictions process = LeftOut(new GaussianProcess(pool, labels, parameters), top);
        double[] values = [.. labels.Where(label => label.Rung == top).Select(label => label.Value)];
        return new TopRungModel(ModelChoice.Only(ModelKind.GaussianProcess, values, process, reason), null);
    }

    private static Predictions LeftOut(GaussianProcess process, int rung)
    {
        (double Mean, double Deviation)[] own =
        [
            .. process.LeaveOneOut().Where((_, i) => process.Labels[i].Rung == rung),
        ];
        return new Predictions([.. own.Select(p => p.Mean)], [.. own.Select(p => p.Deviation * p.Deviation)]);
    }
}

/// <summary>What predicts at the top rung.</summary>
/// <param name="Choice">The kind, and why.</param>
/// <param name="Ensemble">The networks, or null where they have no share.</param>
public sealed record TopRungModel(ModelChoice Choice, DeepEnsemble? Ensemble);
