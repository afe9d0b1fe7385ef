using Lichen.Core.Objectives;

namespace Lichen.Exploration.Pareto;

/// <summary>What knowing a candidate is expected to win: an improvement of the front, times the chance that it counts.</summary>
/// <param name="region">What is still to be won; or null where the gain is that of a folded objective.</param>
/// <param name="folded">The gain of one folded objective, or null.</param>
internal sealed class FrontGain(Wishes wishes, Bounds bounds, OpenRegion? region, ChebyshevGain? folded)
{
    private readonly Goal[] _goals = [.. wishes.Objectives.Select(wish => wish.Goal)];

    /// <summary>The logarithm of the expected gain.</summary>
    /// <param name="means">Of all wishes, objectives first.</param>
    /// <param name="deviations">Standard deviations; 0 where a value is known.</param>
    public double Log(double[] means, double[] deviations)
    {
        var feasible = Feasibility.LogChance(wishes, means, deviations);
        ReadOnlySpan<double> own = means.AsSpan(0, _goals.Length),
            spread = deviations.AsSpan(0, _goals.Length);
        return double.IsNegativeInfinity(feasible)
            ? feasible
            : feasible + (region?.LogExpectedImprovement(_goals, own, spread) ?? folded!.Log(own, spread));
    }

    /// <summary>An upper bound of <see cref="Log"/> that costs little.</summary>
    public double LogMost(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        var feasible = Feasibility.LogChance(wishes, means, deviations);
        return region is null || double.IsNegativeInfinity(feasible)
            ? region is null && feasible > double.NegativeInfinity
                ? double.PositiveInfinity
                : feasible
            : feasible + region.LogMost(_goals, means[.._goals.Length], deviations[.._goals.Length]);
    }

    /// <summary>The share of what is uncertain that a label explains: the root of its variance, objectives weighed by their extents.</summary>
    /// <param name="correlations">Of the label with the value of each wish.</param>
    /// <returns>0 to 1; 1 where nothing is uncertain.</returns>
    public double Told(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, ReadOnlySpan<double> correlations)
    {
        double told = 0,
            unknown = 0;
        for (var i = 0; i < means.Length; i++)
        {
            double variance;
            if (i < _goals.Length)
            {
                var share = deviations[i] / (bounds.Reference[i] - bounds.Ideal[i]);
                variance = share * share;
            }
            else
            {
                var range = (InRange)wishes.Constraints[i - _goals.Length].Goal;
                var chance = Math.Exp(Feasibility.LogChance(range, means[i], deviations[i]));
                variance = chance * (1 - chance);
            }

            unknown += variance;
            told += variance * correlations[i] * correlations[i];
        }

        return unknown > 0 ? Math.Sqrt(told / unknown) : 1;
    }
}
