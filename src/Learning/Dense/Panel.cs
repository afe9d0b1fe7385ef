using System.Runtime.Intrinsics;

namespace Lichen.Learning.Dense;

/// <summary>
/// Arithmetic on panels: <see cref="Width"/> columns of a matrix, row by row, so that one row is a few vectors
/// and the rows lie one after another.
/// </summary>
/// <remarks>
/// A lane is a column. Each entry is one chain of fused multiply-adds in rising order of the summed index, so the
/// same entry has the same bits whichever routine, tile or thread computes it.
/// </remarks>
internal static class Panel
{
    /// <summary>Columns of a panel: eight vectors of four, which fit the registers of AVX2.</summary>
    public const int Width = 32;

    /// <summary>The number of panels that hold so many columns.</summary>
    public static int Count(int columns) => (columns + Width - 1) / Width;

    /// <summary>row -= sum_j factors[j] panel[j, :], then row *= scale.</summary>
    /// <param name="row">The row changed, shape (Width).</param>
    /// <param name="factors">Shape (rows).</param>
    /// <param name="panel">Shape (rows, Width).</param>
    /// <param name="rows">The number of rows summed.</param>
    /// <param name="scale">Multiplies the result.</param>
    public static unsafe void Eliminate(double* row, double* factors, double* panel, int rows, double scale)
    {
        var sum0 = Vector256.Load(row);
        var sum1 = Vector256.Load(row + 4);
        var sum2 = Vector256.Load(row + 8);
        var sum3 = Vector256.Load(row + 12);
        var sum4 = Vector256.Load(row + 16);
        var sum5 = Vector256.Load(row + 20);
        var sum6 = Vector256.Load(row + 24);
        var sum7 = Vector256.Load(row + 28);
        for (int j = 0; j < rows; j++, panel += Width)
        {
            Vector256<double> factor = Vector256.Create(-factors[j]);
            sum0 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(panel), sum0);
            sum1 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(panel + 4), sum1);
            sum2 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(panel + 8), sum2);
            sum3 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(panel + 12), sum3);
            sum4 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(panel + 16), sum4);
            sum5 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(panel + 20), sum5);
            sum6 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(panel + 24), sum6);
            sum7 = Vector256.FusedMultiplyAdd(factor, Vector256.Load(panel + 28), sum7);
        }

        Vector256<double> scales = Vector256.Create(scale);
        (sum0 * scales).Store(row);
        (sum1 * scales).Store(row + 4);
        (sum2 * scales).Store(row + 8);
        (sum3 * scales).Store(row + 12);
        (sum4 * scales).Store(row + 16);
        (sum5 * scales).Store(row + 20);
        (sum6 * scales).Store(row + 24);
        (sum7 * scales).Store(row + 28);
    }

    /// <summary>tile[i, :] -= sum_j factors[i rowStride + j stride] panel[j, :] for four rows i.</summary>
    /// <param name="tile">Four rows of a panel, changed, shape (4, Width).</param>
    /// <param name="factors">The factor of row i and summed index j is at i rowStride + j stride.</param>
    /// <param name="rowStride">Distance between the factors of neighbouring rows.</param>
    /// <param name="stride">Distance between the factors of neighbouring summed indices.</param>
    /// <param name="panel">Shape (rows, Width).</param>
    /// <param name="rows">The number of rows summed.</param>
    public static unsafe void EliminateFour(
        double* tile,
        double* factors,
        int rowStride,
        int stride,
        double* panel,
        int rows
    )
    {
        // 4 rows x 8 columns: 8 chains in flight for 6 loads, where one row alone would wait for its loads.
        for (int column = 0; column < Width; column += 8)
        {
            double* place = tile + column;
            var sum00 = Vector256.Load(place);
            var sum01 = Vector256.Load(place + 4);
            var sum10 = Vector256.Load(place + Width);
            var sum11 = Vector256.Load(place + Width + 4);
            var sum20 = Vector256.Load(place + (2 * Width));
            var sum21 = Vector256.Load(place + (2 * Width) + 4);
            var sum30 = Vector256.Load(place + (3 * Width));
            var sum31 = Vector256.Load(place + (3 * Width) + 4);
            double* line = panel + column;
            double* factor0 = factors;
            double* factor1 = factors + rowStride;
            double* factor2 = factor1 + rowStride;
            double* factor3 = factor2 + rowStride;
            for (int j = 0; j < rows; j++, line += Width)
            {
                var left = Vector256.Load(line);
                var right = Vector256.Load(line + 4);
                Vector256<double> factor = Vector256.Create(*factor0);
                sum00 = Vector256.FusedMultiplyAdd(-factor, left, sum00);
                sum01 = Vector256.FusedMultiplyAdd(-factor, right, sum01);
                factor = Vector256.Create(*factor1);
                sum10 = Vector256.FusedMultiplyAdd(-factor, left, sum10);
                sum11 = Vector256.FusedMultiplyAdd(-factor, right, sum11);
                factor = Vector256.Create(*factor2);
                sum20 = Vector256.FusedMultiplyAdd(-factor, left, sum20);
                sum21 = Vector256.FusedMultiplyAdd(-factor, right, sum21);
                factor = Vector256.Create(*factor3);
                sum30 = Vector256.FusedMultiplyAdd(-factor, left, sum30);
                sum31 = Vector256.FusedMultiplyAdd(-factor, right, sum31);
                factor0 += stride;
                factor1 += stride;
                factor2 += stride;
                factor3 += stride;
            }

            sum00.Store(place);
            sum01.Store(place + 4);
            sum10.Store(place + Width);
            sum11.Store(place + Width + 4);
            sum20.Store(place + (2 * Width));
            sum21.Store(place + (2 * Width) + 4);
            sum30.Store(place + (3 * Width));
            sum31.Store(place + (3 * Width) + 4);
        }
    }

    /// <summary>
    /// Solves L X = B in place, row by row from <paramref name="start"/>: X[i, :] = (B[i, :] - sum_j L[i, j] X[j, :]) / L[i, i],
    /// j from <paramref name="first"/>.
    /// </summary>
    /// <param name="panel">B, replaced by X, shape (end, Width).</param>
    /// <param name="lower">L by rows, the diagonal included.</param>
    /// <param name="stride">Length of a row of L.</param>
    /// <param name="inverseDiagonal">1 / L[i, i].</param>
    /// <param name="first">Rows of X before this are zero and not touched.</param>
    /// <param name="start">The first row solved; those before are X already.</param>
    /// <param name="end">One beyond the last row.</param>
    public static unsafe void Solve(
        double* panel,
        double* lower,
        int stride,
        double* inverseDiagonal,
        int first,
        int start,
        int end
    )
    {
        int i = start;
        for (; i + 4 <= end; i += 4)
        {
            double* factors = lower + ((long)i * stride);
            double* tile = panel + ((long)i * Width);
            EliminateFour(tile, factors + first, stride, 1, panel + ((long)first * Width), i - first);
            for (int k = 0; k < 4; k++)
            {
                double* own = factors + ((long)k * stride) + i;
                Eliminate(tile + (k * Width), own, tile, k, inverseDiagonal[i + k]);
            }
        }

        for (; i < end; i++)
        {
            double* factors = lower + ((long)i * stride);
            double* row = panel + ((long)i * Width);
            Eliminate(row, factors + first, panel + ((long)first * Width), i - first, inverseDiagonal[i]);
        }
    }
}
