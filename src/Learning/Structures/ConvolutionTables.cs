namespace Lichen.Learning.Structures;

/// <summary>The integrals of <see cref="Cmbdf"/> as functions of one distance or angle, read from tables.</summary>
/// <remarks>
/// Made once by Simpson's rule and read by cubic interpolation between values with their exact slopes (the next
/// derivative of the Gaussian), so that what is read is smooth; the error is below 1e-7 of the largest value.
/// </remarks>
internal static class ConvolutionTables
{
    public const int Orders = 5;
    public const int RadialCount = Orders * RadialWeights;
    public const int AngularCount = Orders * AngularWeights;
    public const double RadialStep = 0.005;
    private const double AngularStep = Math.PI / 800;
    private const int RadialWeights = 4;
    private const int AngularWeights = 4;

    // chi(x) = exp(-Width x^2); beyond Reach it has fallen to 1e-17.
    private const double Width = 2;
    private const double Reach = 4.5;

    private static readonly Lazy<double[][]> Radial = new(() =>
        Make(RadialWeights, RadialWeight, Cmbdf.CutoffAngstrom, RadialStep)
    );

    private static readonly Lazy<double[][]> Angular = new(() =>
        Make(AngularWeights, static (n, t) => Math.Cos((n + 1) * t), Math.PI, AngularStep)
    );

    public static void AddRadial(double r, double weight, Span<double> terms) =>
        Add(Radial.Value, r / RadialStep, RadialStep, weight, weight, RadialWeights, terms);

    public static void AddAngular(double angle, double weight, double cosines, Span<double> terms) =>
        Add(Angular.Value, angle / AngularStep, AngularStep, weight * cosines, weight, AngularWeights, terms);

    /// <summary>exp(-1.5 r), exp(-5 r), 1 / (2.2508 (r + 1)^3), 1 / (2.2508 (r + 1)^5).</summary>
    public static double RadialWeight(int n, double r) =>
        n switch
        {
            0 => Math.Exp(-1.5 * r),
            1 => Math.Exp(-5 * r),
            2 => 1 / (2.2508 * Math.Pow(r + 1, 3)),
            _ => 1 / (2.2508 * Math.Pow(r + 1, 5)),
        };

    /// <summary>The m-th derivative of exp(-Width x^2).</summary>
    public static double Derivative(int m, double x)
    {
        // d^{m+1} chi = -2 w (x d^m chi + m d^{m-1} chi).
        double before = 0;
        double value = Math.Exp(-Width * x * x);
        for (int k = 0; k < m; k++)
        {
            (before, value) = (value, -2 * Width * ((x * value) + (k * before)));
        }

        return value;
    }

    /// <summary>int_0^end g(t) d^m chi(x - t) dt.</summary>
    public static double Convolve(Func<double, double> g, int m, double x, double end)
    {
        const int Intervals = 600;
        double from = Math.Max(0, x - Reach);
        double step = (Math.Min(end, x + Reach) - from) / Intervals;
        double sum = 0;
        for (int k = 0; k <= Intervals; k++)
        {
            double t = from + (k * step);
            double weight =
                k is 0 or Intervals ? 1
                : k % 2 == 1 ? 4
                : 2;
            sum += weight * g(t) * Derivative(m, x - t);
        }

        return sum * step / 3;
    }

    /// <summary>For each weight function and order: value, slope, value, slope ...</summary>
    private static double[][] Make(int weights, Func<int, double, double> weight, double end, double step)
    {
        int points = (int)Math.Round(end / step) + 2;
        var tables = new double[Orders * weights][];
        for (int n = 0; n < weights; n++)
        {
            var integrals = new double[Orders + 1, points];
            for (int point = 0; point < points; point++)
            {
                for (int m = 0; m <= Orders; m++)
                {
                    integrals[m, point] = Convolve(t => weight(n, t), m, point * step, end);
                }
            }

            for (int m = 0; m < Orders; m++)
            {
                var table = tables[(m * weights) + n] = new double[2 * points];
                double largest = Enumerable.Range(0, points).Max(point => Math.Abs(integrals[m, point]));
                for (int point = 0; point < points; point++)
                {
                    table[2 * point] = integrals[m, point] / largest;
                    table[(2 * point) + 1] = integrals[m + 1, point] / largest;
                }
            }
        }

        return tables;
    }

    private static void Add(
        double[][] tables,
        double place,
        double step,
        double weightOfFirst,
        double weight,
        int weights,
        Span<double> terms
    )
    {
        int point = Math.Min((int)place, (tables[0].Length / 2) - 2);
        double t = place - point;
        double s = 1 - t;
        double left = s * s * (1 + (2 * t)),
            leftSlope = t * s * s * step,
            right = t * t * (1 + (2 * s)),
            rightSlope = -t * t * s * step;
        for (int k = 0; k < tables.Length; k++)
        {
            ReadOnlySpan<double> own = tables[k].AsSpan(2 * point, 4);
            double value = (left * own[0]) + (leftSlope * own[1]) + (right * own[2]) + (rightSlope * own[3]);
            terms[k] += value * (k < weights ? weightOfFirst : weight);
        }
    }
}
