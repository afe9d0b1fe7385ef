using System.Diagnostics;
using Lichen.Core.Numerics;
using Lichen.Core.Objectives;

namespace Lichen.Exploration.Choosing;

/// <summary>
/// Expected improvement of a goal's loss below a threshold, and the chance of any improvement, for a normal prediction.
/// </summary>
/// <remarks>
/// Every goal's improvement is piecewise linear in the value, so its expectation is a sum of hinges
/// E[(f - a)+] = (m - a) Phi((m - a)/s) + s phi((m - a)/s): Jones, Schonlau and Welch 1998, eq. 15,
/// <see href="https://doi.org/10.1023/A:1008306431147"/>.
/// </remarks>
public static class ExpectedImprovement
{
    /// <param name="threshold">Loss to improve on, in the property's unit.</param>
    /// <param name="mean">Predicted value, in the property's unit.</param>
    /// <param name="deviation">Standard deviation of the prediction, not negative.</param>
    /// <returns>Expected improvement in the property's unit, never negative.</returns>
    public static double Of(Goal goal, double threshold, double mean, double deviation) =>
        Math.Max(
            0,
            goal switch
            {
                Minimise => Hinge(threshold - mean, deviation),
                Maximise => Hinge(mean + threshold, deviation),
                Target target => Trapezoid(target.Value, target.Value, threshold, mean, deviation),
                InRange range => Trapezoid(range.Low, range.High, threshold, mean, deviation),
                _ => throw new UnreachableException(),
            }
        );

    /// <summary>The logarithm of <see cref="Of"/>, which tells candidates apart also where that is too small for a double.</summary>
    /// <remarks>Ament et al. 2023, <see href="https://arxiv.org/abs/2310.20708"/>.</remarks>
    public static double LogOf(Goal goal, double threshold, double mean, double deviation) =>
        goal switch
        {
            Minimise => LogHinge(threshold - mean, deviation),
            Maximise => LogHinge(mean + threshold, deviation),
            Target target => LogTrapezoid(goal, target.Value, target.Value, threshold, mean, deviation),
            InRange range => LogTrapezoid(goal, range.Low, range.High, threshold, mean, deviation),
            _ => throw new UnreachableException(),
        };

    /// <summary>The logarithm of <see cref="Chance"/>, exact in the tails.</summary>
    public static double LogChance(Goal goal, double threshold, double mean, double deviation) =>
        goal switch
        {
            Minimise => LogBelow(threshold - mean, deviation),
            Maximise => LogBelow(mean + threshold, deviation),
            _ when threshold <= 0 => double.NegativeInfinity,
            // Far away only the nearer edge counts, and the difference of two chances has lost its digits.
            _ when Chance(goal, threshold, mean, deviation) is var chance and > 1e-9 => Math.Log(chance),
            _ => LogBelow(threshold - goal.Loss(mean), deviation),
        };

    /// <summary>The chance that the loss falls below the threshold.</summary>
    public static double Chance(Goal goal, double threshold, double mean, double deviation) =>
        goal switch
        {
            Minimise => Below(threshold, mean, deviation),
            Maximise => 1 - Below(-threshold, mean, deviation),
            Target target => threshold <= 0
                ? 0
                : Below(target.Value + threshold, mean, deviation) - Below(target.Value - threshold, mean, deviation),
            InRange range => threshold <= 0
                ? 0
                : Below(range.High + threshold, mean, deviation) - Below(range.Low - threshold, mean, deviation),
            _ => throw new UnreachableException(),
        };

    // max(0, threshold - distance to [low, high]): rises from low - threshold to low, flat, falls to high + threshold.
    private static double Trapezoid(double low, double high, double threshold, double mean, double deviation) =>
        threshold <= 0
            ? 0
            : Hinge(mean - (low - threshold), deviation)
                - Hinge(mean - low, deviation)
                - Hinge(mean - high, deviation)
                + Hinge(mean - (high + threshold), deviation);

    private static double LogTrapezoid(
        Goal goal,
        double low,
        double high,
        double threshold,
        double mean,
        double deviation
    )
    {
        var value = Trapezoid(low, high, threshold, mean, deviation);
        if (threshold <= 0)
        {
            return double.NegativeInfinity;
        }

        if (value > 1e-9 * deviation || deviation <= 0)
        {
            return Math.Log(value);
        }

        // The difference of hinges has lost its digits: far away, where only the slope on the nearer side counts, or over a
        // narrow range, where the density is the same all over. Either is a bound of the other.
        var apart = Math.Max(0, goal.Loss(mean) - threshold) / deviation;
        var narrow =
            Math.Log(threshold * (threshold + high - low) / deviation)
            - (0.5 * apart * apart)
            - (0.5 * Math.Log(2 * Math.PI));
        return Math.Min(LogHinge(threshold - goal.Loss(mean), deviation), narrow);
    }

    private static double LogHinge(double mean, double deviation) =>
        deviation <= 0 ? Math.Log(Math.Max(0, mean)) : Math.Log(deviation) + Normal.LogHinge(mean / deviation);

    private static double LogBelow(double mean, double deviation) =>
        deviation <= 0 ? Math.Log(mean > 0 ? 1 : 0) : Normal.LogCumulative(mean / deviation);

    // E[x+] for x normal with this mean and deviation.
    private static double Hinge(double mean, double deviation)
    {
        if (deviation <= 0)
        {
            return Math.Max(0, mean);
        }

        var z = mean / deviation;
        return (mean * Normal.Cumulative(z)) + (deviation * Normal.Density(z));
    }

    private static double Below(double value, double mean, double deviation) =>
        deviation <= 0 ? (mean < value ? 1 : 0) : Normal.Cumulative((value - mean) / deviation);
}
