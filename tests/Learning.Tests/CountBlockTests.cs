using CsCheck;
using Lichen.Learning.Dense;

namespace Lichen.Learning.Tests;

public sealed class CountBlockTests
{
    // Counts above 255 do not fit a byte: they must be as exact as small ones.
    private static readonly Gen<Dictionary<uint, ushort>> Row = Gen.Dictionary(
        Gen.OneOf(Gen.UInt[0, 30], Gen.UInt[0, 5000]),
        Gen.OneOf(Gen.UShort[1, 4], Gen.UShort[200, 300], Gen.UShort[1, 2000])
    )[0, 150];

    [Fact]
    public void Similarities_are_those_of_pairs_of_rows_to_the_last_bit() =>
        Gen.Select(Row.Array[1, 16], Row.Array[1, 70])
            .Sample(
                (known, pool) =>
                {
                    CountRows all = ClearPool.Rows([.. known, .. pool]);
                    var labels = new LabelCounts(ClearPool.Rows(known));
                    CountRows candidates = ClearPool.Rows(pool);
                    var block = new CountBlock(labels);
                    var expected = new double[all.Rows];
                    var scratch = new int[all.Rows];
                    var similarities = new double[Panel.Width];
                    for (int start = 0; start < pool.Length; start += Panel.Width)
                    {
                        block.Take(candidates, start);
                        for (int row = 0; row < known.Length; row++)
                        {
                            all.Similarities(row, scratch, expected);
                            block.Similarities(row, similarities);
                            int lanes = Math.Min(Panel.Width, pool.Length - start);
                            Assert.Equal(
                                expected.AsSpan(known.Length + start, lanes).ToArray(),
                                similarities.AsSpan(0, lanes).ToArray()
                            );
                        }
                    }
                },
                iter: 100
            );
}
