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
public sealed class StructureProcess
{
    private const double Tolerance = 1e-3;

    private readonly IReadOnlyList<KernelMatrix> _kernels;
    private readonly int[] _members;

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
        var factor = new Cholesky(size);
        var matrix = new double[factor.Stride * factor.Stride];
        for (int i = 0; i < size; i++)
        {
            covariance.Add(kernels, _members[i], members, matrix.AsSpan(i * factor.Stride, size));
        }

        var noise = new double[size];
        Array.Fill(noise, covariance.Noise);
        factor.Factor(matrix, noise);
        Posterior = StructurePosterior.Of(factor, values);
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
    public double Jitter => Posterior.Factor.Jitter;

    internal StructurePosterior Posterior { get; }

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
        var own = new double[rows.Length];
        for (int i = 0; i < own.Length; i++)
        {
            for (int k = 0; k < _kernels.Count; k++)
            {
                own[i] += Covariance.Variances[k] * _kernels[k][rows[i], rows[i]];
            }
        }

        Posterior.Predict(Covariance, _kernels, rows, _members, own, means, variances);
    }

    private void LeaveOneOut(ReadOnlySpan<double> values, double[] memory)
    {
        Cholesky factor = Posterior.Factor;
        ReadOnlySpan<double> alpha = Posterior.Alpha;
        factor.Weigh(values, memory);
        LeaveOneOutMeans = new double[values.Length];
        LeaveOneOutVariances = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            // Eq. 5.12; the diagonal of W is alpha^2 minus that of the inverse.
            double precision = (alpha[i] * alpha[i]) - memory[(i * factor.Stride) + i];
            LeaveOneOutMeans[i] = values[i] - (alpha[i] / precision);
            LeaveOneOutVariances[i] = 1 / precision;
        }
    }
}
