using System.Diagnostics;
using Lichen.Core.Objectives;

namespace Lichen.Exploration.Choosing;

/// <summary>What a candidate is worth to the list of hits, as the ways to choose see it; in logarithms.</summary>
/// <remarks>
/// Expected improvement: Jones, Schonlau and Welch 1998, <see href="https://doi.org/10.1023/A:1008306431147"/>; in its log
/// form Ament et al. 2023, <see href="https://arxiv.org/abs/2310.20708"/>. Confidence bound: Srinivas et al. 2010,
/// <see href="https://arxiv.org/abs/0912.3995"/>, as an improvement so that it can be divided by a cost. Thompson sampling:
/// the improvement in one draw from the joint posterior, Thompson 1933, <see href="https://doi.org/10.1093/biomet/25.3-4.285"/>.
/// All see spreads from which what is pending has been taken, so a batch spreads out.
/// </remarks>
public static class Acquisition
{
    // Standard deviations of optimism.
    private const double Optimism = 1;

    /// <param name="kind">The way to choose; random has no gain.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="threshold">Loss to improve on, in the property's unit.</param>
    /// <param name="mean">Predicted value, in the property's unit.</param>
    /// <param name="deviation">Standard deviation of the prediction, not negative.</param>
    /// <param name="draw">The value in this choice's draw from the joint posterior; Thompson sampling alone reads it.</param>
    /// <returns>The logarithm of the gain; negative infinity for none.</returns>
    public static double LogGain(
        StrategyKind kind,
        Goal goal,
        double threshold,
        double mean,
        double deviation,
        double draw
    ) =>
        kind switch
        {
            StrategyKind.Improvement or StrategyKind.CheapFirst or StrategyKind.Chebyshev => ExpectedImprovement.LogOf(
                goal,
                threshold,
                mean,
                deviation
            ),
            StrategyKind.Top => ExpectedImprovement.LogChance(goal, threshold, mean, deviation),
            StrategyKind.Bound => Math.Log(Math.Max(0, threshold - Optimistic(goal, mean, Optimism * deviation))),
            StrategyKind.Thompson => Math.Log(Math.Max(0, threshold - goal.Loss(draw))),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This way to choose weighs no gain."),
        };

    /// <summary>The least loss of values no further from the mean than this.</summary>
    internal static double Optimistic(Goal goal, double mean, double reach) =>
        goal switch
        {
            Minimise => mean - reach,
            Maximise => -(mean + reach),
            Target or InRange => Math.Max(0, goal.Loss(mean) - reach),
            _ => throw new UnreachableException(),
        };
}
