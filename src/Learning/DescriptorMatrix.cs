using System.Runtime.Intrinsics;
using Lichen.Learning.Dense;

namespace Lichen.Learning;

/// <summary>Scaled real-valued descriptors of a pool, one row per candidate; see <see cref="DescriptorScaling"/>.</summary>
public sealed class DescriptorMatrix
{
    // Blocks of Panel.Width candidates; within a block by column, then by candidate: a lane is a candidate,
    // so that no sum is split over lanes and its order is the same on every machine.
    private readonly double[] _values;

    /// <summary>Copies descriptors.</summary>
    /// <param name="rows">The number of candidates, n.</param>
    /// <param name="columns">The number of descriptors, d; may be 0.</param>
    /// <param name="values">The descriptors, shape (n, d) by rows, all finite, of order one.</param>
    /// <exception cref="ArgumentException">The shape does not fit, or a value is not finite.</exception>
    public DescriptorMatrix(int rows, int columns, ReadOnlySpan<double> values)
    {
        if (values.Length != (long)rows * columns)
        {
            throw new ArgumentException($"{values.Length} values are not {rows} rows of {columns} columns.");
        }

        (Rows, Columns) = (rows, columns);
        _values = new double[Panel.Count(rows) * columns * Panel.Width];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                double value = values[(row * columns) + column];
                if (!double.IsFinite(value))
                {
                    throw new ArgumentException($"The descriptor at row {row}, column {column} is {value}.");
                }

                _values[Place(row, column)] = value;
            }
        }
    }

    /// <summary>The number of candidates.</summary>
    public int Rows { get; }

    /// <summary>The number of descriptors.</summary>
    public int Columns { get; }

    /// <summary>The descriptor of a candidate.</summary>
    public double this[int row, int column] => _values[Place(row, column)];

    /// <summary>The rows named, in that order.</summary>
    public DescriptorMatrix Select(ReadOnlySpan<int> rows)
    {
        var values = new double[rows.Length * Columns];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int column = 0; column < Columns; column++)
            {
                values[(i * Columns) + column] = this[rows[i], column];
            }
        }

        return new DescriptorMatrix(rows.Length, Columns, values);
    }

    /// <summary>Each column multiplied by its factor.</summary>
    /// <param name="factors">Shape (d); none at all means 1 for each.</param>
    /// <exception cref="ArgumentException">There are other than d factors.</exception>
    internal DescriptorMatrix Weighted(ReadOnlySpan<double> factors)
    {
        if (factors.IsEmpty || Columns == 0)
        {
            return this;
        }

        if (factors.Length != Columns)
        {
            throw new ArgumentException($"{factors.Length} relevances for {Columns} descriptors.");
        }

        var values = new double[Rows * Columns];
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                values[(row * Columns) + column] = this[row, column] * factors[column];
            }
        }

        return new DescriptorMatrix(Rows, Columns, values);
    }

    /// <summary>Squared Euclidean distances of one row to the candidates of one block, shape (Panel.Width).</summary>
    internal void SquaredDistances(int row, int block, Span<double> distances) =>
        SquaredDistances(row, this, block, distances);

    /// <summary>
    /// Squared Euclidean distances of one row to the candidates of one block of another table of the same columns.
    /// </summary>
    internal unsafe void SquaredDistances(int row, DescriptorMatrix to, int block, Span<double> distances)
    {
        distances = distances[..Panel.Width];
        distances.Clear();
        fixed (
            double* values = _values,
                theirs = to._values,
                output = distances
        )
        {
            double* own = values + Place(row, 0);
            double* others = theirs + ((long)block * Columns * Panel.Width);
            for (int half = 0; half < Panel.Width; half += 16)
            {
                Vector256<double> sum0 = default,
                    sum1 = default,
                    sum2 = default,
                    sum3 = default;
                for (int column = 0; column < Columns; column++)
                {
                    Vector256<double> value = Vector256.Create(own[column * Panel.Width]);
                    double* line = others + (column * Panel.Width) + half;
                    Vector256<double> difference = Vector256.Load(line) - value;
                    sum0 = Vector256.FusedMultiplyAdd(difference, difference, sum0);
                    difference = Vector256.Load(line + 4) - value;
                    sum1 = Vector256.FusedMultiplyAdd(difference, difference, sum1);
                    difference = Vector256.Load(line + 8) - value;
                    sum2 = Vector256.FusedMultiplyAdd(difference, difference, sum2);
                    difference = Vector256.Load(line + 12) - value;
                    sum3 = Vector256.FusedMultiplyAdd(difference, difference, sum3);
                }

                sum0.Store(output + half);
                sum1.Store(output + half + 4);
                sum2.Store(output + half + 8);
                sum3.Store(output + half + 12);
            }
        }
    }

    private int Place(int row, int column) =>
        ((((row / Panel.Width) * Columns) + column) * Panel.Width) + (row % Panel.Width);
}
