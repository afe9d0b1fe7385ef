using Lichen.Core.Objectives;
using Lichen.Learning;

namespace Lichen.Exploration.Choosing;

/// <summary>
/// Tells the candidates of a large pool that can still be among the hits from those that cannot, so that the model is kept
/// up to date for the former alone until the next fit looks at all again.
/// </summary>
/// <remarks>
/// Idea and evidence: Graff et al. 2022, <see href="https://doi.org/10.1021/acs.jcim.2c00530"/>. Here the least hopeful are
/// put aside as long as the hits expected among them stay below <see cref="HitsLost"/> of the list.
/// </remarks>
/// <param name="goal">What is wanted of the top rung.</param>
/// <param name="hits">Length of the list of hits.</param>
public sealed class Pruning(Goal goal, int hits)
{
    /// <summary>Below so many candidates nothing is pruned: it would save less than it costs to think about.</summary>
    public const int SmallPool = 16_384;

    /// <summary>Hits expected among those put aside, as a share of the list.</summary>
    public const double HitsLost = 0.01;

    /// <summary>The candidates to keep up to date.</summary>
    /// <param name="predictions">Of every candidate.</param>
    public IEnumerable<int> Select(ScreenedPosterior predictions)
    {
        var top = predictions.Rungs - 1;
        ReadOnlySpan<double> means = predictions.Mean(top),
            deviations = predictions.Deviation(top);
        var losses = new double[predictions.Candidates];
        for (var candidate = 0; candidate < losses.Length; candidate++)
        {
            losses[candidate] = goal.Loss(means[candidate]);
        }

        Array.Sort(losses);
        var threshold = losses[Math.Min(hits, losses.Length) - 1];
        var chances = new double[losses.Length];
        var order = new int[losses.Length];
        for (var candidate = 0; candidate < chances.Length; candidate++)
        {
            order[candidate] = candidate;
            chances[candidate] = ExpectedImprovement.Chance(
                goal,
                // A perfect goal leaves no room below it: what equals it must not be put aside.
                Math.Max(threshold, double.Epsilon),
                means[candidate],
                deviations[candidate]
            );
        }

        Array.Sort(chances, order);
        var lost = 0.0;
        var first = 0;
        while (first < order.Length - hits && lost + chances[first] <= HitsLost * hits)
        {
            lost += chances[first++];
        }

        return order[first..];
    }
}
