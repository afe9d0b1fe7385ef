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
}
