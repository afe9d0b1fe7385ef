using System.Collections.Immutable;
using Lichen.Core.Objectives;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Learning;

namespace Lichen.Exploration.Choosing;

/// <summary>Weighs every choice that could be made now, and the chance that any of them matters.</summary>
internal sealed class Scoring(
    StrategyKind kind,
    Pool pool,
    ImmutableArray<Rung> rungs,
    Goal goal,
    int hits,
    Prices prices,
    FailureOdds odds,
    ulong seed
)
{
    private readonly Trust _trust = new(new Quantity(0, rungs[^1].Property, rungs));

    private Rung Top => rungs[^1];

    /// <summary>Offers every affordable choice with its gain per cost.</summary>
    /// <param name="offer">Receives the choices.</param>
    /// <param name="cutoff">The logarithm of a score below which a choice need not be weighed to the end.</param>
    public void Score(
        CampaignState state,
        double affordable,
        ScreenedPosterior predictions,
        Action<Leader> offer,
        Func<double> cutoff
    )
    {
        var top = Top.ModelIndex!.Value;
        var scale = state.CalibrationOf(Top.Index).Scale;
        var threshold = Threshold(state, predictions);
        ReadOnlySpan<double> means = predictions.Mean(top),
            deviations = predictions.Deviation(top);
        var draws =
            kind == StrategyKind.Thompson
                ? JointDraw.Of(predictions, top, goal, Open(state), scale, seed + (ulong)state.Decisions.Count)
                : null;
        odds.Follow(state);
        bool[] allowed = [.. rungs.Select(rung => _trust.Allows(state, rung))];
        var lower = new List<Prospect>();
        for (var candidate = 0; candidate < pool.Count; candidate++)
        {
            if (state.StandingOf(candidate, Top.Index) != Standing.Open)
            {
                continue;
            }

            var draw = draws is null ? double.NaN : draws.GetValueOrDefault(candidate, double.NaN);
            var deviation = deviations[candidate] * scale;
            var logGain = Acquisition.LogGain(kind, goal, threshold, means[candidate], deviation, draw);
            if (!double.IsFinite(logGain))
            {
                continue;
            }

            foreach (var rung in rungs)
            {
                if (
                    rung.ModelIndex is null
                    || state.StandingOf(candidate, rung.Index) != Standing.Open
                    || !allowed[rung.Index]
                    || prices.OfPath(state, candidate, rung) is not { } cost
                    || !prices.CanBePaid(state, candidate, rung, affordable)
                )
                {
                    continue;
                }

                // What a cheap label can lead to is at most the gain.
                var most = logGain - Math.Log(cost) + odds.LogSuccessToTop(state, candidate, rung, rungs);
                if (rung.Index == Top.Index)
                {
                    Offer(candidate, rung, cost, most);
                }
                else if (most >= cutoff())
                {
                    lower.Add(new Prospect(candidate, rung, cost, most));
                }
            }
        }

        // The most hopeful first: soon none of the rest can lead, and these are not looked into.
        lower.Sort((one, other) => other.LogMost.CompareTo(one.LogMost));
        foreach (var (candidate, rung, cost, most) in lower)
        {
            if (most < cutoff())
            {
                return;
            }

            var logScore =
                kind == StrategyKind.Improvement
                    ? Lookahead.LogRate(
                        goal,
                        threshold,
                        means[candidate],
                        deviations[candidate] * scale,
                        Told(predictions, rung.ModelIndex!.Value, candidate),
                        cost,
                        prices.AfterLabel(state, candidate, rung)
                    ) + odds.LogSuccessToTop(state, candidate, rung, rungs)
                    : most + Math.Log(Math.Abs(predictions.CorrelationWithTop(rung.ModelIndex!.Value)[candidate]));
            Offer(candidate, rung, cost, logScore);
        }

        void Offer(int candidate, Rung rung, double cost, double logScore)
        {
            if (double.IsFinite(logScore))
            {
                offer(new Leader(candidate, rung.Index, Math.Exp(logScore + Math.Log(cost)), logScore));
            }
        }
    }

    /// <summary>The chance that any molecule not computed at the objective's level has a loss below a threshold.</summary>
    /// <remarks>Takes the candidates as independent: like molecules err alike, so the true chance is not larger.</remarks>
    public double ChanceBetterLeft(CampaignState state, ScreenedPosterior predictions, double threshold)
    {
        var top = Top.ModelIndex!.Value;
        var scale = state.CalibrationOf(Top.Index).Scale;
        ReadOnlySpan<double> means = predictions.Mean(top),
            deviations = predictions.Deviation(top);
        var noneBetter = 0.0;
        for (var candidate = 0; candidate < pool.Count; candidate++)
        {
            if (state.StandingOf(candidate, Top.Index) is Standing.Open or Standing.Pending)
            {
                var deviation = deviations[candidate] * scale;
                var chance = ExpectedImprovement.Chance(goal, threshold, means[candidate], deviation);
                noneBetter += Math.Log(1 - Math.Min(1 - 1e-12, chance));
            }
        }

        return 1 - Math.Exp(noneBetter);
    }

    /// <summary>The loss of the worst of the k best computed at the objective's level, or null while there are fewer.</summary>
    public double? WorstHit(CampaignState state)
    {
        var losses = state.BestLosses(goal, Top.Index, hits);
        return losses.Count < hits ? null : losses[^1];
    }

    /// <summary>Correlation of a label to come at a rung, its noise included, with the value at the objective's level.</summary>
    private static double Told(ScreenedPosterior predictions, int rung, int candidate) =>
        predictions.CorrelationWithTop(rung)[candidate]
        * predictions.Deviation(rung)[candidate]
        / predictions.LabelDeviation(rung)[candidate];

    private IEnumerable<int> Open(CampaignState state) =>
        Enumerable.Range(0, pool.Count).Where(c => state.StandingOf(c, Top.Index) == Standing.Open);

    /// <summary>The loss to improve on: the k-th best of what is computed and what is predicted, so that the list to be beaten is the one expected at the end.</summary>
    private double Threshold(CampaignState state, ScreenedPosterior predictions)
    {
        var means = predictions.Mean(Top.ModelIndex!.Value);
        // The k lowest so far, sorted: a pool is large and k is small.
        var lowest = new double[Math.Min(hits, pool.Count)];
        Array.Fill(lowest, double.PositiveInfinity);
        for (var candidate = 0; candidate < pool.Count; candidate++)
        {
            var loss = state.StandingOf(candidate, Top.Index) switch
            {
                _ when state.Routes.Bars(candidate) => double.PositiveInfinity,
                Standing.Computed => goal.Loss(state.ValueOf(candidate, Top.Index)),
                Standing.Failed => double.PositiveInfinity,
                _ => goal.Loss(means[candidate]),
            };
            if (loss < lowest[^1])
            {
                var place = Array.BinarySearch(lowest, loss);
                place = place < 0 ? ~place : place;
                Array.Copy(lowest, place, lowest, place + 1, lowest.Length - place - 1);
                lowest[place] = loss;
            }
        }

        var expected = lowest[^1];
        if (expected > 0 || goal is not (Target or InRange))
        {
            return expected;
        }

        // Hits that are only predicted to be perfect are not had yet: what is computed is to be improved on.
        var computed = state.BestLosses(goal, Top.Index, hits);
        return computed.Count == 0 ? 0 : computed[^1];
    }

    /// <summary>A label below the objective's level that could lead, with a bound of its score.</summary>
    private readonly record struct Prospect(int Candidate, Rung Rung, double Cost, double LogMost);
}
