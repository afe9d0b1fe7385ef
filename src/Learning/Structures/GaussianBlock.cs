using System.Runtime.Intrinsics;
using Lichen.Learning.Dense;

namespace Lichen.Learning.Structures;

/// <summary>The terms of a block of columns of a Gaussian kernel, in memory that one thread works in.</summary>
internal sealed unsafe class GaussianBlock(
    MoleculeRows left,
    MoleculeRows right,
    double[] leftSquares,
    double[] rightSquares,
    double[] factors,
    IReadOnlyList<KernelMatrix> kernels
)
{
    /// <summary>A block has no more columns than this, unless one molecule has: so its panels stay in cache.</summary>
    public const int MostColumns = 10 * TileColumns;

    private const int TileRows = 4;
    private const int TileColumns = 12;
    private const int ChunkRows = 16;

    private readonly double[] _padded = new double[TileRows * left.Width];
    private double[] _panels = [];
    private double[] _squares = [];
    private double[] _terms = [];
    private double[] _sums = [];
    private int _columns;

    /// <summary>Adds the columns of molecules first to before end, for the rows of the molecules before last.</summary>
    public void AddBlock(int first, int end, int last)
    {
        Pack(first, end);
        int rows = left.Starts[last];
        int molecule = 0;
        fixed (
            double* values = left.Values,
                panels = _panels,
                squares = _squares,
                terms = _terms,
                padded = _padded
        )
        {
            for (int chunk = 0; chunk < rows; chunk += ChunkRows)
            {
                int chunkRows = Math.Min(ChunkRows, rows - chunk);
                for (int column = 0; column < _columns; column += TileColumns)
                {
                    for (int row = 0; row < chunkRows; row += TileRows)
                    {
                        int tileRows = Math.Min(TileRows, chunkRows - row);
                        double* a = values + ((long)(chunk + row) * left.Width);
                        if (tileRows < TileRows)
                        {
                            new ReadOnlySpan<double>(a, tileRows * left.Width).CopyTo(_padded);
                            a = padded;
                        }

                        double* place = terms + (row * _columns) + column;
                        double* panel = panels + ((long)column * left.Width);
                        Products(a, panel, left.Width, place, _columns);
                        for (int i = 0; i < tileRows; i++)
                        {
                            Exponentials(place + (i * _columns), squares + column, leftSquares[chunk + row + i]);
                        }
                    }
                }

                molecule = Collect(chunk, chunkRows, molecule, first, end);
            }
        }
    }

    private void Pack(int first, int end)
    {
        int start = right.Starts[first];
        int count = right.Starts[end] - start;
        int width = left.Width;
        _columns = Math.Max(1, (count + TileColumns - 1) / TileColumns) * TileColumns;
        if (_squares.Length < _columns)
        {
            _panels = new double[_columns * width];
            _squares = new double[_columns];
            _terms = new double[factors.Length * ChunkRows * _columns];
        }

        _sums = new double[factors.Length * _columns];
        Array.Clear(_panels);
        for (int c = 0; c < count; c++)
        {
            ReadOnlySpan<double> row = right.Row(start + c);
            Span<double> panel = _panels.AsSpan(c / TileColumns * TileColumns * width);
            for (int k = 0; k < width; k++)
            {
                panel[(k * TileColumns) + (c % TileColumns)] = row[k];
            }

            _squares[c] = rightSquares[start + c];
        }
    }

    /// <summary>Adds the rows of a chunk to their molecules' sums, and a finished molecule's sums to the
    /// kernels.</summary>
    private int Collect(int chunk, int chunkRows, int molecule, int first, int end)
    {
        for (int row = 0; row < chunkRows; row++)
        {
            while (left.Starts[molecule + 1] <= chunk + row)
            {
                molecule++;
            }

            bool finished = left.Starts[molecule + 1] == chunk + row + 1;
            for (int w = 0; w < factors.Length; w++)
            {
                Span<double> sums = _sums.AsSpan(w * _columns, _columns);
                Sums.Add(sums, 1, _terms.AsSpan(((w * ChunkRows) + row) * _columns, _columns), 0);
                if (finished)
                {
                    Flush(sums, kernels[w].Row(molecule), first, end);
                }
            }
        }

        return molecule;
    }

    private void Flush(Span<double> sums, Span<double> kernel, int first, int end)
    {
        int start = right.Starts[first];
        for (int n = first; n < end; n++)
        {
            double sum = 0;
            foreach (double value in sums[(right.Starts[n] - start)..(right.Starts[n + 1] - start)])
            {
                sum += value;
            }

            kernel[n] += sum;
        }

        sums.Clear();
    }

    /// <summary>Twelve terms of one row and each width, from its products.</summary>
    private void Exponentials(double* place, double* squares, double square)
    {
        Vector256<double> own = Vector256.Create(square);
        Vector256<double> two = Vector256.Create(2.0);
        for (int c = 0; c < TileColumns; c += 4)
        {
            Vector256<double> distance = Vector256.Max(
                Vector256<double>.Zero,
                Vector256.FusedMultiplyAdd(-two, Vector256.Load(place + c), own + Vector256.Load(squares + c))
            );
            for (int w = factors.Length - 1; w >= 0; w--)
            {
                Decay.Exp(distance * Vector256.Create(factors[w])).Store(place + ((long)w * ChunkRows * _columns) + c);
            }
        }
    }

    /// <summary>Four rows times twelve columns: twelve chains in flight for seven loads.</summary>
    private static void Products(double* rows, double* panel, int width, double* results, int stride)
    {
        Vector256<double> s00 = default,
            s01 = default,
            s02 = default;
        Vector256<double> s10 = default,
            s11 = default,
            s12 = default;
        Vector256<double> s20 = default,
            s21 = default,
            s22 = default;
        Vector256<double> s30 = default,
            s31 = default,
            s32 = default;
        double* row1 = rows + width;
        double* row2 = row1 + width;
        double* row3 = row2 + width;
        for (int k = 0; k < width; k++, panel += TileColumns)
        {
            var b0 = Vector256.Load(panel);
            var b1 = Vector256.Load(panel + 4);
            var b2 = Vector256.Load(panel + 8);
            Vector256<double> a = Vector256.Create(rows[k]);
            s00 = Vector256.FusedMultiplyAdd(a, b0, s00);
            s01 = Vector256.FusedMultiplyAdd(a, b1, s01);
            s02 = Vector256.FusedMultiplyAdd(a, b2, s02);
            a = Vector256.Create(row1[k]);
            s10 = Vector256.FusedMultiplyAdd(a, b0, s10);
            s11 = Vector256.FusedMultiplyAdd(a, b1, s11);
            s12 = Vector256.FusedMultiplyAdd(a, b2, s12);
            a = Vector256.Create(row2[k]);
            s20 = Vector256.FusedMultiplyAdd(a, b0, s20);
            s21 = Vector256.FusedMultiplyAdd(a, b1, s21);
            s22 = Vector256.FusedMultiplyAdd(a, b2, s22);
            a = Vector256.Create(row3[k]);
            s30 = Vector256.FusedMultiplyAdd(a, b0, s30);
            s31 = Vector256.FusedMultiplyAdd(a, b1, s31);
            s32 = Vector256.FusedMultiplyAdd(a, b2, s32);
        }

        s00.Store(results);
        s01.Store(results + 4);
        s02.Store(results + 8);
        s10.Store(results + stride);
        s11.Store(results + stride + 4);
        s12.Store(results + stride + 8);
        s20.Store(results + (2 * stride));
        s21.Store(results + (2 * stride) + 4);
        s22.Store(results + (2 * stride) + 8);
        s30.Store(results + (3 * stride));
        s31.Store(results + (3 * stride) + 4);
        s32.Store(results + (3 * stride) + 8);
    }
}
