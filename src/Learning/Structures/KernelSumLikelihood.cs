using Lichen.Learning.Dense;

namespace Lichen.Learning.Structures;

/// <summary>Finds the weights and the noise of a sum of kernels by the marginal likelihood of values.</summary>
/// <remarks>
/// Minimises 1/2 y^T C^-1 y + 1/2 log det C over the logarithms of the variances, with a weak normal prior on each that
/// keeps a kernel of no use from wandering off. Source: Rasmussen and Williams 2006, eqs. 5.8 and 5.9,
/// <see href="https://doi.org/10.7551/mitpress/3206.001.0001"/>.
/// </remarks>
internal sealed class KernelSumLikelihood
{
    private const double PriorDeviation = 4;
    private const int MaxIterations = 60;

    // In units of the values' variance: medians of the priors.
    private const double PriorNoise = 1e-3;
    private const double PriorShare = 100;

    private readonly double[][] _kernels;
    private readonly double[] _values;
    private readonly double[] _scales;
    private readonly Cholesky _factor;
    private readonly double[] _matrix;
    private readonly double[] _noise;

    /// <param name="kernels">Square, over a pool.</param>
    /// <param name="members">Which of the pool have values.</param>
    /// <param name="values">The values, shape (members), about zero.</param>
    public KernelSumLikelihood(
        IReadOnlyList<KernelMatrix> kernels,
        ReadOnlySpan<int> members,
        ReadOnlySpan<double> values
    )
    {
        int size = members.Length;
        _factor = new Cholesky(size);
        _matrix = new double[_factor.Stride * _factor.Stride];
        _noise = new double[size];
        _values = values.ToArray();
        Variance = Math.Max(1e-300, Sums.Dot(_values, _values) / size);
        _scales = new double[kernels.Count];
        _kernels = new double[kernels.Count][];
        for (int k = 0; k < kernels.Count; k++)
        {
            var own = _kernels[k] = new double[size * _factor.Stride];
            for (int i = 0; i < size; i++)
            {
                ReadOnlySpan<double> row = kernels[k].Row(members[i]);
                for (int j = 0; j < size; j++)
                {
                    own[(i * _factor.Stride) + j] = row[members[j]];
                }

                _scales[k] += row[members[i]] / size;
            }
        }
    }

    /// <summary>Mean square of the values.</summary>
    public double Variance { get; }

    public int Count => _kernels.Length + 1;

    /// <summary>Equal shares of so many times the values' variance, and little noise.</summary>
    public double[] Start(double share) =>
        [.. Enumerable.Repeat(Math.Log(share / _kernels.Length), _kernels.Length), Math.Log(PriorNoise)];

    /// <param name="start">Where to begin.</param>
    /// <param name="tolerance">Ends when a step lowers the value by less.</param>
    /// <param name="cancellationToken">Checked before each evaluation.</param>
    /// <param name="value">The value reached.</param>
    public KernelSum Fit(double[] start, double tolerance, CancellationToken cancellationToken, out double value)
    {
        var best = QuasiNewton.Minimise(Evaluate, start, tolerance, MaxIterations, cancellationToken);
        value = best.Value;
        return At(best.Point);
    }

    /// <summary>The point of a covariance; kernels that it lacks get the share given.</summary>
    public double[] PointOf(KernelSum covariance, double share)
    {
        double[] point = Start(share);
        for (int k = 0; k < covariance.Variances.Length; k++)
        {
            point[k] = Math.Log(Math.Max(1e-300, covariance.Variances[k] * _scales[k] / Variance));
        }

        point[^1] = Math.Log(covariance.Noise / Variance);
        return point;
    }

    /// <summary>The covariance at a point: logarithms of shares of the values' variance.</summary>
    public KernelSum At(ReadOnlySpan<double> point)
    {
        var variances = new double[_kernels.Length];
        for (int k = 0; k < variances.Length; k++)
        {
            variances[k] = Variance * Math.Exp(point[k]) / _scales[k];
        }

        return new KernelSum([.. variances], Variance * Math.Exp(point[^1]));
    }

    /// <summary>The negative logarithm of likelihood times prior, up to a constant, and its gradient.</summary>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        KernelSum sum = At(point);
        int size = _values.Length;
        int stride = _factor.Stride;
        Array.Clear(_matrix);
        for (int k = 0; k < _kernels.Length; k++)
        {
            for (int i = 0; i < size; i++)
            {
                Sums.Add(
                    _matrix.AsSpan((i * stride) + i, size - i),
                    sum.Variances[k],
                    _kernels[k].AsSpan((i * stride) + i, size - i),
                    0
                );
            }
        }

        Array.Fill(_noise, sum.Noise);
        _factor.Factor(_matrix, _noise);
        double[] weights = _matrix;
        double quadratic = _factor.Weigh(_values, weights);
        double value = 0.5 * (quadratic + _factor.LogDeterminant);
        for (int k = 0; k < _kernels.Length; k++)
        {
            double trace = 0;
            for (int i = 0; i < size; i++)
            {
                double diagonal = weights[(i * stride) + i] * _kernels[k][(i * stride) + i];
                trace += diagonal;
                trace +=
                    2
                    * Sums.Dot(
                        weights.AsSpan((i * stride) + i + 1, size - i - 1),
                        _kernels[k].AsSpan((i * stride) + i + 1, size - i - 1)
                    );
            }

            gradient[k] = -0.5 * sum.Variances[k] * trace;
        }

        double noiseTrace = 0;
        for (int i = 0; i < size; i++)
        {
            noiseTrace += weights[(i * stride) + i];
        }

        gradient[^1] = -0.5 * sum.Noise * noiseTrace;
        double[] medians = Start(PriorShare);
        for (int k = 0; k < gradient.Length; k++)
        {
            double offset = (point[k] - medians[k]) / PriorDeviation;
            value += 0.5 * offset * offset;
            gradient[k] += offset / PriorDeviation;
        }

        return value;
    }
}
