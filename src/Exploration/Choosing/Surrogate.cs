using System.Collections.Immutable;
using Lichen.Core.Properties;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Learning;

namespace Lichen.Exploration.Choosing;

/// <summary>
/// Keeps the model of one quantity in step with the campaign's state: every label and every pending calculation enters it in the order
/// of the journal, so that the same journal gives the same predictions.
/// </summary>
public sealed class Surrogate
{
    // Hyperparameters are learned again when the labels have grown by this much.
    private const double Growth = 1.15;

    private readonly Pool _pool;
    private readonly Features _features;
    private readonly int _modelRungs;
    private readonly ulong _seed;
    private readonly int _threads;
    private readonly Pruning? _pruning;
    private ScreenedPosterior? _posterior;
    private (long Made, long Saved) _before;
    private int _labelsTaken;
    private int _replacementsTaken;
    private Fitted? _fitTaken;
    private Compared? _comparedTaken;

    /// <param name="quantity">What is predicted.</param>
    /// <param name="pruning">What need not be kept up to date in a large pool, or null: all is.</param>
    /// <param name="networksFolder">Keeps networks that predict at the top rung; null keeps none.</param>
    public Surrogate(
        Pool pool,
        Features features,
        Quantity quantity,
        Pruning? pruning,
        ulong seed,
        int threads,
        string? networksFolder = null
    )
    {
        (_pool, _pruning) = (pool, pruning);
        (_features, Quantity, _seed, _threads) = (features, quantity, seed, threads);
        _modelRungs = quantity.Rungs.Count(rung => rung.ModelIndex is not null);
        Kinds = new ModelComparison(features, quantity.Index, _modelRungs - 1, seed, networksFolder);
    }

    public Quantity Quantity { get; }

    /// <summary>What chooses the kind of model at the top rung.</summary>
    public ModelComparison Kinds { get; }

    /// <summary>Predictions of candidates that this process made, and those that it did without because they could not matter.</summary>
    public (long Made, long Saved) Predictions =>
        (_before.Made + (_posterior?.PredictionsMade ?? 0), _before.Saved + (_posterior?.PredictionsSaved ?? 0));

    /// <summary>True when the hyperparameters are due to be learned again.</summary>
    public bool IsDue(CampaignState state) =>
        Of(state).LastFit is not { } fit
        || !fit.Parameters.Fit(_features)
        || Of(state).Labels.Count >= (Growth * fit.Labels) + 2;

    /// <summary>What a fit to the first so many labels sees of the pool.</summary>
    public Features FeaturesAt(CampaignState state, int labels)
    {
        var outcomes = OutcomeFeatures.Of(_pool, Of(state), _modelRungs - 1, labels);
        return outcomes.Columns == 0 ? _features : new Features(_features.Counts, _features.Descriptors, outcomes);
    }

    /// <summary>Learns hyperparameters from labels; touches nothing else, so it may run beside the campaign.</summary>
    public SurrogateFit Fit(
        Features features,
        ImmutableArray<Label> labels,
        CoKrigingParameters? warmStart,
        CancellationToken cancellationToken
    )
    {
        var fit = CoKriging.Fit(
            features,
            labels,
            _modelRungs,
            warmStart?.Fit(_features) == true ? warmStart : null,
            RadialShape.Gaussian,
            Property.Find(Quantity.Property) is { IsPositive: true },
            _seed,
            cancellationToken
        );
        return new SurrogateFit(fit, RungEvidence.Of(features, labels, fit.Parameters, _seed, cancellationToken));
    }

    /// <summary>Takes in what has happened since the last call; null while no hyperparameters are known.</summary>
    public ScreenedPosterior? Follow(CampaignState state)
    {
        var known = Of(state);
        // A run of an older version may have learned from other features: its hyperparameters say nothing of these.
        if (known.LastFit is not { } fit || !fit.Parameters.Fit(_features))
        {
            return null;
        }

        if (_replacementsTaken != known.Replacements)
        {
            // A label is another: everything anew, as a later process would do it.
            _before = Predictions;
            (_posterior, _comparedTaken, _replacementsTaken) = (null, null, known.Replacements);
        }

        if (_posterior is null)
        {
            _posterior = new ScreenedPosterior(FeaturesAt(state, fit.Labels), fit.Parameters, _threads);
            _labelsTaken = 0;
        }
        else if (!ReferenceEquals(_fitTaken, fit))
        {
            var large = _features.Rows > Pruning.SmallPool;
            _posterior.Rebuild(
                FeaturesAt(state, fit.Labels),
                fit.Parameters,
                large && _pruning is not null ? _pruning.Select : null,
                CancellationToken.None
            );
        }

        _fitTaken = fit;
        if (!ReferenceEquals(_comparedTaken, known.LastComparison))
        {
            var networks = Kinds.NetworksOf(known, known.LastComparison!);
            _posterior.Mix(networks, known.LastComparison!.GaussianProcessShare, CancellationToken.None);
            _comparedTaken = known.LastComparison;
        }

        for (; _labelsTaken < known.Labels.Count; _labelsTaken++)
        {
            _posterior.Add(known.Labels[_labelsTaken]);
        }

        _posterior.SetPending([
            .. state
                .RunningDecisions.Values.Where(decided =>
                    decided.SecondOf is null && IndexOf(state, decided) is not null
                )
                .OrderBy(decided => decided.Decision)
                .Select(decided => new Pending(state.IndexOf(decided.Row), IndexOf(state, decided)!.Value)),
        ]);
        return _posterior;
    }

    /// <summary>What surrogates of all quantities say after the last event; null until every one has a model.</summary>
    public static ImmutableArray<ScreenedPosterior>? FollowAll(IEnumerable<Surrogate> surrogates, CampaignState state)
    {
        ImmutableArray<ScreenedPosterior> predictions =
        [
            .. surrogates.Select(surrogate => surrogate.Follow(state)).OfType<ScreenedPosterior>(),
        ];
        return predictions.Length == state.Quantities.Length ? predictions : null;
    }

    private QuantityState Of(CampaignState state) => state.Quantities[Quantity.Index];

    private int? IndexOf(CampaignState state, Decided decided) => Quantity.ModelIndexAt(state.RungOf(decided.Level));
}

/// <summary>What <see cref="Surrogate.Fit"/> learned.</summary>
/// <param name="Fit">The hyperparameters.</param>
/// <param name="Evidence">See <see cref="RungEvidence"/>.</param>
public sealed record SurrogateFit(CoKrigingFit Fit, ImmutableArray<double> Evidence);
