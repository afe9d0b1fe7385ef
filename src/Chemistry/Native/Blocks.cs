namespace Lichen.Chemistry.Native;

/// <summary>Divides rows into blocks, one native call each, and works on several blocks at once.</summary>
internal static class Blocks
{
    /// <summary>
    /// Rows per block: the call's own cost (microseconds) vanishes in it, and the molecules of a block stay within a
    /// few megabytes.
    /// </summary>
    internal const int Size = 256;

    /// <summary>How many blocks so many rows take.</summary>
    internal static int Of(int rows) => (rows + Size - 1) / Size;

    /// <summary>Parses each block and hands it to <paramref name="work"/>; the order of calls is free.</summary>
    internal static void ForEach(
        IReadOnlyList<string> smiles,
        int threads,
        Action<Block> work,
        CancellationToken cancellationToken
    ) =>
        ForEach(
            smiles.Count,
            threads,
            (index, start, count) =>
            {
                using var batch = Parse(smiles, start, count);
                work(new Block(index, start, count, batch));
            },
            cancellationToken
        );

    /// <summary>Hands number, first row and size of each block to <paramref name="work"/>; the order is free.</summary>
    internal static void ForEach(int rows, int threads, Action<int, int, int> work, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, Of(rows), options, index => work(index, index * Size, Math.Min(Size, rows - (index * Size))));
    }

    internal static BatchHandle Parse(IReadOnlyList<string> smiles, int start, int count)
    {
        using var text = PackedText.Of(smiles, start, count);
        Door.ThrowIfFailed(BatchBindings.Parse(text.Bytes, text.Offsets, count, out var batch));
        return batch;
    }

    /// <param name="Index">Number of the block, from 0.</param>
    /// <param name="Start">Its first row.</param>
    /// <param name="Count">How many rows it has.</param>
    /// <param name="Batch">The parsed rows, valid during the call.</param>
    internal readonly record struct Block(int Index, int Start, int Count, BatchHandle Batch);
}
