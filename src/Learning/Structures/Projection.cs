using Lichen.Learning.Dense;

namespace Lichen.Learning.Structures;

/// <summary>
/// Fewer columns for the same distances: vectors are written in an orthonormal basis of the space that a sample spans,
/// up to a residual that is known for each vector.
/// </summary>
/// <remarks>
/// Directions are taken from the sample greedily, the one with the largest residual next, until none is longer than the
/// tolerance; a rotation to principal components then drops those that all of the sample can spare. A squared distance
/// loses at most 2 (rho_a^2 + rho_b^2), so a Gaussian kernel rises by at most (rho_a^2 + rho_b^2) / sigma^2; being a
/// Gaussian kernel of the projected vectors, it stays positive semi-definite.
/// Source: pivoted Gram-Schmidt, Golub and Van Loan 2013, section 5.4.2; principal components, Jolliffe 2002, chapter
/// 2.
/// </remarks>
public sealed class Projection
{
    private readonly double[] _origin;
    private readonly double[] _basis;

    private Projection(double[] origin, double[] basis, double residual)
    {
        (_origin, _basis, SampleResidual) = (origin, basis, residual);
    }

    /// <summary>Takes a projection up again.</summary>
    /// <param name="origin">Shape (length of the vectors).</param>
    /// <param name="basis">Orthonormal, shape (columns, length of the vectors).</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    internal static Projection Of(double[] origin, double[] basis) =>
        origin.Length > 0 && basis.Length % origin.Length == 0
            ? new Projection(origin, basis, 0)
            : throw new ArgumentException($"{basis.Length} numbers are no vectors of length {origin.Length}.");

    internal ReadOnlySpan<double> Origin => _origin;

    internal ReadOnlySpan<double> Basis => _basis;

    /// <summary>Columns after it.</summary>
    public int Width => _origin.Length == 0 ? 0 : _basis.Length / _origin.Length;

    /// <summary>The longest residual in the sample.</summary>
    public double SampleResidual { get; }

    /// <param name="width">Length of the vectors.</param>
    /// <param name="sample">Shape (vectors, width); of none there is no column.</param>
    /// <param name="tolerance">The longest residual allowed in the sample, positive.</param>
    public static Projection Fit(int width, ReadOnlySpan<double> sample, double tolerance)
    {
        int count = sample.Length / width;
        var origin = new double[width];
        if (count == 0)
        {
            return new Projection(origin, [], 0);
        }

        for (int i = 0; i < count; i++)
        {
            Sums.Add(origin, 1.0 / count, sample.Slice(i * width, width), 0);
        }

        var rows = sample.ToArray();
        var residual = new double[count];
        for (int i = 0; i < count; i++)
        {
            Span<double> row = rows.AsSpan(i * width, width);
            Sums.Add(row, -1, origin, 0);
            residual[i] = Sums.Dot(row, row);
        }

        // Half of the allowed squared residual for the greedy part, half for what the rotation drops.
        double allowed = tolerance * tolerance;
        var basis = new List<double[]>();
        var columns = new List<double[]>();
        while (basis.Count < Math.Min(width, count))
        {
            int pivot = IndexOfLargest(residual);
            if (residual[pivot] <= 0.5 * allowed)
            {
                break;
            }

            double[] direction = rows.AsSpan(pivot * width, width).ToArray();
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (double[] other in basis)
                {
                    Sums.Add(direction, -Sums.Dot(direction, other), other, 0);
                }
            }

            double norm = Math.Sqrt(Sums.Dot(direction, direction));
            if (norm < 1e-12 * Math.Sqrt(Math.Max(1e-300, Sums.Dot(origin, origin))))
            {
                break;
            }

            for (int c = 0; c < width; c++)
            {
                direction[c] /= norm;
            }

            var column = new double[count];
            for (int i = 0; i < count; i++)
            {
                column[i] = Sums.Dot(rows.AsSpan(i * width, width), direction);
                residual[i] -= column[i] * column[i];
            }

            basis.Add(direction);
            columns.Add(column);
        }

        return Rotated(origin, basis, columns, residual, allowed);
    }

    /// <summary>Writes a vector in the basis.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="coordinates">Receives the coordinates, shape (Width).</param>
    /// <returns>Length of the part that the basis does not hold.</returns>
    public double Apply(ReadOnlySpan<double> vector, Span<double> coordinates)
    {
        double[] centred = vector.ToArray();
        Sums.Add(centred, -1, _origin, 0);
        for (int k = 0; k < coordinates.Length; k++)
        {
            coordinates[k] = Sums.Dot(centred, _basis.AsSpan(k * centred.Length, centred.Length));
        }

        return Math.Sqrt(Math.Max(0, Sums.Dot(centred, centred) - Sums.Dot(coordinates, coordinates)));
    }

    private static Projection Rotated(
        double[] origin,
        List<double[]> basis,
        List<double[]> columns,
        double[] residual,
        double allowed
    )
    {
        int size = basis.Count;
        var covariance = new double[size, size];
        for (int a = 0; a < size; a++)
        {
            for (int b = a; b < size; b++)
            {
                covariance[a, b] = covariance[b, a] = Sums.Dot(columns[a], columns[b]);
            }
        }

        (double[] variances, double[,] vectors) = Jacobi.Decompose(covariance);
        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(k => variances[k])];
        var coordinates = new double[residual.Length];
        int kept = size;
        for (; kept > 0; kept--)
        {
            // The coordinates along the least component kept so far: may every vector spare it?
            int component = order[kept - 1];
            Array.Clear(coordinates);
            for (int a = 0; a < size; a++)
            {
                Sums.Add(coordinates, vectors[a, component], columns[a], 0);
            }

            bool spared = true;
            for (int i = 0; i < residual.Length && spared; i++)
            {
                spared = residual[i] + (coordinates[i] * coordinates[i]) <= allowed;
            }

            if (!spared)
            {
                break;
            }

            for (int i = 0; i < residual.Length; i++)
            {
                residual[i] += coordinates[i] * coordinates[i];
            }
        }

        var rotated = new double[kept * origin.Length];
        for (int k = 0; k < kept; k++)
        {
            Span<double> row = rotated.AsSpan(k * origin.Length, origin.Length);
            for (int a = 0; a < size; a++)
            {
                Sums.Add(row, vectors[a, order[k]], basis[a], 0);
            }
        }

        return new Projection(origin, rotated, Math.Sqrt(Math.Max(0, residual.Max())));
    }

    private static int IndexOfLargest(double[] values)
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[largest])
            {
                largest = i;
            }
        }

        return largest;
    }
}
