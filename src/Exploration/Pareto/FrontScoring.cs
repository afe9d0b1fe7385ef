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
    Prices prices,
    ulong seed
)
{
    private readonly ImmutableArray<Trust> _trust = [.. quantities.Select(quantity => new Trust(quantity))];
    private readonly Goal[] _goals = [.. wishes.Objectives.Select(wish => wish.Goal)];

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
        var outlook = new Outlook(wishes, state, predictions);
        if (BoundsOf(outlook) is not { } bounds)
        {
            return;
        }

        var gain =
            kind == StrategyKind.Chebyshev
                ? ChebyshevGain.Of(wishes, bounds, Reached(outlook, bounds), seed + (ulong)state.Decisions.Count)
                : null;
        var region = gain is null ? OpenRegion.Below(Reached(outlook, bounds), bounds.Reference, bounds.Ideal) : null;
        var (means, deviations) = (new double[wishes.All.Length], new double[wishes.All.Length]);
        var objectives = _goals.Length;
        for (var candidate = 0; candidate < pool.Count; candidate++)
        {
            if (outlook.StandingOf(candidate) != Standing.Open)
            {
                continue;
            }

            outlook.Read(candidate, means, deviations);
            var logFeasible = LogFeasible(means, deviations);
            var choices = Choices(state, candidate, affordable);
            if (double.IsNegativeInfinity(logFeasible) || choices.Count == 0)
            {
                continue;
            }

            ReadOnlySpan<double> own = means.AsSpan(0, objectives),
                spread = deviations.AsSpan(0, objectives);
            var leastCost = choices.Min(choice => choice.Cost);
            if (region?.LogMost(_goals, own, spread) + logFeasible - Math.Log(leastCost) < cutoff())
            {
                continue;
            }

            var logGain = logFeasible + (region?.LogExpectedImprovement(_goals, own, spread) ?? gain!.Log(own, spread));
            foreach (var (rung, cost) in choices)
            {
                var told = Told(state, predictions, candidate, rung, means, deviations, bounds);
                var logScore = logGain + Math.Log(told) - Math.Log(cost);
                if (double.IsFinite(logScore))
                {
                    offer(new Leader(candidate, rung.Index, Math.Exp(logScore + Math.Log(cost)), logScore));
                }
            }
        }
    }

    /// <summary>Open candidates, the best weighted sum of predicted losses first; those that likely break a constraint last.</summary>
    public IEnumerable<int> BySum(CampaignState state, ImmutableArray<ScreenedPosterior> predictions)
    {
        var outlook = new Outlook(wishes, state, predictions);
        if (BoundsOf(outlook) is not { } bounds)
        {
            return [];
        }

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
    /// The chance that any molecule not known yet meets the constraints and extends the front, candidates taken as independent;
    /// null above three objectives, where it is not exact.
    /// </summary>
    public double? ChanceBetterLeft(CampaignState state, ImmutableArray<ScreenedPosterior> predictions)
    {
        var outlook = new Outlook(wishes, state, predictions);
        if (_goals.Length > OpenRegion.MostExact || BoundsOf(outlook) is not { } bounds)
        {
            return null;
        }

        var region = OpenRegion.Below(Known(outlook), bounds.Reference, bounds.Ideal);
        var (means, deviations) = (new double[wishes.All.Length], new double[wishes.All.Length]);
        var noneBetter = 0.0;
        for (var candidate = 0; candidate < pool.Count; candidate++)
        {
            if (outlook.StandingOf(candidate) is Standing.Open or Standing.Pending)
            {
                outlook.Read(candidate, means, deviations);
                var chance =
                    Math.Exp(LogFeasible(means, deviations))
                    * region.Chance(_goals, means.AsSpan(0, _goals.Length), deviations.AsSpan(0, _goals.Length));
                noneBetter += Math.Log(1 - Math.Min(1 - 1e-12, chance));
            }
        }

        return 1 - Math.Exp(noneBetter);
    }

    // Of what is known and what is predicted together: the ends of the front are looked for before they are had.
    private Bounds? BoundsOf(Outlook outlook)
    {
        var losses = Enumerable
            .Range(0, pool.Count)
            .Where(candidate => outlook.StandingOf(candidate) != Standing.Failed)
            .Where(candidate => wishes.Constraints.IsEmpty || outlook.ChanceFeasible(candidate) >= 0.5)
            .Select(outlook.Losses)
            .ToList();
        if (losses.Count == 0)
        {
            // Nothing feasible is expected: the bounds of all.
            losses =
            [
                .. Enumerable
                    .Range(0, pool.Count)
                    .Where(candidate => outlook.StandingOf(candidate) != Standing.Failed)
                    .Select(outlook.Losses),
            ];
        }

        return losses.Count == 0 ? null : Bounds.From(losses);
    }

    private List<double[]> Known(Outlook outlook) =>
        [
            .. Enumerable
                .Range(0, pool.Count)
                .Where(candidate =>
                    outlook.StandingOf(candidate) == Standing.Computed && outlook.ChanceFeasible(candidate) == 1
                )
                .Select(outlook.Losses),
        ];

    // What is computed, and what is under way as it is predicted.
    private List<double[]> Reached(Outlook outlook, Bounds bounds)
    {
        List<double[]> losses =
        [
            .. Known(outlook),
            .. Enumerable
                .Range(0, pool.Count)
                .Where(candidate =>
                    outlook.StandingOf(candidate) == Standing.Pending && outlook.ChanceFeasible(candidate) >= 0.5
                )
                .Select(outlook.Losses),
        ];
        losses.RemoveAll(point => point.Zip(bounds.Reference, (loss, bound) => loss >= bound).Any(beyond => beyond));
        return [.. Dominance.Front(losses).Select(i => losses[i])];
    }

    private double LogFeasible(double[] means, double[] deviations)
    {
        var sum = 0.0;
        for (var i = _goals.Length; i < means.Length; i++)
        {
            sum += Feasibility.LogChance((InRange)wishes.Constraints[i - _goals.Length].Goal, means[i], deviations[i]);
        }

        return sum;
    }

    private List<(Rung Rung, double Cost)> Choices(CampaignState state, int candidate, double affordable) =>
        [
            .. rungs
                .Where(rung =>
                    state.StandingOf(candidate, rung.Index) == Standing.Open
                    && Informed(rung)
                        .Any(quantity =>
                            Missing(state, candidate, quantity)
                            && _trust[quantity.Index].Allows(state, quantity.Rungs[rung.Index])
                        )
                    && prices.CanBePaid(state, candidate, rung, affordable)
                )
                .Select(rung => (Rung: rung, Cost: prices.OfPath(state, candidate, rung)))
                .Where(choice => choice.Cost is not null)
                .Select(choice => (choice.Rung, choice.Cost!.Value)),
        ];

    private IEnumerable<Quantity> Informed(Rung rung) =>
        quantities.Where(quantity =>
            rung.Index <= quantity.Top.Index && quantity.Rungs[rung.Index].ModelIndex is not null
        );

    private static bool Missing(CampaignState state, int candidate, Quantity quantity) =>
        state.StandingOf(candidate, quantity.Top.Index) == Standing.Open;

    private double Told(
        CampaignState state,
        ImmutableArray<ScreenedPosterior> predictions,
        int candidate,
        Rung rung,
        double[] means,
        double[] deviations,
        Bounds bounds
    )
    {
        double told = 0,
            unknown = 0;
        for (var i = 0; i < means.Length; i++)
        {
            if (wishes.All[i].Quantity is not { } index || !Missing(state, candidate, quantities[index]))
            {
                continue;
            }

            double variance;
            if (i < _goals.Length)
            {
                var share = deviations[i] / (bounds.Reference[i] - bounds.Ideal[i]);
                variance = share * share;
            }
            else
            {
                var chance = Feasibility.Chance((InRange)wishes.All[i].Goal, means[i], deviations[i]);
                variance = chance * (1 - chance);
            }

            unknown += variance;
            var quantity = quantities[index];
            if (rung.Index > quantity.Top.Index || quantity.Rungs[rung.Index].ModelIndex is not { } model)
            {
                continue;
            }

            var correlation =
                rung.Index == quantity.Top.Index
                    ? 1
                    : predictions[index].CorrelationWithTop(model)[candidate]
                        * predictions[index].Deviation(model)[candidate]
                        / predictions[index].LabelDeviation(model)[candidate];
            told += variance * correlation * correlation;
        }

        return unknown > 0 ? Math.Sqrt(told / unknown) : 1;
    }
}
