using Lichen.Core.Objectives;

namespace Lichen.Exploration.Pareto;

/// <summary>What knowing a candidate is expected to win: an improvement of the front, times the chance that it counts.</summary>
internal sealed class FrontGain
{
    private readonly Wishes _wishes;
    private readonly Bounds _bounds;
    private readonly Goal[] _goals;
    private readonly OpenRegion _region;
    private readonly OpenRegion _coarse;
    private readonly ChebyshevGain? _folded;
    private readonly CommonFactor? _common;

    /// <param name="front">Losses of what is reached.</param>
    /// <param name="folded">The gain of one folded objective in place of the improvement, or null.</param>
    /// <param name="common">What the predictions' errors have in common; null: nothing.</param>
    public FrontGain(
        Wishes wishes,
        Bounds bounds,
        IReadOnlyList<double[]> front,
        ChebyshevGain? folded,
        CommonFactor? common
    )
    {
        (_wishes, _bounds, _folded, _common) = (wishes, bounds, folded, common);
        _goals = [.. wishes.Objectives.Select(wish => wish.Goal)];
        _region = OpenRegion.Below(front, bounds.Reference, bounds.Ideal);
        _coarse = _region.Coarse(front);
    }

    /// <summary>True when <see cref="LogMost"/> is an upper bound.</summary>
    public bool IsBounded => _region.IsExact && _folded is null;

    /// <summary>The logarithm of the expected gain.</summary>
    /// <param name="means">Of all wishes, objectives first.</param>
    /// <param name="deviations">Standard deviations; 0 where a value is known.</param>
    public double Log(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations) =>
        Together(_region, means, deviations);

    /// <summary>The same in a fraction of the time: an upper bound, or an estimate where <see cref="IsBounded"/> is false.</summary>
    public double LogMost(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations) =>
        Together(_coarse, means, deviations);

    /// <summary>An estimate in less time again: all errors as if they were independent.</summary>
    public double LogCoarse(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations) =>
        Log(_coarse, means, deviations);

    private double Together(OpenRegion region, ReadOnlySpan<double> means, ReadOnlySpan<double> deviations) =>
        _common is null
            ? Log(region, means, deviations)
            : _common.LogMean((shifted, left) => Log(region, shifted, left), means, deviations);

    private double Log(OpenRegion region, ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        var feasible = Feasibility.LogChance(_wishes, means, deviations);
        if (double.IsNegativeInfinity(feasible))
        {
            return feasible;
        }

        ReadOnlySpan<double> own = means[.._goals.Length],
            spread = deviations[.._goals.Length];
        return feasible + (_folded?.Log(own, spread) ?? region.LogExpectedImprovement(_goals, own, spread));
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
                var share = deviations[i] / (_bounds.Reference[i] - _bounds.Ideal[i]);
                variance = share * share;
            }
            else
            {
                var range = (InRange)_wishes.Constraints[i - _goals.Length].Goal;
                var chance = Math.Exp(Feasibility.LogChance(range, means[i], deviations[i]));
                variance = chance * (1 - chance);
            }

            unknown += variance;
            told += variance * correlations[i] * correlations[i];
        }

        return unknown > 0 ? Math.Sqrt(told / unknown) : 1;
    }
}
