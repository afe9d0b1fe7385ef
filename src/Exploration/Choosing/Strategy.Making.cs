using System.Collections.Immutable;
using Lichen.Core.Molecules;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Learning;

namespace Lichen.Exploration.Choosing;

/// <summary>Turns what was chosen into what can be started: prices, limits, predictions, and why there is nothing.</summary>
public sealed partial class Strategy
{
    private Choice? Make(
        CampaignState state,
        Leader leader,
        double affordable,
        ImmutableArray<ScreenedPosterior> predictions,
        Leaders leaders
    )
    {
        var rivals = leaders
            .BestFirst.Where(other => other != leader)
            .Take(RivalsKept)
            .Select(other =>
            {
                var informed = InformedBy(other.Rung).First();
                var expected = Expected(state, predictions, informed, other.Candidate, other.Rung);
                return new Rival(
                    _pool[other.Candidate].Row,
                    _rungs[other.Rung].LevelText,
                    expected.Mean,
                    expected.Deviation,
                    other.Gain,
                    Math.Exp(other.LogScore - leader.LogScore)
                );
            })
            .ToImmutableArray();
        var choice = Make(state, leader.Candidate, _rungs[leader.Rung], Purpose.Explore, affordable, predictions);
        return choice is null ? null : choice with { Gain = leader.Gain, Rivals = rivals };
    }

    private Choice? FirstOf(
        IEnumerable<int> order,
        Rung rung,
        Purpose purpose,
        CampaignState state,
        double affordable,
        ImmutableArray<ScreenedPosterior>? predictions
    )
    {
        foreach (var candidate in order)
        {
            if (
                state.StandingOf(candidate, rung.Index) == Standing.Open
                && Make(state, candidate, rung, purpose, affordable, predictions) is { } choice
            )
            {
                return choice;
            }
        }

        return null;
    }

    /// <summary>The choice of this label, or of the geometry it needs first; null when it cannot be started now.</summary>
    private Choice? Make(
        CampaignState state,
        int candidate,
        Rung rung,
        Purpose purpose,
        double affordable,
        ImmutableArray<ScreenedPosterior>? predictions
    )
    {
        if (rung.GeometryRung is { } below && state.StandingOf(candidate, below) != Standing.Computed)
        {
            return state.StandingOf(candidate, below) == Standing.Open
                ? Make(state, candidate, _rungs[below], Purpose.Geometry, affordable, predictions)
                : null;
        }

        var (model, size) = (state.CostOf(rung.Index), MoleculeSize.Of(_pool[candidate]));
        if (!_purse.CountAllows(state, rung) || _purse.CpuLimit(model, size, affordable) is not { } limit)
        {
            return null;
        }

        var expected = predictions is { } models
            ? InformedBy(rung.Index).Select(q => Expected(state, models, q, candidate, rung.Index)).ToImmutableArray()
            : [];
        var leading = expected.FirstOrDefault(prediction => prediction.Quantity == 0);
        return new Choice(
            candidate,
            rung.Index,
            purpose,
            leading?.Mean,
            leading?.Deviation,
            null,
            model.PriceOf(size).Mean,
            limit,
            []
        )
        {
            Further = [.. expected.Where(prediction => prediction.Quantity > 0)],
        };
    }

    private IEnumerable<Quantity> InformedBy(int rung) =>
        _quantities.Where(quantity => quantity.ModelIndexAt(rung) is not null);

    private static Prediction Expected(
        CampaignState state,
        ImmutableArray<ScreenedPosterior> predictions,
        Quantity quantity,
        int candidate,
        int rung
    )
    {
        var (posterior, model) = (predictions[quantity.Index], quantity.ModelIndexAt(rung)!.Value);
        return new Prediction(
            quantity.Index,
            posterior.Mean(model)[candidate],
            posterior.LabelDeviation(model)[candidate] * state.Quantities[quantity.Index].CalibrationOf(rung).Scale
        );
    }

    // The first calculation that is missing to know all that is wanted of a candidate, the cheapest first.
    private Choice? FirstMissing(
        IEnumerable<int> order,
        CampaignState state,
        double affordable,
        ImmutableArray<ScreenedPosterior>? predictions
    )
    {
        int[] tops = [.. _quantities.Select(quantity => quantity.Top.Index).Distinct().Order()];
        foreach (var candidate in order)
        {
            if (CanNeverCount(candidate))
            {
                continue;
            }

            if (tops.Any(top => state.StandingOf(candidate, top) == Standing.Failed))
            {
                continue;
            }

            foreach (var top in tops.Where(top => state.StandingOf(candidate, top) == Standing.Open))
            {
                if (Make(state, candidate, _rungs[top], Purpose.Explore, affordable, predictions) is { } choice)
                {
                    return choice;
                }
            }
        }

        return null;
    }

    private Choice? ForRetry(CampaignState state, Retry retry, double affordable)
    {
        var (model, size) = (state.CostOf(retry.Rung), MoleculeSize.Of(_pool[retry.Candidate]));
        var limit = retry.Code == Rung.MoreTime ? 4 * retry.CpuLimitSeconds : _purse.CpuLimit(model, size, affordable);
        return limit is { } seconds && seconds <= affordable && _purse.CountAllows(state, _rungs[retry.Rung])
            ? new Choice(
                retry.Candidate,
                retry.Rung,
                Purpose.Cure,
                null,
                null,
                null,
                model.PriceOf(size).Mean,
                seconds,
                [],
                2,
                retry.Code
            )
            : null;
    }

    // By its structure it breaks a constraint, and others do not.
    private bool CanNeverCount(int candidate) => _constraints.Kept > 0 && !_constraints.Meets(candidate);

    private Selection Nothing(CampaignState state)
    {
        if (state.RunningDecisions.Count > 0)
        {
            return new Selection(null, null, "waiting for what is running");
        }

        for (var candidate = 0; candidate < _pool.Count; candidate++)
        {
            var open =
                state.StandingOf(candidate, Top.Index) == Standing.Open
                && !CanNeverCount(candidate)
                && _prices.OfPath(state, candidate, Top) is not null;
            if (open || state.Retries.Any(retry => retry.Candidate == candidate))
            {
                return Selection.Stop("budget", "what is left of the budget does not pay for another calculation");
            }
        }

        return Selection.Stop(
            "exhausted",
            _constraints.IsEmpty
                ? "every candidate of the space was computed at the objective's level or failed"
                : "every candidate that meets the constraints on the structure was computed at the objective's level or failed"
        );
    }
}
