using System.Collections.Immutable;
using Lichen.Core.Objectives;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Pareto;
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
public sealed partial class Strategy
{
    private const int RivalsKept = 3;

    /// <summary>Share of the budget that labels drawn before the first model may take, where that is enough for a model.</summary>
    public const double UsualStartShare = 0.05;

    private readonly StrategyKind _kind;
    private readonly Pool _pool;
    private readonly ImmutableArray<Quantity> _quantities;
    private readonly ImmutableArray<Rung> _rungs;
    private readonly Wishes _wishes;
    private readonly Goal _goal;
    private readonly int _hits;
    private readonly double _chanceBetterLeft;
    private readonly Purse _purse;
    private readonly Prices _prices;
    private readonly int[] _randomOrder;
    private readonly ImmutableArray<StartSet> _starts;
    private readonly StructureConstraints _constraints;
    private readonly Scoring _scoring;
    private readonly FrontScoring _frontScoring;
    private readonly ImmutableArray<Trust> _trust;
    private readonly Funnel _funnel;
    private readonly FailureOdds _odds;
    private readonly ImmutableArray<CoverageGate> _gates;

    /// <param name="features">Of the pool: molecules alike fail alike; null: all are taken as alike.</param>
    /// <param name="quantities">What is predicted, the leading objective's first: its ladder is the campaign's.</param>
    public Strategy(
        StrategyKind kind,
        Pool pool,
        ImmutableArray<Quantity> quantities,
        Wishes wishes,
        int hits,
        double chanceBetterLeft,
        Purse purse,
        ulong seed,
        double startShare = UsualStartShare,
        Features? features = null
    )
    {
        (_kind, _pool, _quantities, _wishes, _hits) = (kind, pool, quantities, wishes, hits);
        (_rungs, _goal) = (quantities[0].Rungs, wishes.Objectives.First(wish => wish.Quantity == 0).Goal);
        (_chanceBetterLeft, _purse) = (chanceBetterLeft, purse);
        _prices = new Prices(pool, _rungs, purse);
        // What breaks a constraint by its structure can never count: it comes last.
        _constraints = new StructureConstraints(wishes, pool.Count);
        _randomOrder = [.. SeededOrder.Shuffle(pool.Count, seed).OrderByDescending(_constraints.Meets)];
        _starts =
        [
            .. quantities.Select(quantity => new StartSet(kind, pool, quantity, GoalOf(quantity), purse, startShare)),
        ];
        _trust = [.. quantities.Select(quantity => new Trust(quantity))];
        _gates = [.. quantities.Select(quantity => new CoverageGate(quantity, _randomOrder))];
        _funnel = new Funnel(pool, _rungs, _goal);
        _odds = new FailureOdds(features, pool.Count, _rungs.Length);
        _scoring = new Scoring(kind, pool, _rungs, _goal, hits, _prices, _odds, seed);
        _frontScoring = new FrontScoring(kind, pool, _rungs, quantities, wishes, hits, _prices, _odds, seed);
    }

    private Rung Top => _rungs[^1];

    private Goal GoalOf(Quantity quantity) => _wishes.All.First(wish => wish.Quantity == quantity.Index).Goal;

    /// <summary>Chooses what to start now.</summary>
    /// <param name="predictions">The model's predictions with what is pending taken into account, or null before there is a model.</param>
    public Selection Next(CampaignState state, ImmutableArray<ScreenedPosterior>? predictions)
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
            return FirstMissing(_randomOrder, state, affordable, predictions) is { } random
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

        if (_kind == StrategyKind.Improvement && Calibrating(state, affordable, predictions.Value) is { } test)
        {
            return Selection.Of(test);
        }

        return _kind == StrategyKind.Greedy ? Greedy(state, affordable, predictions.Value)
            : _wishes.IsOne ? Improvement(state, affordable, predictions.Value)
            : FrontImprovement(state, affordable, predictions.Value);
    }

    /// <summary>How many labels are drawn at a rung before the model is asked.</summary>
    public int StartCount(CampaignState state, int rung) => _starts[0].Count(state, rung);

    /// <summary>True when every label that the first model needs was bought or is on its way, and enough have come to learn from.</summary>
    public bool CanLearn(CampaignState state) =>
        _kind is not (StrategyKind.Random or StrategyKind.Funnel)
        && state.Quantities.All(known => known.Labels.Any(label => label.Rung == known.Quantity.Top.ModelIndex))
        && StartChoice(state, double.PositiveInfinity) is null;

    private Choice? StartChoice(CampaignState state, double affordable)
    {
        // The same molecules at every rung: pairs teach how the rungs hang together.
        foreach (var quantity in _quantities)
        {
            var start = _starts[quantity.Index];
            foreach (var rung in quantity.Rungs)
            {
                // Counted over the whole pool: the order changes while cheap labels come back.
                if (start.Count(state, rung.Index) <= state.HeldAt(rung.Index))
                {
                    continue;
                }

                foreach (var candidate in start.Order(state, rung, _randomOrder))
                {
                    if (
                        state.StandingOf(candidate, rung.Index) == Standing.Open
                        && Make(state, candidate, _rungs[rung.Index], Purpose.Start, affordable, null) is { } choice
                    )
                    {
                        return choice;
                    }
                }
            }
        }

        return null;
    }

    private Choice? Calibrating(
        CampaignState state,
        double affordable,
        ImmutableArray<ScreenedPosterior> predictions
    ) =>
        _gates
            .Select(gate => gate.ToVerify(state))
            .Where(tested => tested is not null)
            .Select(tested =>
                Make(
                    state,
                    tested!.Value.Candidate,
                    _rungs[tested.Value.Rung.Index],
                    Purpose.Calibrate,
                    affordable,
                    predictions
                )
            )
            .FirstOrDefault(choice => choice is not null);

    private Selection Greedy(CampaignState state, double affordable, ImmutableArray<ScreenedPosterior> predictions)
    {
        if (!_wishes.IsOne)
        {
            return FirstMissing(_frontScoring.BySum(state, predictions), state, affordable, predictions) is { } best
                ? Selection.Of(best)
                : Nothing(state);
        }

        var top = Top.ModelIndex!.Value;
        var order = Enumerable
            .Range(0, _pool.Count)
            .Where(candidate => state.StandingOf(candidate, Top.Index) == Standing.Open)
            .OrderBy(candidate => _goal.Loss(predictions[0].Mean(top)[candidate]))
            .ThenBy(candidate => candidate)
            .Take(50);
        return FirstOf(order, Top, Purpose.Explore, state, affordable, predictions) is { } choice
            ? Selection.Of(choice)
            : Nothing(state);
    }

    private Selection FrontImprovement(
        CampaignState state,
        double affordable,
        ImmutableArray<ScreenedPosterior> predictions
    )
    {
        var leaders = new Leaders(RivalsKept + 1);
        _frontScoring.Score(state, affordable, predictions, leaders.Offer, () => leaders.Cutoff);
        if (
            _chanceBetterLeft > 0
            && _frontScoring.ChanceBetterLeft(state, predictions) is { } chance
            && chance < _chanceBetterLeft
        )
        {
            return Selection.Stop(
                "improbable",
                $"the chance that anything that would {(_wishes.Objectives.Length > 1 ? "extend the front" : $"improve the {_hits} hits")} "
                    + $"is left is {InWords(chance)}, "
                    + $"below the {_chanceBetterLeft} asked for"
            );
        }

        foreach (var leader in leaders.BestFirst)
        {
            if (Make(state, leader, affordable, predictions, leaders) is { } choice)
            {
                return Selection.Of(choice);
            }
        }

        return Greedy(state, affordable, predictions);
    }

    private static string InWords(double chance) => chance < 1e-4 ? "less than 0.0001" : $"{chance:0.0000}";

    private Selection Improvement(CampaignState state, double affordable, ImmutableArray<ScreenedPosterior> predictions)
    {
        if (_goal is Target or InRange && _scoring.WorstHit(state) <= 0)
        {
            return Selection.Stop("satisfied", $"all {_hits} hits meet the goal exactly: nothing can be better");
        }

        if (
            _trust[0].ToVerify(state) is { } verified
            && Make(state, verified, Top, Purpose.Verify, affordable, predictions) is { } verification
        )
        {
            return Selection.Of(verification);
        }

        var leaders = new Leaders(RivalsKept + 1);
        _scoring.Score(state, affordable, predictions[0], leaders.Offer, () => leaders.Cutoff);
        if (_scoring.WorstHit(state) is { } worstHit)
        {
            var chance = _scoring.ChanceBetterLeft(state, predictions[0], worstHit);
            if (chance < _chanceBetterLeft)
            {
                return Selection.Stop(
                    "improbable",
                    $"the chance that anything better than the {_hits} hits is left is {InWords(chance)}, "
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
    public IReadOnlyList<Leader> ScoreAll(CampaignState state, ImmutableArray<ScreenedPosterior> predictions)
    {
        var all = new List<Leader>();
        if (_wishes.IsOne)
        {
            _scoring.Score(state, _purse.Affordable(state), predictions[0], all.Add, () => double.NegativeInfinity);
            // What is dear comes first there.
            all.Sort((one, other) => (one.Candidate, one.Rung).CompareTo((other.Candidate, other.Rung)));
        }
        else
        {
            _frontScoring.Score(state, _purse.Affordable(state), predictions, all.Add, () => double.NegativeInfinity);
        }

        return all;
    }
}
