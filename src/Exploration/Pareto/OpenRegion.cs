using Lichen.Core.Objectives;
using Lichen.Exploration.Choosing;

namespace Lichen.Exploration.Pareto;

/// <summary>
/// The losses better than a reference that no point of a front reaches yet: what is still to be won, and how much of it an
/// uncertain candidate is expected to win.
/// </summary>
/// <remarks>
/// The expected hypervolume improvement is the integral, over the open region, of the chance that the candidate is at least
/// so good: E[HVI] = integral of prod_m P(loss_m below z_m) dz. Over a box it is a product of differences of expected
/// improvements, so two and three objectives are exact for every goal (Emmerich, Deutz and Klinkenberg 2011,
/// <see href="https://doi.org/10.1109/CEC.2011.5949880"/>); above three the integral is a mean over Halton points, the same
/// for all candidates, whose number bounds memory and time. Objectives are taken as independent.
/// </remarks>
internal sealed class OpenRegion
{
    /// <summary>Objectives up to which the improvement is exact.</summary>
    public const int MostExact = 3;

    /// <summary>Points of the mean above that; half of them usually lie in the open region.</summary>
    public const int UsualPoints = 1 << 12;

    // What a coarse look keeps: so many points of the front, or one in so many of the points that are sampled.
    private const int CoarseFront = 6;
    private const int CoarseShare = 16;

    // Below this share of the largest possible, sums of differences have lost their digits.
    private const double Digits = 1e-9;

    private readonly double[] _reference;

    // Exact: bounds[m] holds the distinct bounds of objective m, boxes index into them, two per objective.
    private readonly double[][] _bounds;
    private readonly int[] _boxes;

    // Sampled: one row of losses per point, and the logarithm of the volume of one point.
    private readonly double[] _points;
    private readonly double _logPointVolume;

    private OpenRegion(double[] reference, double[][] bounds, int[] boxes, double[] points, double logPointVolume)
    {
        (_reference, _bounds, _boxes) = (reference, bounds, boxes);
        (_points, _logPointVolume) = (points, logPointVolume);
    }

    public int Objectives => _reference.Length;

    public bool IsExact => Objectives <= MostExact;

    /// <summary>Number of boxes, or of points where the integral is sampled.</summary>
    public int Parts => _boxes.Length > 0 ? _boxes.Length / (2 * Objectives) : _points.Length / Objectives;

    /// <param name="front">Losses of what is reached.</param>
    /// <param name="reference">Losses that are just not good enough.</param>
    /// <param name="lowest">Losses below which nothing is sampled; used above three objectives only.</param>
    /// <param name="points">Points of the mean, above three objectives.</param>
    /// <exception cref="ArgumentException">There are more objectives than the sequence has dimensions.</exception>
    public static OpenRegion Below(
        IReadOnlyList<double[]> front,
        double[] reference,
        double[] lowest,
        int points = UsualPoints
    ) => reference.Length <= MostExact ? Exact(front, reference) : Sampled(front, reference, lowest, points);

    /// <summary>
    /// A region that takes a fraction of the time. Of an exact one it is larger, as if a few points of the front were all: the
    /// improvement is then an upper bound. Of a sampled one it has fewer points.
    /// </summary>
    /// <param name="front">The losses that this region was made from.</param>
    public OpenRegion Coarse(IReadOnlyList<double[]> front)
    {
        if (!IsExact)
        {
            var few = Math.Max(1, Parts / CoarseShare);
            return new OpenRegion(
                _reference,
                [],
                [],
                _points[..Math.Min(_points.Length, few * Objectives)],
                _logPointVolume + Math.Log((double)Parts / few)
            );
        }

        // Those that reach most together, one after the other.
        var kept = new List<double[]>();
        while (kept.Count < Math.Min(CoarseFront, front.Count))
        {
            kept.Add(front.Except(kept).MaxBy(point => Hypervolume.Of(kept.Append(point), _reference))!);
        }

        return Exact(kept, _reference);
    }

    private static OpenRegion Exact(IReadOnlyList<double[]> front, double[] reference)
    {
        var boxes =
            reference.Length == 1
                ? [new OpenBox([double.NegativeInfinity], [front.Select(p => p[0]).Append(reference[0]).Min()])]
                : OpenBoxes.Below(front, reference);
        var bounds = Enumerable
            .Range(0, reference.Length)
            .Select(m => boxes.SelectMany(box => new[] { box.Low[m], box.High[m] }).Distinct().Order().ToArray())
            .ToArray();
        int[] indices =
        [
            .. boxes.SelectMany(box =>
                Enumerable
                    .Range(0, reference.Length)
                    .SelectMany(m =>
                        new[] { Array.BinarySearch(bounds[m], box.Low[m]), Array.BinarySearch(bounds[m], box.High[m]) }
                    )
            ),
        ];
        return new OpenRegion(reference, bounds, indices, [], 0);
    }

    private static OpenRegion Sampled(IReadOnlyList<double[]> front, double[] reference, double[] lowest, int points)
    {
        if (reference.Length > Halton.MostDimensions)
        {
            throw new ArgumentException(
                $"At most {Halton.MostDimensions} objectives can be weighed together, found {reference.Length}.",
                nameof(reference)
            );
        }

        var open = new List<double>();
        var z = new double[reference.Length];
        for (var i = 1; i <= points; i++)
        {
            for (var m = 0; m < z.Length; m++)
            {
                z[m] = lowest[m] + ((reference[m] - lowest[m]) * Halton.At(i, m));
            }

            if (!front.Any(point => NoWorse(point, z)))
            {
                open.AddRange(z);
            }
        }

        var logVolume = lowest.Zip(reference, (low, high) => Math.Log(high - low)).Sum() - Math.Log(points);
        return new OpenRegion(reference, [], [], [.. open], logVolume);
    }

    /// <summary>The logarithm of the expected hypervolume improvement.</summary>
    /// <param name="goals">One per objective.</param>
    /// <param name="means">Predicted values, in the properties' units.</param>
    /// <param name="deviations">Standard deviations of the predictions; 0 where a value is known.</param>
    /// <returns>Negative infinity where nothing is to be won.</returns>
    public double LogExpectedImprovement(
        ReadOnlySpan<Goal> goals,
        ReadOnlySpan<double> means,
        ReadOnlySpan<double> deviations
    ) => IsExact ? LogExact(goals, means, deviations) : LogSampled(goals, means, deviations);

    /// <summary>The chance that a candidate's losses lie in the open region: that it would extend the front. Exact regions only.</summary>
    public double Chance(ReadOnlySpan<Goal> goals, ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        var chances = new double[goals.Length][];
        for (var m = 0; m < goals.Length; m++)
        {
            chances[m] = new double[_bounds[m].Length];
            for (var i = 0; i < chances[m].Length; i++)
            {
                chances[m][i] = double.IsNegativeInfinity(_bounds[m][i])
                    ? 0
                    : ExpectedImprovement.Chance(goals[m], _bounds[m][i], means[m], deviations[m]);
            }
        }

        var total = 0.0;
        for (var box = 0; box < _boxes.Length; box += 2 * goals.Length)
        {
            var part = 1.0;
            for (var m = 0; m < goals.Length; m++)
            {
                part *= chances[m][_boxes[box + (2 * m) + 1]] - chances[m][_boxes[box + (2 * m)]];
            }

            total += part;
        }

        return total;
    }

    private double LogExact(ReadOnlySpan<Goal> goals, ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        // Relative to the improvement over the reference alone, objective by objective.
        var gains = new double[goals.Length][];
        var scale = 0.0;
        for (var m = 0; m < goals.Length; m++)
        {
            var all = ExpectedImprovement.LogOf(goals[m], _reference[m], means[m], deviations[m]);
            if (!double.IsFinite(all))
            {
                return double.NegativeInfinity;
            }

            scale += all;
            gains[m] = new double[_bounds[m].Length];
            for (var i = 0; i < gains[m].Length; i++)
            {
                gains[m][i] = double.IsNegativeInfinity(_bounds[m][i])
                    ? double.NegativeInfinity
                    : ExpectedImprovement.LogOf(goals[m], _bounds[m][i], means[m], deviations[m]) - all;
            }
        }

        var total = 0.0;
        for (var box = 0; box < _boxes.Length; box += 2 * goals.Length)
        {
            var part = 1.0;
            for (var m = 0; m < goals.Length && part > 0; m++)
            {
                part *= Math.Exp(gains[m][_boxes[box + (2 * m) + 1]]) - Math.Exp(gains[m][_boxes[box + (2 * m)]]);
            }

            total += part;
        }

        return total > Digits ? scale + Math.Log(total) : scale + LogOfSmall(gains);
    }

    private double LogOfSmall(double[][] gains)
    {
        var parts = new double[_boxes.Length / (2 * gains.Length)];
        for (var box = 0; box < parts.Length; box++)
        {
            for (var m = 0; m < gains.Length; m++)
            {
                var at = (2 * gains.Length * box) + (2 * m);
                var (low, high) = (gains[m][_boxes[at]], gains[m][_boxes[at + 1]]);
                parts[box] += double.IsNegativeInfinity(high) ? high : high + LogOneMinusExp(low - high);
            }
        }

        return LogSum(parts);
    }

    private double LogSampled(ReadOnlySpan<Goal> goals, ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        var parts = new double[Parts];
        for (var point = 0; point < parts.Length; point++)
        {
            for (var m = 0; m < goals.Length && !double.IsNegativeInfinity(parts[point]); m++)
            {
                parts[point] += ExpectedImprovement.LogChance(
                    goals[m],
                    _points[(point * goals.Length) + m],
                    means[m],
                    deviations[m]
                );
            }
        }

        return _logPointVolume + LogSum(parts);
    }

    // log(1 - e^x) for x not above 0: Maechler 2012.
    private static double LogOneMinusExp(double x) =>
        x > -0.7 ? Math.Log(-2 * Math.Exp(x / 2) * Math.Sinh(x / 2)) : double.LogP1(-Math.Exp(x));

    private static double LogSum(double[] logs)
    {
        var largest = logs.Length == 0 ? double.NegativeInfinity : logs.Max();
        return double.IsFinite(largest) ? largest + Math.Log(logs.Sum(log => Math.Exp(log - largest))) : largest;
    }

    private static bool NoWorse(double[] point, double[] z)
    {
        for (var m = 0; m < z.Length; m++)
        {
            if (point[m] > z[m])
            {
                return false;
            }
        }

        return true;
    }
}
