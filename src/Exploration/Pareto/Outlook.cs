using System.Collections.Immutable;
using Lichen.Core.Objectives;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Learning;

namespace Lichen.Exploration.Pareto;

/// <summary>What is known and expected of every candidate with respect to all wishes at one moment.</summary>
/// <param name="predictions">One per quantity, or null where there is no model yet.</param>
public sealed class Outlook(Wishes wishes, CampaignState state, ImmutableArray<ScreenedPosterior>? predictions)
{
    private readonly ImmutableArray<Wish> _all = wishes.All;

    public Wishes Wishes => wishes;

    /// <summary>Where a candidate stands with respect to all wishes together.</summary>
    /// <returns>Computed when every value is known, failed when one cannot be had, pending when what is missing is under way.</returns>
    public Standing StandingOf(int candidate)
    {
        // A structure that a descriptor does not know cannot be judged.
        if (_all.Any(wish => wish.Quantity is null && double.IsNaN(wish.OfStructure[candidate])))
        {
            return Standing.Failed;
        }

        var open = Standing.Computed;
        foreach (var quantity in state.Quantities)
        {
            switch (state.StandingOf(candidate, quantity.Quantity.Top.Index))
            {
                case Standing.Failed:
                    return Standing.Failed;
                case Standing.Open:
                    open = Standing.Open;
                    break;
                case Standing.Pending when open == Standing.Computed:
                    open = Standing.Pending;
                    break;
                default:
                    break;
            }
        }

        return open;
    }

    /// <summary>Value of a wish where it is known; otherwise prediction and its standard deviation, calibrated.</summary>
    /// <returns>NaN without a model.</returns>
    public (double Mean, double Deviation) Of(Wish wish, int candidate)
    {
        if (wish.Quantity is not { } index)
        {
            return (wish.OfStructure[candidate], 0);
        }

        var known = state.Quantities[index];
        var top = known.Quantity.Top;
        if (state.StandingOf(candidate, top.Index) == Standing.Computed)
        {
            return (known.ValueOf(candidate, top.Index), 0);
        }

        if (predictions is not { } models)
        {
            return (double.NaN, double.NaN);
        }

        var model = top.ModelIndex!.Value;
        return (
            models[index].Mean(model)[candidate],
            models[index].Deviation(model)[candidate] * known.CalibrationOf(top.Index).Scale
        );
    }

    /// <summary>Means and standard deviations of all wishes, objectives first.</summary>
    public void Read(int candidate, Span<double> means, Span<double> deviations)
    {
        for (var i = 0; i < _all.Length; i++)
        {
            (means[i], deviations[i]) = Of(_all[i], candidate);
        }
    }

    /// <summary>Losses of the objectives at known or expected values.</summary>
    public double[] Losses(int candidate) =>
        [.. wishes.Objectives.Select(wish => wish.Goal.Loss(Of(wish, candidate).Mean))];

    /// <summary>The chance that every constraint is met, taken as independent; 1 without constraints.</summary>
    public double ChanceFeasible(int candidate)
    {
        var chance = 1.0;
        foreach (var constraint in wishes.Constraints)
        {
            var (mean, deviation) = Of(constraint, candidate);
            chance *= Feasibility.Chance((InRange)constraint.Goal, mean, deviation);
        }

        return chance;
    }
}

/// <summary>The chance that a value lies in a range.</summary>
internal static class Feasibility
{
    /// <param name="deviation">0 where the value is known.</param>
    public static double Chance(InRange range, double mean, double deviation) =>
        Math.Exp(LogChance(range, mean, deviation));

    /// <summary>The logarithm of <see cref="Chance"/>, exact in the tails.</summary>
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
