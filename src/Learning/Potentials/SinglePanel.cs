using System.Runtime.Intrinsics;

namespace Lichen.Learning.Potentials;

/// <summary>Single-precision products of six rows with a panel of sixteen columns: what AVX2's registers hold.</summary>
internal static class SinglePanel
{
    /// <summary>Columns of a panel: two vectors of eight.</summary>
    public const int Width = 16;

    /// <summary>Rows of a tile: with two vectors each, twelve chains of multiply-adds are in flight.</summary>
    public const int Height = 6;

    public static int Count(int columns) => (columns + Width - 1) / Width;

    public static int Padded(int rows) => (rows + Height - 1) / Height * Height;

    /// <summary>output[i, :] = start[i, :] + sum_k rows[i][k] panel[k, :] over the ranges of k.</summary>
    /// <param name="rows">Six rows.</param>
    /// <param name="ranges">First and one beyond the last k of each range, shape (ranges, 2), rising.</param>
    /// <param name="rangeCount">The number of ranges.</param>
    /// <param name="panel">Shape (all k, Width).</param>
    /// <param name="start">What is added to: row i at i startStride. May be the output itself.</param>
    /// <param name="startStride">Zero where all rows start with the same.</param>
    /// <param name="output">Row i at i stride.</param>
    /// <param name="stride">Distance between the rows of the output.</param>
    public static unsafe void Product(
        float** rows,
        int* ranges,
        int rangeCount,
        float* panel,
        float* start,
        int startStride,
        float* output,
        int stride
    )
    {
        float* row0 = rows[0],
            row1 = rows[1],
            row2 = rows[2],
            row3 = rows[3],
            row4 = rows[4],
            row5 = rows[5];
        var left0 = Vector256.Load(start);
        var right0 = Vector256.Load(start + 8);
        start += startStride;
        var left1 = Vector256.Load(start);
        var right1 = Vector256.Load(start + 8);
        start += startStride;
        var left2 = Vector256.Load(start);
        var right2 = Vector256.Load(start + 8);
        start += startStride;
        var left3 = Vector256.Load(start);
        var right3 = Vector256.Load(start + 8);
        start += startStride;
        var left4 = Vector256.Load(start);
        var right4 = Vector256.Load(start + 8);
        start += startStride;
        var left5 = Vector256.Load(start);
        var right5 = Vector256.Load(start + 8);
        for (int range = 0; range < rangeCount; range++)
        {
            nint end = ranges[(2 * range) + 1];
            float* line = panel + ((nint)ranges[2 * range] * Width);
            for (nint k = ranges[2 * range]; k < end; k++, line += Width)
            {
                var left = Vector256.Load(line);
                var right = Vector256.Load(line + 8);
                Vector256<float> factor = Vector256.Create(row0[k]);
                left0 = Vector256.FusedMultiplyAdd(factor, left, left0);
                right0 = Vector256.FusedMultiplyAdd(factor, right, right0);
                factor = Vector256.Create(row1[k]);
                left1 = Vector256.FusedMultiplyAdd(factor, left, left1);
                right1 = Vector256.FusedMultiplyAdd(factor, right, right1);
                factor = Vector256.Create(row2[k]);
                left2 = Vector256.FusedMultiplyAdd(factor, left, left2);
                right2 = Vector256.FusedMultiplyAdd(factor, right, right2);
                factor = Vector256.Create(row3[k]);
                left3 = Vector256.FusedMultiplyAdd(factor, left, left3);
                right3 = Vector256.FusedMultiplyAdd(factor, right, right3);
                factor = Vector256.Create(row4[k]);
                left4 = Vector256.FusedMultiplyAdd(factor, left, left4);
                right4 = Vector256.FusedMultiplyAdd(factor, right, right4);
                factor = Vector256.Create(row5[k]);
                left5 = Vector256.FusedMultiplyAdd(factor, left, left5);
                right5 = Vector256.FusedMultiplyAdd(factor, right, right5);
            }
        }

        left0.Store(output);
        right0.Store(output + 8);
        output += stride;
        left1.Store(output);
        right1.Store(output + 8);
        output += stride;
        left2.Store(output);
        right2.Store(output + 8);
        output += stride;
        left3.Store(output);
        right3.Store(output + 8);
        output += stride;
        left4.Store(output);
        right4.Store(output + 8);
        output += stride;
        left5.Store(output);
        right5.Store(output + 8);
    }

    /// <summary>CELU with alpha 0.1 in place: x above zero, (exp(10 x) - 1) / 10 below.</summary>
    /// <param name="values">Six rows of a panel.</param>
    /// <param name="stride">Distance between them.</param>
    public static unsafe void Celu(float* values, int stride)
    {
        for (int i = 0; i < Height; i++, values += stride)
        {
            for (int column = 0; column < Width; column += 8)
            {
                var x = Vector256.Load(values + column);
                Vector256<float> least = Vector256.Min(x, Vector256<float>.Zero);
                Vector256<float> below = SingleExp.Exp(least * 10) * 0.1f - Vector256.Create(0.1f);
                // Above zero the second part is exactly zero.
                (Vector256.Max(x, Vector256<float>.Zero) + below).Store(values + column);
            }
        }
    }

    /// <summary>values *= d CELU / dx, from CELU's own value y: 1 above zero, 1 + 10 y below.</summary>
    public static unsafe void TimesCeluSlope(float* values, float* outputs, int stride)
    {
        for (int i = 0; i < Height; i++, values += stride, outputs += stride)
        {
            for (int column = 0; column < Width; column += 8)
            {
                Vector256<float> y = Vector256.Min(Vector256.Load(outputs + column), Vector256<float>.Zero);
                Vector256<float> slope = Vector256.FusedMultiplyAdd(y, Vector256.Create(10f), Vector256<float>.One);
                (Vector256.Load(values + column) * slope).Store(values + column);
            }
        }
    }
}
