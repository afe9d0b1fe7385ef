namespace Lichen.Learning.Dense;

/// <summary>
/// The lower factor L of a symmetric positive definite matrix, K + diag(noise) = L L^T, in memory that serves for one
/// matrix after another of the same order.
/// </summary>
internal sealed unsafe class Cholesky
{
    /// <summary>A pivot is raised to this fraction of its diagonal entry: below, rounding has eaten it.</summary>
    public const double SmallestPivot = 1e-10;

    private readonly double[] _panel;
    private readonly double[][] _inverse;

    /// <param name="size">The order n of the matrices.</param>
    public Cholesky(int size)
    {
        Size = size;
        Stride = Panel.Count(size) * Panel.Width;
        Lower = new double[Stride * Stride];
        InverseDiagonal = new double[Stride];
        _panel = new double[Stride * Panel.Width];
        _inverse = new double[Panel.Count(size)][];
    }

    /// <summary>The order of the matrix, n.</summary>
    public int Size { get; }

    /// <summary>Length of a stored row: n rounded up to whole panels.</summary>
    public int Stride { get; }

    /// <summary>L by rows, shape (n, Stride).</summary>
    public double[] Lower { get; }

    /// <summary>1 / L[i, i], shape (n).</summary>
    public double[] InverseDiagonal { get; }

    /// <summary>The most that was added to a pivot; 0 when the matrix was well-conditioned.</summary>
    public double Jitter { get; private set; }

    /// <summary>The logarithm of the determinant.</summary>
    public double LogDeterminant
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Size; i++)
            {
                sum -= 2 * Math.Log(InverseDiagonal[i]);
            }

            return sum;
        }
    }

    /// <summary>Factorises.</summary>
    /// <param name="matrix">K, shape (n, n rounded up to whole panels) by rows; only j >= i is read.</param>
    /// <param name="noise">What is added to the diagonal, shape (n), none negative.</param>
    /// <remarks>
    /// Left-looking, a panel of columns at a time. A pivot below <see cref="SmallestPivot"/> of its diagonal entry is
    /// raised to it and the rise reported as <see cref="Jitter"/>; the other pivots stay exact.
    /// </remarks>
    public void Factor(double[] matrix, ReadOnlySpan<double> noise)
    {
        Jitter = 0;
        fixed (
            double* k = matrix,
                lower = Lower,
                inverse = InverseDiagonal,
                t = _panel
        )
        {
            for (int start = 0; start < Size; start += Panel.Width)
            {
                int end = Math.Min(start + Panel.Width, Size);
                for (int j = 0; j < end; j++)
                {
                    new ReadOnlySpan<double>(k + ((long)j * Stride) + start, Panel.Width).CopyTo(
                        new Span<double>(t + ((long)j * Panel.Width), Panel.Width)
                    );
                }

                Panel.Solve(t, lower, Stride, inverse, 0, 0, start);
                for (int i = start; i < end; i++)
                {
                    double* own = lower + ((long)i * Stride);
                    double diagonal = k[((long)i * Stride) + i];
                    double rest = diagonal;
                    for (int j = 0; j < i; j++)
                    {
                        double value = t[((long)j * Panel.Width) + i - start];
                        own[j] = value;
                        rest = Math.FusedMultiplyAdd(-value, value, rest);
                    }

                    own[i] = Pivot(rest, diagonal, noise[i], out double raise);
                    Jitter = Math.Max(Jitter, raise);
                    inverse[i] = 1 / own[i];
                    Panel.Eliminate(t + ((long)i * Panel.Width), own, t, i, inverse[i]);
                }
            }
        }
    }

    /// <summary>The rows of L without what lies above the diagonal, one after another.</summary>
    public double[] Pack()
    {
        var packed = new double[(long)Size * (Size + 1) / 2];
        for (int i = 0, place = 0; i < Size; place += ++i)
        {
            Lower.AsSpan(i * Stride, i + 1).CopyTo(packed.AsSpan(place));
        }

        return packed;
    }

    /// <summary>Takes up again what <see cref="Pack"/> gave.</summary>
    /// <exception cref="ArgumentException">It is of another order, or a pivot is not positive.</exception>
    public static Cholesky Unpack(int size, ReadOnlySpan<double> packed)
    {
        if (packed.Length != (long)size * (size + 1) / 2)
        {
            throw new ArgumentException($"{packed.Length} numbers are no factor of order {size}.");
        }

        var factor = new Cholesky(size);
        for (int i = 0, place = 0; i < size; place += ++i)
        {
            packed.Slice(place, i + 1).CopyTo(factor.Lower.AsSpan(i * factor.Stride));
            double pivot = packed[place + i];
            factor.InverseDiagonal[i] = pivot > 0 ? 1 / pivot : throw new ArgumentException($"Pivot {i} is {pivot}.");
        }

        return factor;
    }

    /// <summary>The root of a pivot, raised where rounding has eaten it.</summary>
    /// <param name="rest">What earlier rows left of the diagonal entry.</param>
    /// <param name="diagonal">The diagonal entry, without noise.</param>
    /// <param name="noise">The noise on it.</param>
    /// <param name="raise">Receives what was added, none negative.</param>
    public static double Pivot(double rest, double diagonal, double noise, out double raise)
    {
        double pivot = rest + noise;
        double least = SmallestPivot * (diagonal + noise);
        raise = pivot < least ? least - pivot : 0;
        return Math.Sqrt(Math.Max(pivot, least));
    }

    /// <summary>Computes alpha = K^-1 y and W = alpha alpha^T - K^-1.</summary>
    /// <param name="values">y, shape (n).</param>
    /// <param name="weights">Receives W, shape (n, Stride) by rows; only whole panels with j >= i are written.</param>
    /// <returns>The quadratic form y^T K^-1 y.</returns>
    public double Weigh(ReadOnlySpan<double> values, double[] weights)
    {
        Invert();
        double[][] inverse = _inverse;
        var alpha = new double[Stride];
        double quadratic = 0;
        var white = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            double sum = 0;
            for (int j = 0; j <= i; j++)
            {
                sum = Math.FusedMultiplyAdd(Entry(inverse, i, j), values[j], sum);
            }

            white[i] = sum;
            quadratic += sum * sum;
            for (int j = 0; j <= i; j++)
            {
                alpha[j] = Math.FusedMultiplyAdd(Entry(inverse, i, j), sum, alpha[j]);
            }
        }

        double* tile = stackalloc double[4 * Panel.Width];
        for (int q = 0; q < inverse.Length; q++)
        {
            fixed (double* right = inverse[q])
            {
                for (int p = 0; p <= q; p++)
                {
                    fixed (double* left = inverse[p])
                    {
                        // Rows of Z before those of panel q are zero in it.
                        double* factors = left + ((long)(q - p) * Panel.Width * Panel.Width);
                        int rows = Size - (q * Panel.Width);
                        for (int r = 0; r < Panel.Width; r += 4)
                        {
                            int row = (p * Panel.Width) + r;
                            for (int k = 0; k < 4; k++)
                            {
                                for (int c = 0; c < Panel.Width; c++)
                                {
                                    tile[(k * Panel.Width) + c] = alpha[row + k] * alpha[(q * Panel.Width) + c];
                                }
                            }

                            Panel.EliminateFour(tile, factors + r, 1, Panel.Width, right, rows);
                            for (int k = 0; k < 4; k++)
                            {
                                new ReadOnlySpan<double>(tile + (k * Panel.Width), Panel.Width).CopyTo(
                                    weights.AsSpan(((row + k) * Stride) + (q * Panel.Width), Panel.Width)
                                );
                            }
                        }
                    }
                }
            }
        }

        return quadratic;
    }

    /// <summary>The diagonal of (L L^T)^-1, shape (n).</summary>
    public double[] DiagonalOfInverse()
    {
        Invert();
        var diagonal = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            for (int row = i; row < Size; row++)
            {
                double entry = Entry(_inverse, row, i);
                diagonal[i] = Math.FusedMultiplyAdd(entry, entry, diagonal[i]);
            }
        }

        return diagonal;
    }

    /// <summary>Solves L x = b.</summary>
    /// <param name="values">b, shape (n), replaced by x.</param>
    public void Solve(Span<double> values)
    {
        for (int i = 0; i < Size; i++)
        {
            double rest = values[i] - Sums.Dot(Lower.AsSpan(i * Stride, i), values[..i]);
            values[i] = rest * InverseDiagonal[i];
        }
    }

    /// <summary>Solves L X = B for a panel of columns.</summary>
    /// <param name="panel">B, shape (n, Panel.Width), replaced by X.</param>
    /// <param name="start">The first row solved; those before are X already.</param>
    public void Solve(Span<double> panel, int start)
    {
        fixed (
            double* values = panel,
                lower = Lower,
                inverse = InverseDiagonal
        )
        {
            Panel.Solve(values, lower, Stride, inverse, 0, start, Size);
        }
    }

    /// <summary>Solves L^T x = b.</summary>
    /// <param name="values">b, shape (n), replaced by x.</param>
    public void SolveTransposed(Span<double> values)
    {
        for (int i = Size - 1; i >= 0; i--)
        {
            values[i] *= InverseDiagonal[i];
            for (int j = 0; j < i; j++)
            {
                values[j] = Math.FusedMultiplyAdd(-Lower[(i * Stride) + j], values[i], values[j]);
            }
        }
    }

    /// <summary>Z = L^-1 in panels of columns; panel p starts at row p Width.</summary>
    private void Invert()
    {
        fixed (
            double* lower = Lower,
                diagonal = InverseDiagonal
        )
        {
            for (int p = 0; p < _inverse.Length; p++)
            {
                int start = p * Panel.Width;
                double[] panel = _inverse[p] ??= new double[(Size - start) * Panel.Width];
                Array.Clear(panel);
                for (int c = 0; c < Math.Min(Panel.Width, Size - start); c++)
                {
                    panel[(c * Panel.Width) + c] = 1;
                }

                fixed (double* rows = panel)
                {
                    double* corner = lower + ((long)start * Stride) + start;
                    Panel.Solve(rows, corner, Stride, diagonal + start, 0, 0, Size - start);
                }
            }
        }
    }

    private static double Entry(double[][] panels, int row, int column)
    {
        int panel = column / Panel.Width;
        return panels[panel][((row - (panel * Panel.Width)) * Panel.Width) + (column % Panel.Width)];
    }
}
