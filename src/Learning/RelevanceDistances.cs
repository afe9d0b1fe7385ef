using System.Runtime.Intrinsics;

namespace Lichen.Learning;

/// <summary>
/// Squared distances between labels as their descriptors' relevances change: d_ij^2 = sum_c r_c^2 (x_ic - x_jc)^2, and
/// the derivatives of a sum over them.
/// </summary>
internal sealed class RelevanceDistances
{
    private const int Lanes = 4;

    private readonly int _rows;
    private readonly int _columns;
    private readonly int _stride;
    private readonly double[] _values;
    private readonly double[] _scaled;

    public RelevanceDistances(DescriptorMatrix descriptors)
    {
        _rows = descriptors.Columns == 0 ? 0 : descriptors.Rows;
        _columns = descriptors.Columns;
        _stride = (_columns + Lanes - 1) / Lanes * Lanes;
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

        for (int i = 0; i < _rows; i++)
        {
            ReadOnlySpan<double> own = _scaled.AsSpan(i * _stride, _stride);
            for (int j = i; j < _rows; j++)
            {
                ReadOnlySpan<double> other = _scaled.AsSpan(j * _stride, _stride);
                Vector256<double> sum = default;
                for (int c = 0; c < own.Length; c += Lanes)
                {
                    Vector256<double> difference = Vector256.Create(own[c..]) - Vector256.Create(other[c..]);
                    sum = Vector256.FusedMultiplyAdd(difference, difference, sum);
                }

                distances[(i * stride) + j] = Vector256.Sum(sum);
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
        for (int i = 0; i < _rows; i++)
        {
            ReadOnlySpan<double> own = _scaled.AsSpan(i * _stride, _stride);
            for (int j = i + 1; j < _rows; j++)
            {
                ReadOnlySpan<double> other = _scaled.AsSpan(j * _stride, _stride);
                Vector256<double> weight = Vector256.Create(weights[(i * stride) + j]);
                for (int c = 0; c < own.Length; c += Lanes)
                {
                    Vector256<double> difference = Vector256.Create(own[c..]) - Vector256.Create(other[c..]);
                    Span<double> target = sums.AsSpan(c);
                    Vector256
                        .FusedMultiplyAdd(weight * difference, difference, Vector256.Create<double>(target))
                        .CopyTo(target);
                }
            }
        }

        for (int column = 0; column < _columns; column++)
        {
            gradient[column] += sums[column];
        }
    }
}
