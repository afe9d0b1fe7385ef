using Lichen.Core.Objectives;
using Lichen.Learning;

namespace Lichen.Exploration.Choosing;

/// <summary>One draw from the joint posterior of the most hopeful candidates: what Thompson sampling looks at.</summary>
public static class JointDraw
{
    // A draw of them all costs the cube of their number; beyond the best few hundred none would win.
    private const int Shortlist = 256;
    private const double Hope = 2;

    /// <param name="predictions">The model's predictions, what is pending taken into account.</param>
    /// <param name="rung">The rung of the objective.</param>
    /// <param name="goal">What is wanted.</param>
    /// <param name="open">The candidates that could be chosen.</param>
    /// <param name="scale">What predicted standard deviations are multiplied with.</param>
    /// <param name="seed">Same seed, same draw.</param>
    /// <returns>The drawn value of each candidate on the shortlist.</returns>
    public static IReadOnlyDictionary<int, double> Of(
        ScreenedPosterior predictions,
        int rung,
        Goal goal,
        IEnumerable<int> open,
        double scale,
        ulong seed
    )
    {
        var means = predictions.Mean(rung).ToArray();
        var deviations = predictions.Deviation(rung).ToArray();
        int[] shortlist =
        [
            .. open.OrderBy(c => Acquisition.Optimistic(goal, means[c], Hope * scale * deviations[c]))
                .ThenBy(c => c)
                .Take(Shortlist),
        ];
        var draw = predictions.Draw(rung, shortlist, new Random(unchecked((int)(seed ^ (seed >> 32)))));
        return shortlist
            .Select((c, i) => KeyValuePair.Create(c, means[c] + (scale * (draw[i] - means[c]))))
            .ToDictionary();
    }
}
