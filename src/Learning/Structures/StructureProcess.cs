using Lichen.Learning.Dense;

namespace Lichen.Learning.Structures;

/// <summary>
/// An exact Gaussian process over a pool whose kernels are known: means and variances of its members given values of
/// some.
/// </summary>
/// <remarks>
/// Source: Rasmussen and Williams 2006, algorithm 2.1 and section 5.4.2 (leave-one-out),
/// <see href="https://doi.org/10.7551/mitpress/3206.001.0001"/>.
/// </remarks>
public sealed unsafe class StructureProcess
{
    private const double Tolerance = 1e-3;

    private readonly IReadOnlyList<KernelMatrix> _kernels;
    private readonly int[] _members;
    private readonly Cholesky _factor;
    private readonly double[] _alpha;

    /// <summary>Conditions on values.</summary>
    /// <param name="kernels">Square, over the pool, alike in shape.</param>
    /// <param name="covariance">Their weights, and the noise.</param>
    /// <param name="members">Which of the pool have values.</param>
    /// <param name="values">The values, shape (members), about zero.</param>
    public StructureProcess(
        IReadOnlyList<KernelMatrix> kernels,
        KernelSum covariance,
        ReadOnlySpan<int> members,
        ReadOnlySpan<double> values
    )
    {
        (_kernels, Covariance, _members) = (kernels, covariance, members.ToArray());
        int size = members.Length;
        _factor = new Cholesky(size);
        var matrix = new double[_factor.Stride * _factor.Stride];
        for (int i = 0; i < size; i++)
        {
            covariance.Add(kernels, _members[i], members, matrix.AsSpan(i * _factor.Stride, size));
        }

        var noise = new double[size];
        Array.Fill(noise, covariance.Noise);
        _factor.Factor(matrix, noise);
        _alpha = Solve(values);
        LeaveOneOut(values, matrix);
    }

    /// <summary>Finds the weights of the kernels and the noise by marginal likelihood.</summary>
    /// <param name="kernels">Square, over the pool, alike in shape.</param>
    /// <param name="members">Which of the pool have values: a part of those known serves, the cost is cubic.</param>
    /// <param name="values">The values, shape (members), about zero.</param>
    /// <param name="cancellationToken">Checked before each evaluation.</param>
    /// <param name="likelihood">The negative logarithm of the marginal likelihood times weak priors, to compare
    /// kernels.</param>
    public static KernelSum Learn(
        IReadOnlyList<KernelMatrix> kernels,
        ReadOnlySpan<int> members,
        ReadOnlySpan<double> values,
        CancellationToken cancellationToken,
        out double likelihood
    )
    {
        var search = new KernelSumLikelihood(kernels, members, values);
        KernelSum? best = null;
        likelihood = double.PositiveInfinity;
        foreach (double share in (ReadOnlySpan<double>)[100, 10000])
        {
            KernelSum found = search.Fit(search.Start(share), Tolerance, cancellationToken, out double value);
            if (value < likelihood)
            {
                (best, likelihood) = (found, value);
            }
        }

        return best
            ?? throw new ArgumentException("No likelihood is finite: is a kernel or a value not, or a diagonal zero?");
    }

    public KernelSum Covariance { get; }

    /// <summary>The most that was added to a pivot; 0 when the covariance was well-conditioned.</summary>
    public double Jitter => _factor.Jitter;

    /// <summary>What each value would have been predicted as from the others, shape (members).</summary>
    public double[] LeaveOneOutMeans { get; private set; } = [];

    /// <summary>Variances of these predictions, noise included, shape (members).</summary>
    public double[] LeaveOneOutVariances { get; private set; } = [];

    /// <summary>Predicts members of the pool.</summary>
    /// <param name="rows">Which.</param>
    /// <param name="means">Receives the means, shape (rows).</param>
    /// <param name="variances">Receives the variances, noise included, shape (rows).</param>
    public void Predict(ReadOnlySpan<int> rows, Span<double> means, Span<double> variances)
    {
        int size = _members.Length;
        var similarities = new double[size];
        var panel = new double[_factor.Stride * Panel.Width];
        Span<double> priors = stackalloc double[Panel.Width];
        for (int first = 0; first < rows.Length; first += Panel.Width)
        {
            int count = Math.Min(Panel.Width, rows.Length - first);
            Array.Clear(panel);
            for (int c = 0; c < count; c++)
            {
                int row = rows[first + c];
                Covariance.Add(_kernels, row, _members, similarities);
                means[first + c] = Sums.Dot(similarities, _alpha);
                priors[c] = Covariance.Noise;
                for (int k = 0; k < _kernels.Count; k++)
                {
                    priors[c] += Covariance.Variances[k] * _kernels[k][row, row];
                }

                for (int i = 0; i < size; i++)
                {
                    panel[(i * Panel.Width) + c] = similarities[i];
                }
            }

            fixed (
                double* columns = panel,
                    lower = _factor.Lower,
                    inverse = _factor.InverseDiagonal
            )
            {
                Panel.Solve(columns, lower, _factor.Stride, inverse, 0, 0, size);
            }

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
                variances[first + c] = Math.Max(priors[c], Covariance.Noise);
            }
        }
    }

    private double[] Solve(ReadOnlySpan<double> values)
    {
        int size = values.Length;
        int stride = _factor.Stride;
        double[] lower = _factor.Lower;
        double[] solution = values.ToArray();
        for (int i = 0; i < size; i++)
        {
            ReadOnlySpan<double> row = lower.AsSpan(i * stride, i);
            solution[i] = (solution[i] - Sums.Dot(row, solution.AsSpan(0, i))) * _factor.InverseDiagonal[i];
        }

        for (int i = size - 1; i >= 0; i--)
        {
            solution[i] *= _factor.InverseDiagonal[i];
            Sums.Add(solution.AsSpan(0, i), -solution[i], lower.AsSpan(i * stride, i), 0);
        }

        return solution;
    }

    private void LeaveOneOut(ReadOnlySpan<double> values, double[] memory)
    {
        _factor.Weigh(values, memory);
        LeaveOneOutMeans = new double[values.Length];
        LeaveOneOutVariances = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            // Eq. 5.12; the diagonal of W is alpha^2 minus that of the inverse.
            double precision = (_alpha[i] * _alpha[i]) - memory[(i * _factor.Stride) + i];
            LeaveOneOutMeans[i] = values[i] - (_alpha[i] / precision);
            LeaveOneOutVariances[i] = 1 / precision;
        }
    }
}
