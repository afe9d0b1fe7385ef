namespace Lichen.Exploration.Pareto;

/// <summary>
/// What the errors of several predictions have in common, as one factor: error m is l_m z + sqrt(1 - l_m^2) e_m, with z and
/// all e_m independent and standard normal.
/// </summary>
/// <remarks>
/// Given z the errors are independent, so whatever is exact for independent ones holds at each of nine Gauss-Hermite nodes.
/// Two correlations are met exactly by two loadings; of more, the loadings leave least squares of what is off the diagonal
/// (Harman and Jones 1966, <see href="https://doi.org/10.1007/BF02289468"/>).
/// </remarks>
public sealed class CommonFactor
{
    private const int Sweeps = 200;
    private const double MostLoading = 0.95;

    // Gauss-Hermite for a standard normal: Abramowitz and Stegun 1964, table 25.10.
    private static readonly (double Place, double Weight)[] Nodes =
    [
        (0, 0.406349206349206),
        (1.0232556637891326, 0.2440975028949394),
        (-1.0232556637891326, 0.2440975028949394),
        (2.0768479786778302, 0.0499164067652179),
        (-2.0768479786778302, 0.0499164067652179),
        (3.2054290028564703, 0.0027891413212318),
        (-3.2054290028564703, 0.0027891413212318),
        (4.5127458633997826, 0.0000223458440077),
        (-4.5127458633997826, 0.0000223458440077),
    ];

    private readonly double[] _loadings;

    private CommonFactor(double[] loadings) => _loadings = loadings;

    /// <summary>A function of predictions whose errors are independent.</summary>
    /// <param name="means">One per wish.</param>
    /// <param name="deviations">Standard deviations, 0 where a value is known.</param>
    public delegate double OfPredictions(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations);

    /// <summary>The share of each error that is common, -1 to 1.</summary>
    public ReadOnlySpan<double> Loadings => _loadings;

    /// <param name="size">Number of predictions.</param>
    /// <param name="correlation">Of the errors of two predictions, -1 to 1; 0 where nothing is known.</param>
    /// <returns>Null where nothing is common.</returns>
    public static CommonFactor? Of(int size, Func<int, int, double> correlation)
    {
        var r = new double[size, size];
        (int, int, double) strongest = default;
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < i; j++)
            {
                r[i, j] = r[j, i] = correlation(j, i);
                strongest = Math.Abs(r[i, j]) > Math.Abs(strongest.Item3) ? (j, i, r[i, j]) : strongest;
            }
        }

        var (one, other, largest) = strongest;
        if (largest == 0)
        {
            return null;
        }

        // From the strongest pair, whose loadings alone are not determined: equal but for the sign.
        var loadings = new double[size];
        loadings[one] = Math.Sqrt(Math.Abs(largest));
        loadings[other] = Math.Sign(largest) * loadings[one];
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var i = 0; i < size; i++)
            {
                double met = 0,
                    squares = 0;
                for (var j = 0; j < size; j++)
                {
                    met += j == i ? 0 : r[i, j] * loadings[j];
                    squares += j == i ? 0 : loadings[j] * loadings[j];
                }

                loadings[i] = squares > 0 ? Math.Clamp(met / squares, -MostLoading, MostLoading) : 0;
            }
        }

        return new CommonFactor(loadings);
    }

    /// <summary>The expectation of a function over the common part.</summary>
    public double Mean(OfPredictions function, ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        var (shifted, left) = (new double[means.Length], Left(deviations));
        var mean = 0.0;
        foreach (var (place, weight) in Nodes)
        {
            Shift(means, deviations, place, shifted);
            mean += weight * function(shifted, left);
        }

        return mean;
    }

    /// <summary>The logarithm of the expectation of a function that is given by its logarithm.</summary>
    public double LogMean(OfPredictions logarithm, ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        var (shifted, left) = (new double[means.Length], Left(deviations));
        Span<double> logs = stackalloc double[Nodes.Length];
        var largest = double.NegativeInfinity;
        for (var i = 0; i < logs.Length; i++)
        {
            Shift(means, deviations, Nodes[i].Place, shifted);
            logs[i] = Math.Log(Nodes[i].Weight) + logarithm(shifted, left);
            largest = Math.Max(largest, logs[i]);
        }

        if (!double.IsFinite(largest))
        {
            return largest;
        }

        var sum = 0.0;
        foreach (var log in logs)
        {
            sum += Math.Exp(log - largest);
        }

        return largest + Math.Log(sum);
    }

    /// <summary>An error in stated deviations, from a draw of the common part and one of its own.</summary>
    public double Error(int prediction, double common, double own) =>
        (_loadings[prediction] * common) + (Math.Sqrt(1 - (_loadings[prediction] * _loadings[prediction])) * own);

    private void Shift(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, double common, double[] shifted)
    {
        for (var i = 0; i < shifted.Length; i++)
        {
            shifted[i] = means[i] + (deviations[i] * _loadings[i] * common);
        }
    }

    private double[] Left(ReadOnlySpan<double> deviations)
    {
        var left = new double[deviations.Length];
        for (var i = 0; i < left.Length; i++)
        {
            left[i] = deviations[i] * Math.Sqrt(1 - (_loadings[i] * _loadings[i]));
        }

        return left;
    }
}
