namespace Lichen.Benchmarks;

/// <summary>Linear algebra as a textbook writes it: three loops, no blocks, no vectors.</summary>
internal static class Textbook
{
    /// <summary>A positive definite matrix, shape (n, n) by rows.</summary>
    public static double[] Example(int n)
    {
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                matrix[(i * n) + j] = Math.Exp(-Math.Abs(i - j) / 10.0) + (i == j ? 0.1 : 0);
            }
        }

        return matrix;
    }

    /// <summary>Cholesky factor L in place of a, then L^-1, then the inverse L^-T L^-1, lower triangles by rows.</summary>
    public static double[] Inverse(double[] a, int n)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = a[(i * n) + j];
                for (var k = 0; k < j; k++)
                {
                    sum -= a[(i * n) + k] * a[(j * n) + k];
                }

                a[(i * n) + j] = i == j ? Math.Sqrt(sum) : sum / a[(j * n) + j];
            }
        }

        // Row i of the transposed inverse factor: its columns lie side by side.
        var factor = new double[n * n];
        for (var j = 0; j < n; j++)
        {
            factor[(j * n) + j] = 1 / a[(j * n) + j];
            for (var i = j + 1; i < n; i++)
            {
                double sum = 0;
                for (var k = j; k < i; k++)
                {
                    sum -= a[(i * n) + k] * factor[(j * n) + k];
                }

                factor[(j * n) + i] = sum / a[(i * n) + i];
            }
        }

        var inverse = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                double sum = 0;
                for (var k = i; k < n; k++)
                {
                    sum += factor[(i * n) + k] * factor[(j * n) + k];
                }

                inverse[(i * n) + j] = sum;
            }
        }

        return inverse;
    }

    /// <summary>Forward substitution L x = b of so many right-hand sides one after another; returns a checksum.</summary>
    public static double Solves(int n, int count)
    {
        var lower = Example(n);
        var (x, checksum) = (new double[n], 0.0);
        for (var side = 0; side < count; side++)
        {
            for (var i = 0; i < n; i++)
            {
                double sum = side;
                for (var k = 0; k < i; k++)
                {
                    sum -= lower[(i * n) + k] * x[k];
                }

                x[i] = sum / (n + lower[(i * n) + i]);
            }

            checksum += x[n - 1];
        }

        return checksum;
    }
}
