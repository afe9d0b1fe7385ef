using System.Collections.Immutable;
using Lichen.Core.Molecules;
using Lichen.Core.Objectives;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Learning;

namespace Lichen.Exploration.Choosing;

/// <summary>
/// Chooses the next calculation. A pure function of the campaign's state, the model's predictions and the seed.
/// </summary>
/// <remarks>
/// The gain of a rung is the expected improvement of the hits at the objective's level times the posterior correlation
/// between that rung and the objective's level at the same candidate; it is divided by the expected cost. So a cheap
/// label is bought while it still tells something about the dear one, and no longer: Huang, Allen, Notz and Miller 2006,
/// eqs. 9 to 12, <see href="https://doi.org/10.1007/s00158-005-0587-0"/>. The improvement is that of the list of the
/// best k molecules: a new one replaces the worst of them.
/// </remarks>
public sealed class Strategy
{
    private const int RivalsKept = 3;

    /// <summary>Share of the budget that labels drawn before the first model may take, where that is enough for a model.</summary>
    public const double UsualStartShare = 0.05;

    private readonly StrategyKind _kind;
    private readonly Pool _pool;
    private readonly ImmutableArray<Rung> _rungs;
    private readonly Goal _goal;
    private readonly int _hits;
    private readonly double _chanceBetterLeft;
    private readonly Purse _purse;
    private readonly Prices _prices;
    private readonly int[] _randomOrder;
    private readonly StartSet _start;
    private readonly Scoring _scoring;
    private readonly Trust _trust;
    private readonly Funnel _funnel;

    public Strategy(
        StrategyKind kind,
        Pool pool,
        ImmutableArray<Rung> rungs,
        Goal goal,
        int hits,
        double chanceBetterLeft,
        Purse purse,
        ulong seed,
        double startShare = UsualStartShare
    )
    {
        (_kind, _pool, _rungs, _goal, _hits) = (kind, pool, rungs, goal, hits);
        (_chanceBetterLeft, _purse) = (chanceBetterLeft, purse);
        _prices = new Prices(pool, rungs, purse);
        _randomOrder = SeededOrder.Shuffle(pool.Count, seed);
        _start = new StartSet(kind, pool, rungs, goal, purse, startShare);
        _trust = new Trust(rungs);
        _funnel = new Funnel(pool, rungs, goal);
        _scoring = new Scoring(kind, pool, rungs, goal, hits, _prices, seed);
    }

    private Rung Top => _rungs[^1];

    /// <summary>Chooses what to start now.</summary>
    /// <param name="predictions">The model's predictions with what is pending taken into account, or null before there is a model.</param>
    public Selection Next(CampaignState state, ScreenedPosterior? predictions)
    {
        var affordable = _purse.Affordable(state);
        if (
            state
                .Retries.Select(retry => ForRetry(state, retry, affordable))
                .FirstOrDefault(again => again is not null) is
            { } cure
        )
        {
            return Selection.Of(cure);
        }

        if (_kind == StrategyKind.Random)
        {
            return FirstOf(_randomOrder, Top, Purpose.Explore, state, affordable, predictions) is { } random
                ? Selection.Of(random)
                : Nothing(state);
        }

        if (_kind is StrategyKind.Funnel or StrategyKind.CheapFirst)
        {
            var (rung, candidates) = _funnel.Next(state, _kind == StrategyKind.Funnel ? _funnel.Stages : 1);
            if (FirstOf(candidates, rung, Purpose.Explore, state, affordable, null) is { } next)
            {
                return Selection.Of(next);
            }

            if (_kind == StrategyKind.Funnel || predictions is null && state.RunningDecisions.Count > 0)
            {
                return Nothing(state);
            }
        }

        if (predictions is null)
        {
            // All that were drawn may have failed: go on drawing until there is something to learn from.
            var start = StartChoice(state, affordable);
            if (start is null && state.RunningDecisions.Count == 0)
            {
                start = FirstOf(_randomOrder, Top, Purpose.Start, state, affordable, null);
            }

            return start is null ? Nothing(state) : Selection.Of(start);
        }

        return _kind == StrategyKind.Greedy
            ? Greedy(state, affordable, predictions)
            : Improvement(state, affordable, predictions);
    }

    /// <summary>How many labels are drawn at a rung before the model is asked.</summary>
    public int StartCount(CampaignState state, int rung) => _start.Count(state, rung);

    /// <summary>True when every label that the first model needs was bought or is on its way, and enough have come to learn from.</summary>
    public bool CanLearn(CampaignState state) =>
        _kind is not (StrategyKind.Random or StrategyKind.Funnel)
        && state.Labels.Any(label => label.Rung == Top.ModelIndex)
        && StartChoice(state, double.PositiveInfinity) is null;

    private Choice? StartChoice(CampaignState state, double affordable)
    {
        // The same molecules at every rung: pairs teach how the rungs hang together.
        foreach (var rung in _rungs)
        {
            // Counted over the whole pool: the order changes while cheap labels come back.
            if (_start.Count(state, rung.Index) <= state.HeldAt(rung.Index))
            {
                continue;
            }

            foreach (var candidate in _start.Order(state, rung, _randomOrder))
            {
                if (
                    state.StandingOf(candidate, rung.Index) == Standing.Open
                    && Make(state, candidate, rung, Purpose.Start, affordable, null) is { } choice
                )
                {
                    return choice;
                }
            }
        }

        return null;
    }

    private Selection Greedy(CampaignState state, double affordable, ScreenedPosterior predictions)
    {
        var top = Top.ModelIndex!.Value;
        var order = Enumerable
            .Range(0, _pool.Count)
            .Where(candidate => state.StandingOf(candidate, Top.Index) == Standing.Open)
            .OrderBy(candidate => _goal.Loss(predictions.Mean(top)[candidate]))
            .ThenBy(candidate => candidate)
            .Take(50);
        return FirstOf(order, Top, Purpose.Explore, state, affordable, predictions) is { } choice
            ? Selection.Of(choice)
            : Nothing(state);
    }

    private Selection Improvement(CampaignState state, double affordable, ScreenedPosterior predictions)
    {
        if (_goal is Target or InRange && _scoring.WorstHit(state) <= 0)
        {
            return Selection.Stop("satisfied", $"all {_hits} hits meet the goal exactly: nothing can be better");
        }

        if (
            _trust.ToVerify(state) is { } verified
            && Make(state, verified, Top, Purpose.Verify, affordable, predictions) is { } verification
        )
        {
            return Selection.Of(verification);
        }

        var leaders = new Leaders(RivalsKept + 1);
        _scoring.Score(state, affordable, predictions, leaders.Offer, () => leaders.Cutoff);
        if (_scoring.WorstHit(state) is { } worstHit)
        {
            var chance = _scoring.ChanceBetterLeft(state, predictions, worstHit);
            if (chance < _chanceBetterLeft)
            {
                var words = chance < 1e-4 ? "less than 0.0001" : $"{chance:0.0000}";
                return Selection.Stop(
                    "improbable",
                    $"the chance that anything better than the {_hits} hits is left is {words}, "
                        + $"below the {_chanceBetterLeft} asked for"
                );
            }
        }

        foreach (var leader in leaders.BestFirst)
        {
            if (Make(state, leader, affordable, predictions, leaders) is { } choice)
            {
                return Selection.Of(choice);
            }
        }

        // No gain anywhere (a draw or bound without improvement), or the leaders wait for a geometry: the best predicted.
        return Greedy(state, affordable, predictions);
    }

    /// <summary>Every choice that could be made now with its gain and score, as the strategy weighs it.</summary>
    public IReadOnlyList<Leader> ScoreAll(CampaignState state, ScreenedPosterior predictions)
    {
        var all = new List<Leader>();
        _scoring.Score(state, _purse.Affordable(state), predictions, all.Add, () => double.NegativeInfinity);
        return all;
    }

    private Choice? Make(
        CampaignState state,
        Leader leader,
        double affordable,
        ScreenedPosterior predictions,
        Leaders leaders
    )
    {
        var rivals = leaders
            .BestFirst.Where(other => other != leader)
            .Take(RivalsKept)
            .Select(other =>
            {
                var model = _rungs[other.Rung].ModelIndex!.Value;
                return new Rival(
                    _pool[other.Candidate].Row,
                    _rungs[other.Rung].LevelText,
                    predictions.Mean(model)[other.Candidate],
                    predictions.LabelDeviation(model)[other.Candidate] * state.CalibrationOf(other.Rung).Scale,
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
        ScreenedPosterior? predictions
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
        ScreenedPosterior? predictions
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

        double? mean = null,
            deviation = null;
        if (rung.ModelIndex is { } informing && predictions is not null)
        {
            mean = predictions.Mean(informing)[candidate];
            deviation = predictions.LabelDeviation(informing)[candidate] * state.CalibrationOf(rung.Index).Scale;
        }

        return new Choice(candidate, rung.Index, purpose, mean, deviation, null, model.PriceOf(size).Mean, limit, []);
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
                && _prices.OfPath(state, candidate, Top) is not null;
            if (open || state.Retries.Any(retry => retry.Candidate == candidate))
            {
                return Selection.Stop("budget", "what is left of the budget does not pay for another calculation");
            }
        }

        return Selection.Stop(
            "exhausted",
            "every candidate of the space was computed at the objective's level or failed"
        );
    }
}
