using Lichen.Exploration.Journals;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Running;

/// <summary>When the pool of a campaign grows.</summary>
/// <param name="grows">Whether it ever does.</param>
public sealed class GrowthRule(bool grows)
{
    // A growth costs seconds: it waits until the model has learned by this much.
    private const double MoreLabels = 1.25;
    private const int FewestLabels = 5;

    public static GrowthRule None { get; } = new(false);

    /// <param name="learns">Whether there is a model that can guide the search.</param>
    public static GrowthRule Of(CampaignSpec spec, bool learns) => new(learns && spec.Space.Reactions is { Grow: > 0 });

    /// <summary>True when the model has learned enough since the last growth.</summary>
    public bool IsDue(CampaignState state) =>
        CanBeGuided(state) && state.Leading.Labels.Count >= (MoreLabels * state.LabelsAtGrowth) + FewestLabels;

    /// <summary>True where a strategy that finds nothing more to do may find it among more candidates.</summary>
    public bool MayHelp(CampaignState state) => CanBeGuided(state) && state.LastDecision > state.DecisionAtGrowth;

    private bool CanBeGuided(CampaignState state) =>
        grows && state.Quantities.All(quantity => quantity.LastFit is not null);
}
