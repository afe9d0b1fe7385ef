namespace Lichen.Learning.Structures;

/// <summary>
/// Least squares of a value on a few columns: with counts of elements, dressed atoms; with a lower rung's value beside
/// them, Delta-learning whose slope is learned.
/// </summary>
/// <remarks>Columns that depend on others take no part: a pivot below 1e-12 of its diagonal is left out.</remarks>
public sealed class LinearBaseline
{
    private readonly double[] _weights;

    private LinearBaseline(double[] weights)
    {
        _weights = weights;
    }

    /// <summary>Weight of each column.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>Takes weights up again.</summary>
    public static LinearBaseline Of(IEnumerable<double> weights) => new([.. weights]);

    /// <param name="rows">One a value, alike in length.</param>
    /// <param name="values">The values.</param>
    public static LinearBaseline Fit(IReadOnlyList<double[]> rows, ReadOnlySpan<double> values)
    {
        int width = rows[0].Length;
        var normal = new double[width, width + 1];
        for (int m = 0; m < rows.Count; m++)
        {
            for (int i = 0; i < width; i++)
            {
                for (int j = 0; j < width; j++)
                {
                    normal[i, j] += rows[m][i] * rows[m][j];
                }

                normal[i, width] += rows[m][i] * values[m];
            }
        }

        return new LinearBaseline(Solve(normal, width));
    }

    public double At(ReadOnlySpan<double> row)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            sum += _weights[i] * row[i];
        }

        return sum;
    }

    /// <summary>Gauss-Jordan on the normal equations, scaled to a unit diagonal.</summary>
    private static double[] Solve(double[,] normal, int width)
    {
        var scale = new double[width];
        for (int i = 0; i < width; i++)
        {
            scale[i] = normal[i, i] > 0 ? 1 / Math.Sqrt(normal[i, i]) : 0;
        }

        for (int i = 0; i < width; i++)
        {
            for (int j = 0; j <= width; j++)
            {
                normal[i, j] *= scale[i] * (j < width ? scale[j] : 1);
            }
        }

        var used = new bool[width];
        for (int p = 0; p < width; p++)
        {
            if (normal[p, p] < 1e-12)
            {
                continue;
            }

            used[p] = true;
            double inverse = 1 / normal[p, p];
            for (int i = 0; i < width; i++)
            {
                if (i == p)
                {
                    continue;
                }

                double factor = normal[i, p] * inverse;
                for (int j = p; j <= width; j++)
                {
                    normal[i, j] -= factor * normal[p, j];
                }
            }
        }

        var weights = new double[width];
        for (int i = 0; i < width; i++)
        {
            weights[i] = used[i] ? normal[i, width] / normal[i, i] * scale[i] : 0;
        }

        return weights;
    }
}
