using CsCheck;

namespace Lichen.Learning.Tests;

public sealed class CountRowsTests
{
    private static readonly Gen<Dictionary<uint, ushort>[]> Rows = Gen.Dictionary(Gen.UInt[0, 30], Gen.UShort[0, 5])[
        0,
        10
    ].Array[1, 12];

    [Fact]
    public void Similarity_equals_the_definition() =>
        Rows.Sample(rows =>
        {
            CountRows counts = ClearPool.Rows(rows);
            for (int i = 0; i < rows.Length; i++)
            {
                double[] similarities = Similarities(counts, i);
                for (int j = 0; j < rows.Length; j++)
                {
                    Assert.Equal(MinMax(rows[i], rows[j]), similarities[j]);
                }
            }
        });

    [Fact]
    public void Similarity_is_positive_semi_definite() =>
        Rows.Sample(rows =>
        {
            CountRows counts = ClearPool.Rows(rows);
            var matrix = new double[rows.Length, rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                double[] similarities = Similarities(counts, i);
                for (int j = 0; j < rows.Length; j++)
                {
                    // A little on the diagonal: equal rows are singular, and rounding decides the sign of zero.
                    matrix[i, j] = similarities[j] + (i == j ? 1e-9 : 0);
                }
            }

            // Sylvester: all leading pivots of the elimination are positive.
            for (int column = 0; column < rows.Length; column++)
            {
                Assert.True(matrix[column, column] > 0, $"pivot {column} is {matrix[column, column]}");
                for (int row = column + 1; row < rows.Length; row++)
                {
                    double factor = matrix[row, column] / matrix[column, column];
                    for (int j = column; j < rows.Length; j++)
                    {
                        matrix[row, j] -= factor * matrix[column, j];
                    }
                }
            }
        });

    [Fact]
    public void Selected_rows_keep_their_similarities()
    {
        CountRows all = ClearPool.Rows([new() { [3] = 2, [9] = 1 }, [], new() { [3] = 1 }, new() { [9] = 4 }]);
        int[] chosen = [3, 0, 0];
        CountRows part = all.Select(chosen);
        Assert.Equal(chosen.Select(c => Similarities(all, 3)[c]), Similarities(part, 0));
    }

    [Fact]
    public void Rows_that_do_not_rise_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new CountRows([0, 2], [5, 5], [1, 1]));
        Assert.Throws<ArgumentException>(() => new CountRows([0, 1], [5, 6], [1, 1]));
        Assert.Throws<ArgumentException>(() => new CountRows([0, 2], [5, 6], [1]));
        Assert.Throws<ArgumentException>(() => new CountRows([], [], []));
    }

    private static double[] Similarities(CountRows counts, int row)
    {
        var similarities = new double[counts.Rows];
        counts.Similarities(row, new int[counts.Rows], similarities);
        return similarities;
    }

    private static double MinMax(Dictionary<uint, ushort> one, Dictionary<uint, ushort> other)
    {
        int shared = 0,
            either = 0;
        foreach (uint id in one.Keys.Union(other.Keys))
        {
            int a = one.TryGetValue(id, out ushort x) ? x : 0;
            int b = other.TryGetValue(id, out ushort y) ? y : 0;
            shared += Math.Min(a, b);
            either += Math.Max(a, b);
        }

        return either == 0 ? 1 : (double)shared / either;
    }
}
