using System.Collections.Immutable;
using Lichen.Core.Objectives;

namespace Lichen.Exploration.Choosing;

/// <summary>
/// What a cheap label is worth: it is read before the dear one is bought, and the dear one is bought only where the cheap one
/// left hope.
/// </summary>
/// <remarks>
/// A candidate is a box that may be looked into before it is opened (Weitzman 1979, <see href="https://doi.org/10.2307/1910412"/>).
/// Reading a label at price c leaves the prediction of the objective normal with a smaller deviation around a mean m' that
/// is itself normal; opening then costs C and brings the expected improvement v(m'). Of all rules "open where v exceeds
/// lambda C", the one with the largest expected improvement per expected cost has the rate lambda that solves
/// E[max(0, v(m') - lambda C)] = lambda c.
/// </remarks>
internal static class Lookahead
{
    // The trapezoid rule on a normal density errs by less than 1e-9 at this step where it is smooth, by some per cent at a kink far out.
    private const double Step = 0.125;
    private const double Reach = 6;

    private static readonly ImmutableArray<double> Nodes =
    [
        .. Enumerable.Range(0, (int)(2 * Reach / Step) + 1).Select(i => -Reach + (i * Step)),
    ];

    private static readonly ImmutableArray<double> Weights =
    [
        .. Nodes.Select(z => Step * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI)),
    ];

    /// <summary>The logarithm of the best expected improvement per expected cost that begins with a cheap label.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="threshold">Loss to improve on, in the property's unit.</param>
    /// <param name="mean">Predicted value at the objective's level, in the property's unit.</param>
    /// <param name="deviation">Standard deviation of that prediction.</param>
    /// <param name="correlation">Of the cheap label, its noise included, with the value at the objective's level.</param>
    /// <param name="price">Expected cost of the cheap label, positive.</param>
    /// <param name="topPrice">Expected cost of the label at the objective's level once the cheap one is there, positive.</param>
    /// <returns>Negative infinity where nothing is to be gained.</returns>
    public static double LogRate(
        Goal goal,
        double threshold,
        double mean,
        double deviation,
        double correlation,
        double price,
        double topPrice
    )
    {
        var told = deviation * Math.Min(1, Math.Abs(correlation));
        var left = Math.Sqrt(Math.Max(0, (deviation * deviation) - (told * told)));
        Span<double> gains = stackalloc double[Nodes.Length];
        Span<int> order = stackalloc int[Nodes.Length];
        var largest = double.NegativeInfinity;
        for (var i = 0; i < gains.Length; i++)
        {
            order[i] = i;
            gains[i] = ExpectedImprovement.LogOf(goal, threshold, mean + (told * Nodes[i]), left);
            largest = Math.Max(largest, gains[i]);
        }

        if (!double.IsFinite(largest))
        {
            return double.NegativeInfinity;
        }

        // The best rule opens where the gain is above some value: with the gains in falling order, one of the heads.
        var copy = gains.ToArray();
        order.Sort((a, b) => copy[b].CompareTo(copy[a]));
        double gain = 0,
            opened = 0,
            best = 0;
        foreach (var i in order)
        {
            gain += Weights[i] * Math.Exp(gains[i] - largest);
            opened += Weights[i];
            best = Math.Max(best, gain / (price + (topPrice * opened)));
        }

        return largest + Math.Log(best);
    }
}
