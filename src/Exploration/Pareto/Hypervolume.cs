namespace Lichen.Exploration.Pareto;

/// <summary>The volume between a reference point and a set of points: how much of what could be wanted is reached.</summary>
public static class Hypervolume
{
    /// <summary>The volume of all losses that are no better than some point and better than the reference. Exact.</summary>
    /// <param name="points">Losses, lower is better; those that are not better than the reference everywhere add nothing.</param>
    /// <param name="reference">One loss per objective.</param>
    /// <returns>In the product of the objectives' units; 0 without points.</returns>
    /// <remarks>
    /// Each point adds what those after it leave: While, Bradstreet and Barone 2012,
    /// <see href="https://doi.org/10.1109/TEVC.2010.2077298"/>. Worst objective last, so that the sets shrink fast; two
    /// objectives are swept.
    /// </remarks>
    public static double Of(IEnumerable<double[]> points, ReadOnlySpan<double> reference)
    {
        var bound = reference.ToArray();
        List<double[]> inside = [.. points.Where(point => point.Zip(bound, (p, r) => p < r).All(below => below))];
        return Volume(Undominated(inside), bound);
    }

    private static double Volume(List<double[]> front, double[] reference)
    {
        if (front.Count == 0)
        {
            return 0;
        }

        if (reference.Length == 2)
        {
            return Area(front, reference);
        }

        if (reference.Length == 1)
        {
            return reference[0] - front.Min(point => point[0]);
        }

        front.Sort((a, b) => b[^1].CompareTo(a[^1]));
        var total = 0.0;
        for (var i = 0; i < front.Count; i++)
        {
            var own = 1.0;
            for (var m = 0; m < reference.Length; m++)
            {
                own *= reference[m] - front[i][m];
            }

            total += own - Volume(Shadow(front, i), reference);
        }

        return total;
    }

    // What later points cover of the box of one point.
    private static List<double[]> Shadow(List<double[]> front, int i)
    {
        var shadow = new List<double[]>(front.Count - i - 1);
        for (var j = i + 1; j < front.Count; j++)
        {
            var corner = new double[front[i].Length];
            for (var m = 0; m < corner.Length; m++)
            {
                corner[m] = Math.Max(front[i][m], front[j][m]);
            }

            shadow.Add(corner);
        }

        return Undominated(shadow);
    }

    private static double Area(List<double[]> front, double[] reference)
    {
        front.Sort((a, b) => a[0].CompareTo(b[0]));
        double area = 0,
            lowest = reference[1];
        foreach (var point in front)
        {
            if (point[1] < lowest)
            {
                area += (reference[0] - point[0]) * (lowest - point[1]);
                lowest = point[1];
            }
        }

        return area;
    }

    private static List<double[]> Undominated(List<double[]> points)
    {
        var kept = new List<double[]>(points.Count);
        foreach (var point in points)
        {
            if (kept.Any(other => NoWorse(other, point)))
            {
                continue;
            }

            kept.RemoveAll(other => NoWorse(point, other));
            kept.Add(point);
        }

        return kept;
    }

    private static bool NoWorse(double[] point, double[] other)
    {
        for (var m = 0; m < point.Length; m++)
        {
            if (point[m] > other[m])
            {
                return false;
            }
        }

        return true;
    }
}
