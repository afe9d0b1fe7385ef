namespace Lichen.Exploration.Pareto;

/// <summary>A box of losses, open below where a bound is negative infinity.</summary>
internal readonly record struct OpenBox(double[] Low, double[] High);

/// <summary>
/// The losses better than a reference that no point of a front reaches, cut into boxes that do not overlap: exact for two and
/// three objectives, with at most n + 1 and 2 n + 1 boxes.
/// </summary>
/// <remarks>
/// Two objectives: strips between the points. Three: the strips of a staircase that grows as the third loss rises; a strip
/// becomes a box when a point cuts it. The number of boxes is that of Yang et al. 2019,
/// <see href="https://doi.org/10.1007/s10898-019-00798-7"/>.
/// </remarks>
internal static class OpenBoxes
{
    /// <param name="front">Losses, two or three each; points that are not better than the reference are left out.</param>
    /// <param name="reference">Losses that are just not good enough.</param>
    public static List<OpenBox> Below(IEnumerable<double[]> front, double[] reference)
    {
        var third = reference.Length == 3;
        var boxes = new List<OpenBox>();
        List<Strip> strips = [new(double.NegativeInfinity, reference[0], reference[1], double.NegativeInfinity)];
        var inside = front.Where(point => point.Zip(reference, (p, r) => p < r).All(below => below));
        foreach (var point in third ? inside.OrderBy(point => point[2]) : inside)
        {
            Cut(point[0], point[1], third ? point[2] : double.NegativeInfinity);
        }

        foreach (var strip in strips)
        {
            Close(strip, strip.Left, third ? reference[2] : 0);
        }

        return boxes;

        // Above (x, y) nothing is open any more from this height on.
        void Cut(double x, double y, double height)
        {
            var first = strips.FindIndex(strip => strip.Right > x);
            var next = first;
            while (next < strips.Count && strips[next].Top > y)
            {
                Close(strips[next], Math.Max(x, strips[next].Left), height);
                next++;
            }

            if (next == first)
            {
                return;
            }

            var right = strips[next - 1].Right;
            List<Strip> instead = [new(x, right, y, height)];
            if (strips[first].Left < x)
            {
                instead.Insert(0, strips[first] with { Right = x });
            }

            strips.RemoveRange(first, next - first);
            strips.InsertRange(first, instead);
        }

        void Close(Strip strip, double left, double height)
        {
            if (!third)
            {
                // Without a third loss a strip that is cut was never there.
                if (height == 0)
                {
                    boxes.Add(new OpenBox([left, double.NegativeInfinity], [strip.Right, strip.Top]));
                }
            }
            else if (height > strip.Since)
            {
                boxes.Add(new OpenBox([left, double.NegativeInfinity, strip.Since], [strip.Right, strip.Top, height]));
            }
        }
    }

    // Open from negative infinity up to the top in the second loss, from a height on in the third.
    private sealed record Strip(double Left, double Right, double Top, double Since);
}
