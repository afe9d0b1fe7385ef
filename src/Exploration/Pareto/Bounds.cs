using System.Collections.Immutable;

namespace Lichen.Exploration.Pareto;

/// <summary>Between which losses objectives are weighed against each other.</summary>
/// <param name="Ideal">The best loss of each objective.</param>
/// <param name="Reference">A loss of each objective that is just not good enough.</param>
public sealed record Bounds(double[] Ideal, double[] Reference)
{
    /// <summary>
    /// What the user names, else the best and the worst of a set: without a stated preference every improvement over the worst counts, so that the ends of
    /// the front are looked for too. A reference near the front's own worst losses loses them: docs/methods/fronts.md.
    /// </summary>
    /// <param name="losses">At least one point, all of one length.</param>
    /// <param name="objectives">One for each loss.</param>
    public static Bounds From(IReadOnlyList<double[]> losses, ImmutableArray<Wish> objectives)
    {
        var (ideal, reference) = (losses[0].ToArray(), losses[0].ToArray());
        foreach (var point in losses)
        {
            for (var m = 0; m < point.Length; m++)
            {
                ideal[m] = Math.Min(ideal[m], point[m]);
                reference[m] = Math.Max(reference[m], point[m]);
            }
        }

        for (var m = 0; m < ideal.Length; m++)
        {
            // Where all are equal any distance does; where nothing is good enough yet the best is as far as the pool is wide.
            var width = reference[m] > ideal[m] ? reference[m] - ideal[m] : 1;
            reference[m] += reference[m] > ideal[m] ? 0 : width;
            reference[m] = Loss(objectives[m], objectives[m].Reference) ?? reference[m];
            ideal[m] = Loss(objectives[m], objectives[m].Ideal) ?? ideal[m];
            ideal[m] = ideal[m] < reference[m] ? ideal[m] : reference[m] - width;
        }

        return new Bounds(ideal, reference);

        static double? Loss(Wish wish, double? value) => value is { } given ? wish.Goal.Loss(given) : null;
    }

    /// <summary>Losses between 0 at the ideal and 1 at the reference.</summary>
    public double[] Scale(double[] losses) =>
        [.. losses.Select((loss, m) => (loss - Ideal[m]) / (Reference[m] - Ideal[m]))];
}
