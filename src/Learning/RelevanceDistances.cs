using System.Runtime.Intrinsics;

namespace Lichen.Learning;

/// <summary>
/// Squared distances between labels as their descriptors' relevances change: d_ij^2 = sum_c r_c^2 (x_ic - x_jc)^2, and
/// the derivatives of a sum over them.
/// </summary>
internal sealed unsafe class RelevanceDistances
{
    // Columns summed side by side: four vectors.
    private const int Chunk = 16;

    private readonly int _rows;
    private readonly int _columns;
    private readonly int _stride;
    private readonly double[] _values;
    private readonly double[] _scaled;

    public RelevanceDistances(DescriptorMatrix descriptors)
    {
        _rows = descriptors.Columns == 0 ? 0 : descriptors.Rows;
        _columns = descriptors.Columns;
        _stride = (_columns + Chunk - 1) / Chunk * Chunk;
        _values = new double[_rows * _stride];
        _scaled = new double[_rows * _stride];
        for (int row = 0; row < _rows; row++)
        {
            for (int column = 0; column < _columns; column++)
            {
                _values[(row * _stride) + column] = descriptors[row, column];
            }
        }
    }

    /// <summary>Fills the squared distances, j >= i.</summary>
    /// <param name="relevances">Shape (d).</param>
    /// <param name="distances">Shape (n, stride) by rows.</param>
    /// <param name="stride">Length of a row of the distances.</param>
    public void Compute(ReadOnlySpan<double> relevances, double[] distances, int stride)
    {
        for (int row = 0; row < _rows; row++)
        {
            for (int column = 0; column < _columns; column++)
            {
                _scaled[(row * _stride) + column] = _values[(row * _stride) + column] * relevances[column];
            }
        }

        fixed (double* scaled = _scaled)
        {
            for (int i = 0; i < _rows; i++)
            {
                for (int j = i; j < _rows; j++)
                {
                    distances[(i * stride) + j] = Distance(scaled + (i * _stride), scaled + (j * _stride));
                }
            }
        }
    }

    /// <summary>Adds the derivatives of sum over i &lt; j of w_ij d_ij^2 / 2 by the logarithms of the relevances.</summary>
    /// <param name="weights">w, shape (n, stride) by rows; only j > i is read.</param>
    /// <param name="stride">Length of a row of the weights.</param>
    /// <param name="gradient">Shape (d), added to; the distances must be those last computed.</param>
    public void Differentiate(double[] weights, int stride, Span<double> gradient)
    {
        var sums = new double[_stride];
        fixed (
            double* scaled = _scaled,
                sum = sums,
                weight = weights
        )
        {
            for (int start = 0; start < _stride; start += Chunk)
            {
                for (int i = 0; i < _rows; i++)
                {
                    double* own = scaled + (i * _stride) + start;
                    Add(own, own + _stride, weight + ((long)i * stride) + i + 1, _rows - i - 1, sum + start);
                }
            }
        }

        for (int column = 0; column < _columns; column++)
        {
            gradient[column] += sums[column];
        }
    }

    private double Distance(double* one, double* other)
    {
        Vector256<double> sum0 = default,
            sum1 = default,
            sum2 = default,
            sum3 = default;
        for (int c = 0; c < _stride; c += Chunk)
        {
            Vector256<double> difference = Vector256.Load(one + c) - Vector256.Load(other + c);
            sum0 = Vector256.FusedMultiplyAdd(difference, difference, sum0);
            difference = Vector256.Load(one + c + 4) - Vector256.Load(other + c + 4);
            sum1 = Vector256.FusedMultiplyAdd(difference, difference, sum1);
            difference = Vector256.Load(one + c + 8) - Vector256.Load(other + c + 8);
            sum2 = Vector256.FusedMultiplyAdd(difference, difference, sum2);
            difference = Vector256.Load(one + c + 12) - Vector256.Load(other + c + 12);
            sum3 = Vector256.FusedMultiplyAdd(difference, difference, sum3);
        }

        return Vector256.Sum((sum0 + sum1) + (sum2 + sum3));
    }

    /// <summary>sums += sum_j w_j (own - others_j)^2 for one chunk of columns.</summary>
    private void Add(double* own, double* others, double* weights, int rows, double* sums)
    {
        var own0 = Vector256.Load(own);
        var own1 = Vector256.Load(own + 4);
        var own2 = Vector256.Load(own + 8);
        var own3 = Vector256.Load(own + 12);
        var sum0 = Vector256.Load(sums);
        var sum1 = Vector256.Load(sums + 4);
        var sum2 = Vector256.Load(sums + 8);
        var sum3 = Vector256.Load(sums + 12);
        for (int j = 0; j < rows; j++, others += _stride)
        {
            Vector256<double> weight = Vector256.Create(weights[j]);
            Vector256<double> difference = own0 - Vector256.Load(others);
            sum0 = Vector256.FusedMultiplyAdd(weight * difference, difference, sum0);
            difference = own1 - Vector256.Load(others + 4);
            sum1 = Vector256.FusedMultiplyAdd(weight * difference, difference, sum1);
            difference = own2 - Vector256.Load(others + 8);
            sum2 = Vector256.FusedMultiplyAdd(weight * difference, difference, sum2);
            difference = own3 - Vector256.Load(others + 12);
            sum3 = Vector256.FusedMultiplyAdd(weight * difference, difference, sum3);
        }

        sum0.Store(sums);
        sum1.Store(sums + 4);
        sum2.Store(sums + 8);
        sum3.Store(sums + 12);
    }
}
