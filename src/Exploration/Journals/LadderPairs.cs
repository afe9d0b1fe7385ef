namespace Lichen.Exploration.Journals;

/// <summary>
/// Finds values at one rung that those at a rung below do not explain: what a straight line through the pairs leaves, against
/// what it usually leaves. For labels that came before there was a model.
/// </summary>
/// <remarks>
/// The slope is the median over pairs half the sample apart, which a quarter of wrong values does not move far: Theil 1950,
/// in its abbreviated form, <see href="https://doi.org/10.1007/978-94-011-2546-8_20"/>.
/// </remarks>
internal static class LadderPairs
{
    /// <summary>The places that stand out, each with what the line gives there and how far off it is.</summary>
    /// <param name="below">Values at the rung below, shape (n).</param>
    /// <param name="values">Values at the rung, shape (n).</param>
    /// <param name="tolerance">What is never told apart, in the unit of the values.</param>
    /// <returns>Place, expected value, robust standard deviation, and the distance in units of it.</returns>
    public static IEnumerable<(int Place, double Mean, double Deviation, double Score)> Outliers(
        IReadOnlyList<double> below,
        IReadOnlyList<double> values,
        double tolerance
    )
    {
        var n = values.Count;
        if (n < UsualErrors.Fewest)
        {
            yield break;
        }

        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => below[i]).ThenBy(i => i)];
        var half = n / 2;
        double[] slopes =
        [
            .. Enumerable
                .Range(0, n - half)
                .Select(i => (Low: order[i], High: order[i + half]))
                .Where(pair => below[pair.High] > below[pair.Low])
                .Select(pair => (values[pair.High] - values[pair.Low]) / (below[pair.High] - below[pair.Low])),
        ];
        var slope = slopes.Length == 0 ? 0 : UsualErrors.Median(slopes);
        var intercept = UsualErrors.Median([.. Enumerable.Range(0, n).Select(i => values[i] - (slope * below[i]))]);
        double[] left = [.. Enumerable.Range(0, n).Select(i => values[i] - intercept - (slope * below[i]))];
        var deviation = Math.Max(tolerance, UsualErrors.NormalPerMad * UsualErrors.Median([.. left.Select(Math.Abs)]));
        for (var i = 0; i < n; i++)
        {
            if (Math.Abs(left[i]) > UsualErrors.Limit * deviation)
            {
                yield return (i, values[i] - left[i], deviation, left[i] / deviation);
            }
        }
    }
}
