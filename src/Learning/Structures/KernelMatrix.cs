namespace Lichen.Learning.Structures;

/// <summary>Similarities of rows to columns, by rows.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="Values">Shape (Rows, Columns).</param>
public sealed record KernelMatrix(int Rows, int Columns, double[] Values)
{
    public KernelMatrix(int rows, int columns)
        : this(rows, columns, new double[(long)rows * columns]) { }

    public double this[int row, int column] => Values[((long)row * Columns) + column];

    public Span<double> Row(int row) => Values.AsSpan(row * Columns, Columns);

    /// <summary>Fills what lies below the diagonal of a square matrix from what lies above.</summary>
    public void Mirror()
    {
        const int Tile = 32;
        for (int top = 0; top < Rows; top += Tile)
        {
            for (int left = 0; left <= top; left += Tile)
            {
                for (int i = top; i < Math.Min(Rows, top + Tile); i++)
                {
                    for (int j = left; j < Math.Min(i, left + Tile); j++)
                    {
                        Values[((long)i * Columns) + j] = Values[((long)j * Columns) + i];
                    }
                }
            }
        }
    }
}
