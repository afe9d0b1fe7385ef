using Lichen.Learning.Calibrations;
using Lichen.Learning.Structures;

namespace Lichen.Learning.StructureModels;

/// <summary>
/// Distances of structures to those learned from: sqrt(2 - 2 cos), the cosine in the space of the weighted kernels, where a
/// structure is the sum of its atoms.
/// </summary>
internal static class StructureDistances
{
    /// <summary>The domain of the structures learned from.</summary>
    /// <param name="kernel">Of each with each.</param>
    public static Domain Learn(KernelMatrix kernel)
    {
        double[] own = [.. Enumerable.Range(0, kernel.Rows).Select(m => kernel[m, m])];
        int neighbours = Math.Clamp(kernel.Rows - 1, 1, Domain.UsualNeighbours);
        var nearest = new double[kernel.Rows];
        var distances = new double[kernel.Rows];
        for (int m = 0; m < kernel.Rows; m++)
        {
            To(kernel.Row(m), own[m], own, distances);
            nearest[m] = Domain.MeanNearest(distances, neighbours, m);
        }

        return Domain.Learn(nearest, neighbours);
    }

    /// <summary>Domain scores of new structures.</summary>
    /// <param name="cross">Kernel of each (row) with those learned from.</param>
    /// <param name="own">Of each with itself.</param>
    /// <param name="known">Of those learned from with themselves.</param>
    /// <param name="domain">Their domain.</param>
    public static double[] Scores(KernelMatrix cross, double[] own, double[] known, Domain domain)
    {
        var scores = new double[cross.Rows];
        var distances = new double[cross.Columns];
        for (int m = 0; m < scores.Length; m++)
        {
            To(cross.Row(m), own[m], known, distances);
            scores[m] = domain.Score(Domain.MeanNearest(distances, domain.Neighbours));
        }

        return scores;
    }

    private static void To(ReadOnlySpan<double> row, double own, double[] known, Span<double> distances)
    {
        for (int n = 0; n < distances.Length; n++)
        {
            distances[n] = Math.Sqrt(Math.Max(0, 2 - (2 * row[n] / Math.Sqrt(own * known[n]))));
        }
    }
}
