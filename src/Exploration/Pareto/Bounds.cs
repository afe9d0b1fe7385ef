using System.Collections.Immutable;

namespace Lichen.Exploration.Pareto;

/// <summary>Between which losses objectives are weighed against each other.</summary>
/// <param name="Ideal">The best loss of each objective.</param>
/// <param name="Reference">A loss of each objective that is just not good enough.</param>
public sealed record Bounds(double[] Ideal, double[] Reference)
{
    /// <summary>
    /// The best and the worst of a set: without a stated preference every improvement over the worst counts, so that the ends of
    /// the front are looked for too. A reference near the front's own worst losses loses them: docs/methods/fronts.md.
    /// </summary>
    /// <param name="losses">At least one point, all of one length.</param>
    public static Bounds From(IReadOnlyList<double[]> losses)
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
            // Where all are equal any distance does.
            reference[m] += reference[m] > ideal[m] ? 0 : 1;
        }

        return new Bounds(ideal, reference);
    }

    /// <summary>What the user names in place of what the set gave.</summary>
    /// <param name="objectives">One for each loss.</param>
    public Bounds Stated(ImmutableArray<Wish> objectives)
    {
        var (ideal, reference) = (Ideal.ToArray(), Reference.ToArray());
        foreach (var (m, wish) in objectives.Index())
        {
            reference[m] = wish.Reference is { } worst ? wish.Goal.Loss(worst) : reference[m];
            ideal[m] = wish.Ideal is { } best ? wish.Goal.Loss(best) : ideal[m];
            // Where nothing is good enough yet, the best that is thought of lies as far beyond as the set is wide.
            ideal[m] = ideal[m] < reference[m] ? ideal[m] : reference[m] - (Reference[m] - Ideal[m]);
        }

        return new Bounds(ideal, reference);
    }

    /// <summary>Losses between 0 at the ideal and 1 at the reference.</summary>
    public double[] Scale(double[] losses) =>
        [.. losses.Select((loss, m) => (loss - Ideal[m]) / (Reference[m] - Ideal[m]))];
}
