namespace Lichen.Exploration.Pareto;

/// <summary>Which of several points are best together: Pareto dominance of losses, lower is better in each.</summary>
public static class Dominance
{
    /// <summary>True when one point is nowhere worse than another, and somewhere better.</summary>
    public static bool Dominates(ReadOnlySpan<double> point, ReadOnlySpan<double> other)
    {
        var better = false;
        for (var i = 0; i < point.Length; i++)
        {
            if (point[i] > other[i])
            {
                return false;
            }

            better |= point[i] < other[i];
        }

        return better;
    }

    /// <summary>Indices of the points that no other dominates, in the order given; of equal points, all.</summary>
    /// <param name="points">Losses, all of one length.</param>
    public static int[] Front(IReadOnlyList<double[]> points)
    {
        int[] order = [.. Enumerable.Range(0, points.Count)];
        // What stands later in this order dominates nothing before it.
        Array.Sort(order, (a, b) => points[a].AsSpan().SequenceCompareTo(points[b]) is var c and not 0 ? c : a - b);
        var front = new List<int>();
        foreach (var i in order)
        {
            var dominated = false;
            for (var k = 0; k < front.Count && !dominated; k++)
            {
                dominated = Dominates(points[front[k]], points[i]);
            }

            if (!dominated)
            {
                front.Add(i);
            }
        }

        front.Sort();
        return [.. front];
    }

    /// <summary>The layer of each point: 1 for the front, 2 for the front of what is left without it, and so on.</summary>
    /// <remarks>Non-dominated sorting: Deb et al. 2002, <see href="https://doi.org/10.1109/4235.996017"/>.</remarks>
    public static int[] Layers(IReadOnlyList<double[]> points)
    {
        var layers = new int[points.Count];
        List<int> left = [.. Enumerable.Range(0, points.Count)];
        for (var layer = 1; left.Count > 0; layer++)
        {
            var front = Front([.. left.Select(i => points[i])]).Select(place => left[place]).ToHashSet();
            foreach (var i in front)
            {
                layers[i] = layer;
            }

            left.RemoveAll(front.Contains);
        }

        return layers;
    }
}
