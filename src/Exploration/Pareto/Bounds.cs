namespace Lichen.Exploration.Pareto;

/// <summary>Between which losses objectives are weighed against each other.</summary>
/// <param name="Ideal">The best loss of each objective.</param>
/// <param name="Reference">A loss of each objective that is just not good enough.</param>
public sealed record Bounds(double[] Ideal, double[] Reference)
{
    // Molecules at the ends of the front shall count too: beyond the worst of the front by a tenth of its extent, as
    // Ishibuchi et al. 2018 advise for small fronts, https://doi.org/10.1162/evco_a_00226.
    private const double Beyond = 0.1;

    /// <summary>The bounds that a set of losses suggests.</summary>
    /// <param name="losses">At least one point.</param>
    public static Bounds From(IReadOnlyList<double[]> losses)
    {
        var front = Dominance.Front(losses);
        var dimensions = losses[0].Length;
        var (ideal, reference) = (new double[dimensions], new double[dimensions]);
        for (var m = 0; m < dimensions; m++)
        {
            ideal[m] = front.Min(i => losses[i][m]);
            var worst = front.Max(i => losses[i][m]);
            // One molecule alone is a front without extent: that of all there are, or any.
            var extent =
                worst > ideal[m] ? worst - ideal[m]
                : losses.Max(point => point[m]) is var most && most > ideal[m] ? most - ideal[m]
                : 1;
            reference[m] = Math.Max(worst, front.Length == 1 ? ideal[m] + extent : worst) + (Beyond * extent);
        }

        return new Bounds(ideal, reference);
    }

    /// <summary>Losses between 0 at the ideal and 1 at the reference.</summary>
    public double[] Scale(double[] losses) =>
        [.. losses.Select((loss, m) => (loss - Ideal[m]) / (Reference[m] - Ideal[m]))];
}
