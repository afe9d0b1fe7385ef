using System.Collections.Immutable;
using Lichen.Core.Objectives;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Learning;

namespace Lichen.Exploration.Pareto;

/// <summary>Weighs every choice that could be made now when several things are wanted.</summary>
/// <remarks>
/// The gain of a candidate is its expected hypervolume improvement times the chance that it meets the constraints (Gelbart,
/// Snoek and Adams 2014, <see href="https://arxiv.org/abs/1403.5607"/>). What is under way is taken to come as predicted, so
/// a batch spreads out. A label's part of the gain is what it tells of the uncertain values: the root of the variance that it
/// explains, objectives weighed by their extents.
/// </remarks>
internal sealed class FrontScoring(
    StrategyKind kind,
    Pool pool,
    ImmutableArray<Rung> rungs,
    ImmutableArray<Quantity> quantities,
    Wishes wishes,
    int hits,
    Prices prices,
    FailureOdds odds,
    ulong seed
)
{
    // So many of the most hopeful, by a coarse look at gain per cost, are weighed to the end.
    private const int Shortlist = 256;

    // Some molecules of a front add next to nothing to its volume: each third choice is by a norm, which finds them.
    private const int FoldedEach = 3;

    private readonly ImmutableArray<Trust> _trust = [.. quantities.Select(quantity => new Trust(quantity))];
    private readonly Goal[] _goals = [.. wishes.Objectives.Select(wish => wish.Goal)];

    // Where a wish counts at a level of its own, a label there is no step to another.
    private readonly bool[] _isWanted =
    [
        .. rungs.Select(rung => quantities.Any(quantity => quantity.Top.Index == rung.Index)),
    ];
    private readonly FrontLookahead _lookahead = new(wishes.All.Length);

    /// <summary>Offers every affordable choice with its gain per cost.</summary>
    /// <param name="offer">Receives the choices.</param>
    /// <param name="cutoff">The logarithm of a score below which a choice need not be weighed to the end.</param>
    public void Score(
        CampaignState state,
        double affordable,
        ImmutableArray<ScreenedPosterior> predictions,
        Action<Leader> offer,
        Func<double> cutoff
    )
    {
        var outlook = new Outlook(wishes, state, predictions, pool.Count);
        if (GainOf(outlook, state) is not { } gain)
        {
            return;
        }

        odds.Follow(state);
        bool[] allowed = [.. rungs.Select(rung => IsTrusted(state, rung))];
        var hopeful = Enumerable
            .Range(0, pool.Count)
            .Where(candidate => outlook.StandingOf(candidate) == Standing.Open)
            .Select(candidate => ProspectOf(state, outlook, gain, candidate, affordable, allowed))
            .Where(prospect => double.IsFinite(prospect.LogMost))
            .OrderByDescending(prospect => prospect.LogMost)
            .ThenBy(prospect => prospect.Candidate)
            .Take(Shortlist);
        if (outlook.Common is not null)
        {
            hopeful = hopeful
                .Select(prospect => prospect with { LogMost = LogMost(outlook, gain, prospect) })
                .OrderByDescending(prospect => prospect.LogMost)
                .ThenBy(prospect => prospect.Candidate);
        }

        foreach (var (candidate, logMost, choices) in hopeful)
        {
            // Sorted by a bound: nothing that follows can reach the leaders.
            if (gain.IsBounded && logMost < cutoff())
            {
                return;
            }

            var logGain = gain.Log(outlook.Means(candidate), outlook.Deviations(candidate));
            foreach (var (rung, cost) in choices.OrderByDescending(choice => choice.Rung.Index))
            {
                // What a label can lead to is at most the gain: it is looked into only where that could lead.
                var logScore = logGain - Math.Log(cost);
                if (logScore > cutoff())
                {
                    logScore = LogScore(state, predictions, outlook, gain, candidate, rung, logGain, cost);
                }

                logScore += _isWanted[rung.Index]
                    ? odds.LogSuccess(state, candidate, rung, rungs)
                    : odds.LogSuccessToTop(state, candidate, rung, rungs);
                if (double.IsFinite(logScore))
                {
                    offer(new Leader(candidate, rung.Index, Math.Exp(logScore + Math.Log(cost)), logScore));
                }
            }
        }
    }

    // What a candidate could be worth at most for what it costs at least, and what can be bought of it.
    private readonly record struct Prospect(int Candidate, double LogMost, List<(Rung Rung, double Cost)> Choices);

    private static double LogMost(Outlook outlook, FrontGain gain, Prospect prospect) =>
        gain.LogMost(outlook.Means(prospect.Candidate), outlook.Deviations(prospect.Candidate))
        - Math.Log(prospect.Choices.Min(choice => choice.Cost));

    // By a coarse look.
    private Prospect ProspectOf(
        CampaignState state,
        Outlook outlook,
        FrontGain gain,
        int candidate,
        double affordable,
        bool[] allowed
    )
    {
        var logGain = gain.LogCoarse(outlook.Means(candidate), outlook.Deviations(candidate));
        List<(Rung Rung, double Cost)> choices = double.IsNegativeInfinity(logGain)
            ? []
            : Choices(state, candidate, affordable, allowed);
        var logMost =
            choices.Count == 0 ? double.NegativeInfinity : logGain - Math.Log(choices.Min(choice => choice.Cost));
        return new Prospect(candidate, logMost, choices);
    }

    /// <summary>Open candidates, the best weighted sum of predicted losses first; those that likely break a constraint last.</summary>
    public IEnumerable<int> BySum(CampaignState state, ImmutableArray<ScreenedPosterior> predictions)
    {
        var outlook = new Outlook(wishes, state, predictions, pool.Count);
        var promising = outlook.Promising();
        if (promising.Count == 0)
        {
            return [];
        }

        var bounds = Bounds.From([.. promising.Select(outlook.Losses)]).Stated(wishes.Objectives);
        return Enumerable
            .Range(0, pool.Count)
            .Where(candidate => outlook.StandingOf(candidate) == Standing.Open)
            .OrderBy(candidate => outlook.ChanceFeasible(candidate) < 0.5)
            .ThenBy(candidate =>
                bounds.Scale(outlook.Losses(candidate)).Zip(wishes.Objectives, (loss, wish) => loss * wish.Weight).Sum()
            )
            .ThenBy(candidate => candidate);
    }

    /// <summary>
    /// The chance that any molecule not known yet meets the constraints and extends the front, or under constraints on one
    /// objective the list of hits; candidates taken as independent. Null above three objectives, where it is not exact.
    /// </summary>
    public double? ChanceBetterLeft(CampaignState state, ImmutableArray<ScreenedPosterior> predictions)
    {
        var outlook = new Outlook(wishes, state, predictions, pool.Count);
        var promising = outlook.Promising();
        if (_goals.Length > OpenRegion.MostExact || promising.Count == 0)
        {
            return null;
        }

        var bounds = Bounds.From([.. promising.Select(outlook.Losses)]).Stated(wishes.Objectives);
        var reached = outlook.Reached();
        // While the list of hits is not full, whatever meets the constraints makes it longer.
        var region =
            _goals.Length > 1 ? OpenRegion.Below(Front(outlook, bounds, reached), bounds.Reference, bounds.Ideal)
            : reached.Count < hits ? null
            : OpenRegion.Below(
                [
                    [Worst(outlook, reached)],
                ],
                bounds.Reference,
                bounds.Ideal
            );
        var noneBetter = 0.0;
        for (var candidate = 0; candidate < pool.Count; candidate++)
        {
            if (outlook.StandingOf(candidate) is Standing.Open or Standing.Pending)
            {
                ReadOnlySpan<double> means = outlook.Means(candidate),
                    deviations = outlook.Deviations(candidate);
                var chance = outlook.Common?.Mean(ChanceBetter, means, deviations) ?? ChanceBetter(means, deviations);
                noneBetter += Math.Log(1 - Math.Min(1 - 1e-12, chance));
            }
        }

        return 1 - Math.Exp(noneBetter);

        double ChanceBetter(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations) =>
            Math.Exp(Feasibility.LogChance(wishes, means, deviations))
            * (region?.Chance(_goals, means[.._goals.Length], deviations[.._goals.Length]) ?? 1);
    }

    private bool IsFolded(CampaignState state) =>
        kind == StrategyKind.Chebyshev || (_goals.Length > 1 && state.Decisions.Count % FoldedEach == FoldedEach - 1);

    private FrontGain? GainOf(Outlook outlook, CampaignState state)
    {
        var promising = outlook.Promising();
        if (promising.Count == 0)
        {
            return null;
        }

        // Of what is known and what is predicted together: the ends of the front are looked for before they are had.
        var bounds = Bounds.From([.. promising.Select(outlook.Losses)]).Stated(wishes.Objectives);
        var front = _goals.Length == 1 ? Threshold(outlook, bounds) : Front(outlook, bounds, Taken(outlook));
        return new FrontGain(
            wishes,
            bounds,
            front,
            IsFolded(state) ? ChebyshevGain.Of(wishes, bounds, front, seed + (ulong)state.Decisions.Count) : null,
            outlook.Common
        );
    }

    // What is computed, and what is under way as it is predicted.
    private static List<int> Taken(Outlook outlook) =>
        [
            .. outlook.Reached(),
            .. Enumerable
                .Range(0, outlook.Candidates)
                .Where(c => outlook.StandingOf(c) == Standing.Pending && outlook.ChanceFeasible(c) >= 0.5),
        ];

    private static List<double[]> Front(Outlook outlook, Bounds bounds, IEnumerable<int> candidates)
    {
        List<double[]> losses =
        [
            .. candidates
                .Select(outlook.Losses)
                .Where(point => point.Zip(bounds.Reference, (loss, bound) => loss < bound).All(below => below)),
        ];
        return [.. Dominance.Front(losses).Select(i => losses[i])];
    }

    // One objective under constraints has a list of hits, as without: the worst of the list expected in the end is to be beaten.
    private List<double[]> Threshold(Outlook outlook, Bounds bounds) =>
        [
            [Math.Min(Worst(outlook, outlook.Promising()), bounds.Reference[0])],
        ];

    // The loss of the last of the hits, or of the last there is.
    private double Worst(Outlook outlook, List<int> candidates) =>
        candidates.Select(candidate => outlook.Losses(candidate)[0]).Order().Take(hits).Last();

    private bool IsTrusted(CampaignState state, Rung rung) =>
        Informed(rung).Any(quantity => _trust[quantity.Index].Allows(state, quantity.Rungs[rung.Index]));

    private List<(Rung Rung, double Cost)> Choices(
        CampaignState state,
        int candidate,
        double affordable,
        bool[] allowed
    )
    {
        var choices = new List<(Rung, double)>(rungs.Length);
        foreach (var rung in rungs)
        {
            if (
                allowed[rung.Index]
                && state.StandingOf(candidate, rung.Index) == Standing.Open
                && Informed(rung).Any(quantity => IsMissing(state, candidate, quantity))
                && prices.OfPath(state, candidate, rung) is { } cost
                && prices.CanBePaid(state, candidate, rung, affordable)
            )
            {
                choices.Add((rung, cost));
            }
        }

        return choices;
    }

    private IEnumerable<Quantity> Informed(Rung rung) =>
        quantities.Where(quantity => quantity.ModelIndexAt(rung.Index) is not null);

    private static bool IsMissing(CampaignState state, int candidate, Quantity quantity) =>
        state.StandingOf(candidate, quantity.Top.Index) == Standing.Open;

    private double LogScore(
        CampaignState state,
        ImmutableArray<ScreenedPosterior> predictions,
        Outlook outlook,
        FrontGain gain,
        int candidate,
        Rung rung,
        double logGain,
        double cost
    )
    {
        var correlations = Correlations(state, predictions, candidate, rung);
        ReadOnlySpan<double> means = outlook.Means(candidate),
            deviations = outlook.Deviations(candidate);
        var isTop = quantities.Any(quantity => quantity.Top.Index == rung.Index);
        return isTop || !gain.IsBounded
            ? logGain - Math.Log(cost) + Math.Log(gain.Told(means, deviations, correlations))
            : _lookahead.LogRate(
                gain,
                means,
                deviations,
                correlations,
                cost,
                prices.AfterLabel(state, candidate, rung)
            );
    }

    // Of a label to come, its noise included, with the value of each wish; 1 where it is that value.
    private double[] Correlations(
        CampaignState state,
        ImmutableArray<ScreenedPosterior> predictions,
        int candidate,
        Rung rung
    )
    {
        var correlations = new double[wishes.All.Length];
        for (var i = 0; i < correlations.Length; i++)
        {
            if (
                wishes.All[i].Quantity is not { } index
                || quantities[index] is var quantity && !IsMissing(state, candidate, quantity)
                || quantity.ModelIndexAt(rung.Index) is not { } model
            )
            {
                continue;
            }

            correlations[i] =
                rung.Index == quantity.Top.Index
                    ? 1
                    : predictions[index].CorrelationWithTop(model)[candidate]
                        * predictions[index].Deviation(model)[candidate]
                        / predictions[index].LabelDeviation(model)[candidate];
        }

        return correlations;
    }
}
