using System.Collections.Immutable;
using Lichen.Exploration.Journals;
using Lichen.Learning;
using Lichen.Learning.Ensembles;
using Lichen.Learning.Models;

namespace Lichen.Exploration.Choosing;

/// <summary>
/// Lets a campaign's labels choose between the Gaussian process, networks and a mixture of both at the objective's level,
/// and keeps the networks, so that a campaign taken up again decides as before.
/// </summary>
/// <param name="features">Of the pool.</param>
/// <param name="quantity">Index of the quantity that is predicted.</param>
/// <param name="top">The model's index of the objective's level.</param>
/// <param name="seed">Of folds and networks.</param>
/// <param name="folder">Where networks are kept, absolute; null keeps none.</param>
public sealed class ModelComparison(Features features, int quantity, int top, ulong seed, string? folder)
{
    // The process is asked again when labels have doubled; networks, which learn nothing meanwhile, earlier.
    private const double Growth = 2;
    private const double NetworksGrowth = 1.5;

    // Own work stays a small part of what calculations cost.
    private const double MostShareOfCost = 0.02;

    /// <summary>CPU seconds of a comparison, per label of the top rung: docs/methods/deep-ensemble.md.</summary>
    internal const double SecondsPerLabel = 0.2;

    /// <summary>
    /// True when there are labels enough, more than last time, and calculations have cost so much that a comparison is
    /// worth its own cost.
    /// </summary>
    public bool IsDue(CampaignState state)
    {
        var known = state.Quantities[quantity];
        if (known.LastFit is not { } fit || !fit.Parameters.Fit(features))
        {
            return false;
        }

        var labels = known.Labels.Count(label => label.Rung == top);
        var due = known.LastComparison switch
        {
            null => TopRungChoice.FewestLabels,
            { Kind: ModelKind.GaussianProcess } last => Growth * last.TopLabels,
            { } last => NetworksGrowth * last.TopLabels,
        };
        return labels >= due && SecondsPerLabel * labels <= MostShareOfCost * state.Spent.Usage.CpuSeconds;
    }

    /// <summary>Compares, and keeps the networks where they have a share; may run beside the campaign.</summary>
    /// <param name="known">What the process sees of the pool.</param>
    /// <param name="labels">Of all rungs.</param>
    /// <param name="parameters">The hyperparameters of the process.</param>
    /// <param name="cancellationToken">Checked often.</param>
    public Compared Compare(
        Features known,
        ImmutableArray<Label> labels,
        CoKrigingParameters parameters,
        CancellationToken cancellationToken
    )
    {
        (CoKrigingParameters plain, ImmutableArray<Label> bent) = parameters.Unbent(labels);
        TopRungModel model;
        try
        {
            model = TopRungChoice.Choose(known, bent, plain, EnsembleSettings.Usual, seed, cancellationToken);
        }
        catch (DllNotFoundException problem)
        {
            model = TopRungChoice.ProcessOnly(known, bent, plain, $"no networks were tried: {problem.Message}");
        }

        if (model.Ensemble is not null && folder is not null)
        {
            var path = PathOf(folder, labels.Length);
            var part = path + ".part";
            using (var file = File.Create(part))
            {
                EnsembleFile.Write(model.Ensemble, file);
            }

            File.Move(part, path, overwrite: true);
        }

        return new Compared(
            0,
            labels.Length,
            labels.Count(label => label.Rung == top),
            model.Choice.Kind,
            model.Choice.GaussianProcessShare,
            model.Choice.Scores,
            model.Choice.Reason
        )
        {
            Quantity = quantity,
        };
    }

    /// <summary>The networks of a comparison, or null where they have no share.</summary>
    /// <remarks>Where their file is gone they are trained again: the same on the same machine.</remarks>
    public DeepEnsemble? NetworksOf(QuantityState known, Compared compared)
    {
        if (compared.Kind == ModelKind.GaussianProcess)
        {
            return null;
        }

        if (folder is not null && File.Exists(PathOf(folder, compared.Labels)))
        {
            using var file = File.OpenRead(PathOf(folder, compared.Labels));
            return EnsembleFile.Read(file);
        }

        // No later fit bends otherwise than the first.
        (_, ImmutableArray<Label> bent) = known.LastFit!.Parameters.Unbent(known.Labels.Take(compared.Labels));
        return TopRungChoice.Train(
            features,
            [.. bent.Where(label => label.Rung == top)],
            EnsembleSettings.Usual,
            seed,
            CancellationToken.None
        );
    }

    private string PathOf(string folder, int labels) =>
        Path.Combine(
            folder,
            (quantity == 0 ? "" : $"quantity-{quantity + 1}-") + $"networks-of-{labels}-labels{ModelFile.Extension}"
        );
}
