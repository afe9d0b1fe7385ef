namespace Lichen.Learning.Dense;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix of some hundred rows, by cyclic rotations.</summary>
/// <remarks>Source: Golub and Van Loan 2013, algorithm 8.5.3. Each rotation works on whole rows of V^T and A.</remarks>
internal static class Jacobi
{
    private const int MostSweeps = 30;

    /// <param name="matrix">Symmetric; not changed.</param>
    /// <returns>Eigenvalues in no order, and the eigenvector of the k-th as column k.</returns>
    public static (double[] Values, double[,] Vectors) Decompose(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        var a = new double[size][];
        var v = new double[size][];
        double scale = 0;
        for (int i = 0; i < size; i++)
        {
            a[i] = new double[size];
            v[i] = new double[size];
            v[i][i] = 1;
            for (int j = 0; j < size; j++)
            {
                a[i][j] = matrix[i, j];
                scale = Math.Max(scale, Math.Abs(matrix[i, j]));
            }
        }

        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            bool rotated = false;
            for (int p = 0; p < size - 1; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    // Relative to its own diagonal, so that small eigenvalues keep their digits.
                    double least = 1e-13 * Math.Sqrt(Math.Abs(a[p][p] * a[q][q]));
                    if (Math.Abs(a[p][q]) <= Math.Max(least, 1e-18 * scale))
                    {
                        continue;
                    }

                    rotated = true;
                    Rotate(a, v, p, q);
                }
            }

            if (!rotated)
            {
                break;
            }
        }

        var values = new double[size];
        var vectors = new double[size, size];
        for (int k = 0; k < size; k++)
        {
            values[k] = a[k][k];
            for (int i = 0; i < size; i++)
            {
                vectors[i, k] = v[k][i];
            }
        }

        return (values, vectors);
    }

    private static void Rotate(double[][] a, double[][] v, int p, int q)
    {
        double tau = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.CopySign(1, tau) / (Math.Abs(tau) + Math.Sqrt(1 + (tau * tau)));
        double c = 1 / Math.Sqrt(1 + (t * t));
        double s = t * c;
        double app = a[p][p] - (t * a[p][q]);
        double aqq = a[q][q] + (t * a[p][q]);
        Turn(a[p], a[q], c, s);
        Turn(v[p], v[q], c, s);
        for (int i = 0; i < a.Length; i++)
        {
            a[i][p] = a[p][i];
            a[i][q] = a[q][i];
        }

        (a[p][p], a[q][q], a[p][q], a[q][p]) = (app, aqq, 0, 0);
    }

    private static void Turn(double[] p, double[] q, double c, double s)
    {
        for (int i = 0; i < p.Length; i++)
        {
            (p[i], q[i]) = ((c * p[i]) - (s * q[i]), (s * p[i]) + (c * q[i]));
        }
    }
}
