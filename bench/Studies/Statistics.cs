namespace Lichen.Studies;

/// <summary>What studies say of repeated figures.</summary>
internal static class Statistics
{
    /// <summary>The mean and its standard error; 0 of a single value.</summary>
    public static (double Mean, double Error) Mean(double[] values)
    {
        var mean = values.Average();
        return values.Length < 2
            ? (mean, 0)
            : (
                mean,
                Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length)
            );
    }

    /// <summary>The rank correlation of real numbers of many digits: ties do not matter.</summary>
    public static double Spearman(double[] left, double[] right)
    {
        double[] a = Ranks(left),
            b = Ranks(right);
        var mean = (a.Length - 1) / 2.0;
        var both = a.Zip(b, (x, y) => (x - mean) * (y - mean)).Sum();
        return both / Math.Sqrt(a.Sum(x => (x - mean) * (x - mean)) * b.Sum(y => (y - mean) * (y - mean)));
    }

    private static double[] Ranks(double[] values)
    {
        var ranks = new double[values.Length];
        foreach (var (place, index) in Enumerable.Range(0, values.Length).OrderBy(i => values[i]).Index())
        {
            ranks[index] = place;
        }

        return ranks;
    }
}
