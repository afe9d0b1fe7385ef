using Lichen.Core.Numerics;
using Lichen.Core.Objectives;

namespace Lichen.Exploration.Pareto;

/// <summary>
/// What a cheap label is worth when several things are wanted: it is read before the dear one is bought, and the dear one is
/// bought only where the cheap one left hope.
/// </summary>
/// <remarks>
/// The same rule as for one objective (<see cref="Choosing.Lookahead"/>): of all rules "buy where the gain v exceeds lambda
/// C", the one with the largest expected gain per expected cost. What the label may say is a set of Halton points, one
/// dimension for each wish.
/// </remarks>
internal sealed class FrontLookahead
{
    private const int Points = 32;

    private readonly double[][] _normals;

    /// <param name="wishes">Number of wishes.</param>
    public FrontLookahead(int wishes) =>
        _normals = [
            .. Enumerable
                .Range(1, Points)
                .Select(i => Enumerable.Range(0, wishes).Select(m => Normal.Quantile(Halton.At(i, m))).ToArray()),
        ];

    /// <summary>The logarithm of the best expected gain per expected cost that begins with a cheap label.</summary>
    /// <param name="gain">What knowing all values is expected to win.</param>
    /// <param name="correlations">Of the cheap label, its noise included, with the value of each wish; 0 where it tells nothing.</param>
    /// <param name="price">Expected cost of the cheap label, positive.</param>
    /// <param name="topPrice">Expected cost of what is missing once the cheap label is there, positive.</param>
    public double LogRate(
        FrontGain gain,
        ReadOnlySpan<double> means,
        ReadOnlySpan<double> deviations,
        ReadOnlySpan<double> correlations,
        double price,
        double topPrice
    )
    {
        var left = new double[means.Length];
        var shifted = new double[means.Length];
        for (var i = 0; i < left.Length; i++)
        {
            left[i] = deviations[i] * Math.Sqrt(Math.Max(0, 1 - (correlations[i] * correlations[i])));
        }

        var gains = new double[Points];
        for (var point = 0; point < Points; point++)
        {
            for (var i = 0; i < shifted.Length; i++)
            {
                shifted[i] = means[i] + (deviations[i] * Math.Abs(correlations[i]) * _normals[point][i]);
            }

            gains[point] = gain.Log(shifted, left);
        }

        Array.Sort(gains, (a, b) => b.CompareTo(a));
        if (!double.IsFinite(gains[0]))
        {
            return double.NegativeInfinity;
        }

        double won = 0,
            best = 0;
        for (var opened = 1; opened <= Points; opened++)
        {
            won += Math.Exp(gains[opened - 1] - gains[0]) / Points;
            best = Math.Max(best, won / (price + (topPrice * opened / Points)));
        }

        return gains[0] + Math.Log(best);
    }
}
