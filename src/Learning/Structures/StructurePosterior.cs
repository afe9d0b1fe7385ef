using Lichen.Learning.Dense;

namespace Lichen.Learning.Structures;

/// <summary>What a process is after its values are known: enough to predict, without the values.</summary>
/// <param name="factor">L of the covariance of the known, noise included.</param>
/// <param name="alpha">(L L^T)^-1 times the values, shape (n).</param>
/// <remarks>Source: Rasmussen and Williams 2006, algorithm 2.1.</remarks>
internal sealed class StructurePosterior(Cholesky factor, double[] alpha)
{
    public Cholesky Factor => factor;

    public ReadOnlySpan<double> Alpha => alpha;

    public static StructurePosterior Of(Cholesky factor, ReadOnlySpan<double> values)
    {
        int stride = factor.Stride;
        double[] lower = factor.Lower;
        double[] solution = values.ToArray();
        factor.Solve(solution);
        for (int i = values.Length - 1; i >= 0; i--)
        {
            solution[i] *= factor.InverseDiagonal[i];
            Sums.Add(solution.AsSpan(0, i), -solution[i], lower.AsSpan(i * stride, i), 0);
        }

        return new StructurePosterior(factor, solution);
    }

    /// <summary>Predicts.</summary>
    /// <param name="covariance">Weights of the kernels, and the noise.</param>
    /// <param name="kernels">Of those to be predicted (rows) with the known.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="columns">Where the known stand, in their order.</param>
    /// <param name="own">Covariance of each with itself, without noise, shape (rows).</param>
    /// <param name="means">Receives the means, shape (rows).</param>
    /// <param name="variances">Receives the variances, noise included, shape (rows).</param>
    public void Predict(
        KernelSum covariance,
        IReadOnlyList<KernelMatrix> kernels,
        ReadOnlySpan<int> rows,
        ReadOnlySpan<int> columns,
        ReadOnlySpan<double> own,
        Span<double> means,
        Span<double> variances
    )
    {
        int size = factor.Size;
        var similarities = new double[size];
        var panel = new double[factor.Stride * Panel.Width];
        Span<double> priors = stackalloc double[Panel.Width];
        for (int first = 0; first < rows.Length; first += Panel.Width)
        {
            int count = Math.Min(Panel.Width, rows.Length - first);
            Array.Clear(panel);
            for (int c = 0; c < count; c++)
            {
                covariance.Add(kernels, rows[first + c], columns, similarities);
                means[first + c] = Sums.Dot(similarities, alpha);
                priors[c] = own[first + c] + covariance.Noise;
                for (int i = 0; i < size; i++)
                {
                    panel[(i * Panel.Width) + c] = similarities[i];
                }
            }

            factor.Solve(panel, 0);
            for (int i = 0; i < size; i++)
            {
                for (int c = 0; c < count; c++)
                {
                    double value = panel[(i * Panel.Width) + c];
                    priors[c] -= value * value;
                }
            }

            for (int c = 0; c < count; c++)
            {
                // Rounding may take a known point slightly below the noise that it certainly has.
                variances[first + c] = Math.Max(priors[c], covariance.Noise);
            }
        }
    }
}
