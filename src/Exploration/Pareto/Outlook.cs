using System.Collections.Immutable;
using Lichen.Core.Objectives;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Learning;

namespace Lichen.Exploration.Pareto;

/// <summary>What is known and expected of every candidate with respect to all wishes at one moment.</summary>
public sealed class Outlook
{
    private readonly ImmutableArray<Wish> _all;
    private readonly Standing[] _standings;

    // Shape (candidates, wishes), objectives first.
    private readonly double[] _means;
    private readonly double[] _deviations;

    /// <param name="predictions">One per quantity, or null where there is no model yet.</param>
    public Outlook(Wishes wishes, CampaignState state, ImmutableArray<ScreenedPosterior>? predictions, int candidates)
    {
        (Wishes, _all, Candidates) = (wishes, wishes.All, candidates);
        _standings = new Standing[candidates];
        Array.Fill(_standings, Standing.Computed);
        foreach (var quantity in state.Quantities)
        {
            for (var candidate = 0; candidate < candidates; candidate++)
            {
                var standing = state.StandingOf(candidate, quantity.Quantity.Top.Index);
                _standings[candidate] = Together(_standings[candidate], standing);
            }
        }

        // Without the route that it needs it counts for nothing, whatever is known of it.
        foreach (var (candidate, _) in state.Routes.Known.Where(known => known.Value.Bars))
        {
            _standings[candidate] = Standing.Failed;
        }

        Common = CommonFactor.Of(_all.Length, (one, other) => Correlation(state, one, other));
        _means = new double[candidates * _all.Length];
        _deviations = new double[candidates * _all.Length];
        for (var i = 0; i < _all.Length; i++)
        {
            if (_all[i].Quantity is { } index)
            {
                ReadQuantity(i, state, state.Quantities[index], predictions is { } models ? models[index] : null);
            }
            else
            {
                ReadStructure(i);
            }
        }

        if (Common is not null)
        {
            for (var candidate = 0; candidate < candidates; candidate++)
            {
                Heed(state.Errors, candidate);
            }
        }
    }

    public Wishes Wishes { get; }

    public int Candidates { get; }

    /// <summary>What the errors of predictions of the wishes have in common; null where nothing was shown to be.</summary>
    public CommonFactor? Common { get; }

    /// <summary>Where a candidate stands with respect to all wishes together.</summary>
    /// <returns>Computed when every value is known, failed when one cannot be had, pending when what is missing is under way.</returns>
    public Standing StandingOf(int candidate) => _standings[candidate];

    /// <summary>Known values, and predictions where they are not known, of all wishes; NaN without a model.</summary>
    public ReadOnlySpan<double> Means(int candidate) => _means.AsSpan(candidate * _all.Length, _all.Length);

    /// <summary>Standard deviations of the predictions, calibrated; 0 where a value is known.</summary>
    public ReadOnlySpan<double> Deviations(int candidate) => _deviations.AsSpan(candidate * _all.Length, _all.Length);

    /// <summary>Losses of the objectives at known or expected values.</summary>
    public double[] Losses(int candidate)
    {
        var means = Means(candidate);
        var losses = new double[Wishes.Objectives.Length];
        for (var m = 0; m < losses.Length; m++)
        {
            losses[m] = _all[m].Goal.Loss(means[m]);
        }

        return losses;
    }

    /// <summary>The chance that every constraint is met, taken as independent; 1 without constraints.</summary>
    public double ChanceFeasible(int candidate) =>
        Wishes.Constraints.IsEmpty
            ? 1
            : Math.Exp(Feasibility.LogChance(Wishes, Means(candidate), Deviations(candidate)));

    /// <summary>Candidates that are not lost and likely meet the constraints; where none do, all that are not lost.</summary>
    public List<int> Promising()
    {
        List<int> alive = [.. Enumerable.Range(0, Candidates).Where(c => _standings[c] != Standing.Failed)];
        List<int> feasible = Wishes.Constraints.IsEmpty ? alive : [.. alive.Where(c => ChanceFeasible(c) >= 0.5)];
        return feasible.Count > 0 ? feasible : alive;
    }

    /// <summary>Candidates whose values are all known and meet the constraints.</summary>
    public List<int> Reached() =>
        [.. Enumerable.Range(0, Candidates).Where(c => _standings[c] == Standing.Computed && ChanceFeasible(c) == 1)];

    // Two wishes for one quantity share their error whole; they are left apart, as a common part of nearly all needs more nodes.
    private double Correlation(CampaignState state, int one, int other) =>
        _all[one].Quantity is { } quantity && _all[other].Quantity is { } second && quantity != second
            ? state.Errors.Between(quantity, second) is { IsShown: true } pair
                ? pair.Correlation
                : 0
            : 0;

    private static Standing Together(Standing one, Standing other) =>
        one == Standing.Failed || other == Standing.Failed ? Standing.Failed
        : one == Standing.Open || other == Standing.Open ? Standing.Open
        : one == Standing.Pending || other == Standing.Pending ? Standing.Pending
        : Standing.Computed;

    private void ReadStructure(int wish)
    {
        for (var candidate = 0; candidate < Candidates; candidate++)
        {
            var value = _all[wish].OfStructure[candidate];
            _means[(candidate * _all.Length) + wish] = value;
            // A structure that a descriptor does not know cannot be judged.
            _standings[candidate] = double.IsNaN(value) ? Standing.Failed : _standings[candidate];
        }
    }

    private void ReadQuantity(int wish, CampaignState state, QuantityState known, ScreenedPosterior? model)
    {
        var top = known.Quantity.Top;
        var scale = known.CalibrationOf(top.Index).Scale;
        ReadOnlySpan<double> means = model is null ? [] : model.Mean(top.ModelIndex!.Value),
            deviations = model is null ? [] : model.Deviation(top.ModelIndex!.Value);
        for (var candidate = 0; candidate < Candidates; candidate++)
        {
            var at = (candidate * _all.Length) + wish;
            var computed = state.StandingOf(candidate, top.Index) == Standing.Computed;
            _means[at] =
                computed ? known.ValueOf(candidate, top.Index)
                : model is null ? double.NaN
                : means[candidate];
            _deviations[at] =
                computed ? 0
                : model is null ? double.NaN
                : deviations[candidate] * scale;
        }
    }

    // What was found of another wish tells of this one where their errors go together.
    private void Heed(SharedErrors errors, int candidate)
    {
        for (var i = 0; i < _all.Length; i++)
        {
            var at = (candidate * _all.Length) + i;
            if (_all[i].Quantity is { } quantity && _deviations[at] > 0)
            {
                var (shift, left) = errors.Told(quantity, candidate);
                _means[at] += shift * _deviations[at];
                _deviations[at] *= left;
            }
        }
    }
}

/// <summary>The chance that values lie in their ranges.</summary>
internal static class Feasibility
{
    /// <summary>The logarithm of the chance that all constraints are met, taken as independent.</summary>
    /// <param name="means">Of all wishes, objectives first.</param>
    public static double LogChance(Wishes wishes, ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        var sum = 0.0;
        for (var i = wishes.Objectives.Length; i < means.Length; i++)
        {
            sum += LogChance((InRange)wishes.Constraints[i - wishes.Objectives.Length].Goal, means[i], deviations[i]);
        }

        return sum;
    }

    /// <summary>The logarithm of the chance, exact in the tails.</summary>
    /// <param name="deviation">0 where the value is known.</param>
    public static double LogChance(InRange range, double mean, double deviation)
    {
        if (deviation <= 0)
        {
            return range.Loss(mean) <= 0 ? 0 : double.NegativeInfinity;
        }

        if (double.IsInfinity(range.Low) || double.IsInfinity(range.High))
        {
            return double.IsInfinity(range.Low)
                ? ExpectedImprovement.LogChance(new Minimise(), range.High, mean, deviation)
                : ExpectedImprovement.LogChance(new Maximise(), -range.Low, mean, deviation);
        }

        var half = (range.High - range.Low) / 2;
        return ExpectedImprovement.LogChance(new Target(range.Low + half), half, mean, deviation);
    }
}
