using System.Collections.Immutable;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Learning;

namespace Lichen.Exploration.Running;

/// <summary>Lets one surrogate learn beside the engines, and hands over what it learned as events for the journal.</summary>
/// <param name="waits">On a simulated clock all is waited for, so that decisions do not depend on how long a fit takes.</param>
internal sealed class Learner(Surrogate surrogate, bool waits)
{
    private Task<SurrogateFit>? _fitting;
    private int _fittingLabels;
    private Task<Compared>? _comparing;

    /// <summary>The fit that is under way, or null.</summary>
    public Task? Fitting => _fitting;

    public Surrogate Surrogate => surrogate;

    /// <summary>Begins to learn hyperparameters when that is due. The first fit is waited for; later ones run beside the engines.</summary>
    public void FitIfDue(CampaignState state, Func<bool> canLearn)
    {
        var known = state.Quantities[surrogate.Quantity.Index];
        if (_fitting is not null || !surrogate.IsDue(state) || (known.LastFit is null && !canLearn()))
        {
            return;
        }

        var labels = known.Labels.ToImmutableArray();
        var lastFit = known.LastFit?.Parameters;
        var features = surrogate.FeaturesAt(state, labels.Length);
        _fittingLabels = labels.Length;
        _fitting = Task.Run(() => surrogate.Fit(features, labels, lastFit, CancellationToken.None));
        if (lastFit is null || waits)
        {
            _fitting.GetAwaiter().GetResult();
        }
    }

    /// <summary>A fit that has ended since the last call, or null.</summary>
    public Fitted? TakeFit()
    {
        if (_fitting is not { IsCompleted: true } fitting)
        {
            return null;
        }

        _fitting = null;
        var (fit, evidence) = fitting.GetAwaiter().GetResult();
        return new Fitted(0, _fittingLabels, fit.LogLikelihood, fit.Parameters, [.. evidence])
        {
            Quantity = surrogate.Quantity.Index,
        };
    }

    /// <summary>
    /// Compares kinds of models when that is due; returns a comparison that has ended, or null. Networks take longer than a
    /// fit: they are compared beside the engines, and waited for on a simulated clock alone.
    /// </summary>
    public Compared? CompareIfDue(CampaignState state, CancellationToken ending)
    {
        if (_comparing is null && surrogate.Kinds.IsDue(state))
        {
            var known = state.Quantities[surrogate.Quantity.Index];
            var fit = known.LastFit!;
            var labels = known.Labels.ToImmutableArray();
            var features = surrogate.FeaturesAt(state, fit.Labels);
            _comparing = Task.Run(() => surrogate.Kinds.Compare(features, labels, fit.Parameters, ending));
            if (waits)
            {
                _comparing.GetAwaiter().GetResult();
            }
        }

        if (_comparing is not { IsCompleted: true } comparing)
        {
            return null;
        }

        _comparing = null;
        return comparing.GetAwaiter().GetResult();
    }

    /// <summary>Waits for a comparison that was told to end; one that comes too late is made again by a later process.</summary>
    public async Task EndAsync() => await Task.WhenAny(_comparing ?? Task.CompletedTask).ConfigureAwait(false);
}
