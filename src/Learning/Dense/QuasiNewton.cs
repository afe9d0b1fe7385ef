namespace Lichen.Learning.Dense;

/// <summary>Minimises a smooth function of a few variables by BFGS with a weak-Wolfe line search by bisection.</summary>
/// <remarks>
/// Source: Nocedal and Wright 2006, alg. 6.1, <see href="https://doi.org/10.1007/978-0-387-40065-5"/>; line search of
/// Lewis and Overton 2013, alg. 2.6, <see href="https://doi.org/10.1007/s10107-012-0514-2"/>.
/// </remarks>
internal static class QuasiNewton
{
    private const double Decrease = 1e-4;
    private const double Curvature = 0.9;
    private const int MaxTrials = 20;

    // Hyperparameters are logarithms: a step beyond this leaves the region where the gradient means anything.
    private const double LongestStep = 1.5;

    public delegate double Function(ReadOnlySpan<double> point, Span<double> gradient);

    /// <param name="function">Gives the value at a point and fills its gradient.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="tolerance">Ends when an iteration lowers the value by less than this, or the gradient is as small.</param>
    /// <param name="maxIterations">Ends after so many iterations at the latest.</param>
    /// <param name="cancellationToken">Checked before each evaluation.</param>
    public static Minimum Minimise(
        Function function,
        ReadOnlySpan<double> start,
        double tolerance,
        int maxIterations,
        CancellationToken cancellationToken
    )
    {
        int size = start.Length;
        double[] point = start.ToArray();
        var gradient = new double[size];
        double value = function(point, gradient);
        double[,] inverse = Identity(size, 1);
        var direction = new double[size];
        var nextPoint = new double[size];
        var nextGradient = new double[size];
        bool fresh = true;
        int iteration = 0;
        for (; iteration < maxIterations; iteration++)
        {
            if (gradient.Max(Math.Abs) < tolerance)
            {
                return new Minimum(point, value, iteration, Converged: true);
            }

            Descend(inverse, gradient, direction);
            double slope = Dot(direction, gradient);
            if (!(slope < 0))
            {
                inverse = Identity(size, 1);
                fresh = true;
                Descend(inverse, gradient, direction);
                slope = Dot(direction, gradient);
            }

            double longest = direction.Max(Math.Abs);
            double step = Math.Min(1, (fresh ? 0.3 : LongestStep) / longest);
            double least = 0;
            double most = double.PositiveInfinity;
            double nextValue = double.NaN;
            bool found = false;
            for (int trial = 0; trial < MaxTrials && !found; trial++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int i = 0; i < size; i++)
                {
                    nextPoint[i] = point[i] + (step * direction[i]);
                }

                nextValue = function(nextPoint, nextGradient);
                if (!(nextValue <= value + (Decrease * step * slope)))
                {
                    most = step;
                    step = 0.5 * (least + most);
                }
                else if (Dot(direction, nextGradient) < Curvature * slope && step * longest < LongestStep)
                {
                    least = step;
                    step = double.IsInfinity(most) ? Math.Min(2 * step, LongestStep / longest) : 0.5 * (least + most);
                }
                else
                {
                    found = true;
                }
            }

            if (!found)
            {
                // Rounding hides any further descent.
                return new Minimum(point, value, iteration, Converged: fresh || longest * step < 1e-6);
            }

            double gain = value - nextValue;
            Update(inverse, point, nextPoint, gradient, nextGradient, fresh);
            fresh = false;
            (point, nextPoint) = (nextPoint, point);
            (gradient, nextGradient) = (nextGradient, gradient);
            value = nextValue;
            if (gain < tolerance)
            {
                return new Minimum(point, value, iteration + 1, Converged: true);
            }
        }

        return new Minimum(point, value, iteration, Converged: false);
    }

    private static void Update(
        double[,] inverse,
        double[] point,
        double[] nextPoint,
        double[] gradient,
        double[] nextGradient,
        bool fresh
    )
    {
        int size = point.Length;
        double[] s = [.. nextPoint.Zip(point, (a, b) => a - b)];
        double[] y = [.. nextGradient.Zip(gradient, (a, b) => a - b)];
        double curvature = Dot(s, y);
        if (!(curvature > 1e-12 * Math.Sqrt(Dot(s, s) * Dot(y, y))))
        {
            return;
        }

        if (fresh)
        {
            // Nocedal and Wright, eq. 6.20: the first scale comes from the first step.
            double scale = curvature / Dot(y, y);
            for (int i = 0; i < size; i++)
            {
                inverse[i, i] = scale;
            }
        }

        var hy = new double[size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                hy[i] += inverse[i, j] * y[j];
            }
        }

        double factor = (1 + (Dot(y, hy) / curvature)) / curvature;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                inverse[i, j] += (factor * s[i] * s[j]) - (((s[i] * hy[j]) + (hy[i] * s[j])) / curvature);
            }
        }
    }

    private static void Descend(double[,] inverse, double[] gradient, double[] direction)
    {
        for (int i = 0; i < direction.Length; i++)
        {
            direction[i] = 0;
            for (int j = 0; j < direction.Length; j++)
            {
                direction[i] -= inverse[i, j] * gradient[j];
            }
        }
    }

    private static double[,] Identity(int size, double scale)
    {
        var matrix = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            matrix[i, i] = scale;
        }

        return matrix;
    }

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    /// <summary>Where a search ended.</summary>
    /// <param name="Point">The lowest point found.</param>
    /// <param name="Value">The value there.</param>
    /// <param name="Iterations">Steps taken.</param>
    /// <param name="Converged">False when the bound on iterations ended it.</param>
    public sealed record Minimum(double[] Point, double Value, int Iterations, bool Converged);
}
