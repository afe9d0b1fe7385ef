using Lichen.Core.Numerics;

namespace Lichen.Learning;

/// <summary>
/// A property that cannot be negative as a smooth function of a quantity that can be anything: y = h(x), the mean of
/// max(0, x + b e) over a standard normal e. Well above the bend b it is x itself; below, it falls toward zero and never
/// gets there.
/// </summary>
/// <remarks>
/// <para>A Gaussian process models x, so every prediction of y is positive by the model's form. This h, among many with
/// that shape, has moments of a Gaussian x in closed form. The idea of modelling a transformed label: Snelson, Rasmussen
/// and Ghahramani 2004, Advances in Neural Information Processing Systems 16.</para>
/// <para>h(x) = b G(x/b) with G(u) = u Phi(u) + phi(u). For x ~ N(m, v) and t^2 = b^2 + v: the mean of h is t G(m/t), and
/// its variance the sum over k of (d^k h averaged)^2 v^k / k! (Hermite expansion), here to k = 6, at most 1 % short.</para>
/// </remarks>
internal static class SoftBound
{
    /// <summary>The bend of a rung, as a share of its median label.</summary>
    public const double Share = 0.1;

    // A label of zero stands for "too small to tell", not for minus infinity.
    private const double Least = 0.01;

    // Where G(u) is u, and Phi(u) is 1, to the last bit.
    private const double Straight = 9;

    /// <summary>x of a label y, both in the unit of the bend; labels below a hundredth of the bend count as that.</summary>
    public static double Inward(double value, double bend)
    {
        if (bend == 0 || value >= Straight * bend)
        {
            return value;
        }

        double target = Math.Max(Least, value / bend);
        double u = target;
        // G is convex and above its asymptote, so Newton's steps come down to the root from one side.
        for (int step = 0; step < 40; step++)
        {
            double next = u - ((Hinge(u) - target) / Normal.Cumulative(u));
            if (!(next < u))
            {
                break;
            }

            u = next;
        }

        return u * bend;
    }

    /// <summary>y = h(x).</summary>
    public static double Outward(double x, double bend) =>
        bend == 0 || x >= Straight * bend ? x : bend * Hinge(x / bend);

    /// <summary>Mean and standard deviation of y = h(x) for a normal x.</summary>
    public static (double Mean, double Deviation) Moments(double mean, double deviation, double bend)
    {
        double variance = deviation * deviation;
        double spread = Math.Sqrt((bend * bend) + variance);
        double u = mean / spread;
        if (bend == 0 || u >= Straight)
        {
            return (mean, deviation);
        }

        double density = Normal.Density(u);
        double ratio = variance / (spread * spread);
        double square = (u * u) - 1;
        double cube = u * (square - 2);
        double fourth = (u * cube) - (3 * square);
        double cumulative = Normal.Cumulative(u);
        double tail =
            (1.0 / 2)
            + (
                ratio
                * (
                    (u * u / 6)
                    + (
                        ratio
                        * ((square * square / 24) + (ratio * ((cube * cube / 120) + (ratio * fourth * fourth / 720))))
                    )
                )
            );
        double share = ratio * ((cumulative * cumulative) + (ratio * density * density * tail));
        return (spread * Hinge(u), spread * Math.Sqrt(share));
    }

    /// <summary>
    /// The bend of every rung: <see cref="Share"/> of the median label; of the rung below, or the next above, where a rung
    /// has none. Zero, that is no bound, where all labels are zero.
    /// </summary>
    public static double[] Bends(IReadOnlyList<Label> labels, int rungs)
    {
        var bends = new double[rungs];
        double[][] values =
        [
            .. Enumerable
                .Range(0, rungs)
                .Select(rung =>
                    labels.Where(l => l.Rung == rung && l.Value > 0).Select(l => l.Value).Order().ToArray()
                ),
        ];
        double last = values.FirstOrDefault(own => own.Length > 0) is { } first ? Share * first[first.Length / 2] : 0;
        for (int rung = 0; rung < rungs; rung++)
        {
            last = values[rung].Length > 0 ? Share * values[rung][values[rung].Length / 2] : last;
            bends[rung] = last;
        }

        return bends;
    }

    private static double Hinge(double u) => Math.Exp(Normal.LogHinge(u));
}
