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
        // The best rule opens where the gain is above some value: with the gains in falling order, one of the heads. Where
        // more or less is better that order is known, and what need not be opened is not computed.
        var isOrdered = goal is Minimise or Maximise;
        Span<double> gains = stackalloc double[isOrdered ? 0 : Nodes.Length];
        Span<int> order = stackalloc int[isOrdered ? 0 : Nodes.Length];
        if (!isOrdered)
        {
            Sort(goal, threshold, mean, told, left, gains, order);
        }

        double largest = 0,
            gain = 0,
            opened = 0,
            best = 0;
        for (var place = 0; place < Nodes.Length; place++)
        {
            var i =
                goal is Minimise ? place
                : goal is Maximise ? Nodes.Length - 1 - place
                : order[place];
            var logGain = isOrdered
                ? ExpectedImprovement.LogOf(goal, threshold, mean + (told * Nodes[i]), left)
                : gains[i];
            if (place == 0)
            {
                largest = logGain;
                if (!double.IsFinite(largest))
                {
                    return double.NegativeInfinity;
                }
            }

            // A box that brings less for its price than those before it together only lowers the rate; so do all that follow.
            var here = Math.Exp(logGain - largest);
            if (here < best * topPrice)
            {
                break;
            }

            gain += Weights[i] * here;
            opened += Weights[i];
            best = Math.Max(best, gain / (price + (topPrice * opened)));
        }

        return largest + Math.Log(best);
    }

    private static void Sort(
        Goal goal,
        double threshold,
        double mean,
        double told,
        double left,
        Span<double> gains,
        Span<int> order
    )
    {
        Span<double> keys = stackalloc double[gains.Length];
        for (var i = 0; i < gains.Length; i++)
        {
            order[i] = i;
            gains[i] = ExpectedImprovement.LogOf(goal, threshold, mean + (told * Nodes[i]), left);
            keys[i] = -gains[i];
        }

        keys.Sort(order);
    }
}
