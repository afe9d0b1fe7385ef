namespace Lichen.Exploration.Journals;

/// <summary>
/// How far labels at one rung usually are from what the model expected, where it knew the same candidate at another rung:
/// tells when one is farther than that.
/// </summary>
/// <remarks>
/// The scale is the median absolute deviation times 1.4826, which for normal errors is their standard deviation; errors
/// with heavy tails have a larger one, and are no alarm. Source: Rousseeuw and Croux 1993,
/// <see href="https://doi.org/10.1080/01621459.1993.10476408"/>.
/// </remarks>
internal sealed class UsualErrors
{
    /// <summary>In robust standard deviations.</summary>
    public const double Limit = 5;

    /// <summary>Fewer labels say too little of what is usual.</summary>
    public const int Fewest = 12;

    /// <summary>Standard deviations per median absolute deviation of a normal.</summary>
    public const double NormalPerMad = 1.4826;

    private const int Window = 200;

    private readonly Queue<double> _recent = new();

    /// <summary>Takes in an error and says how unusual it is among those before it; null where it is not.</summary>
    /// <param name="error">Value minus mean, in stated standard deviations.</param>
    public double? Take(double error)
    {
        var score = _recent.Count < Fewest ? 0 : Score(error);
        _recent.Enqueue(error);
        if (_recent.Count > Window)
        {
            _recent.Dequeue();
        }

        return Math.Abs(score) > Limit ? score : null;
    }

    private double Score(double error)
    {
        double[] known = [.. _recent];
        var center = Median(known);
        // Never less than what the model itself states: where it is too careful, nothing contradicts it.
        var scale = Math.Max(1, NormalPerMad * Median([.. known.Select(one => Math.Abs(one - center))]));
        return (error - center) / scale;
    }

    /// <summary>The median; the values are sorted in place.</summary>
    public static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
