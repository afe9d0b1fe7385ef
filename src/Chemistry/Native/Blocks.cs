namespace Lichen.Chemistry.Native;

/// <summary>Divides rows into blocks, one native call each, and works on several blocks at once.</summary>
internal static class Blocks
{
    /// <summary>
    /// Rows per block: the call's own cost (microseconds) vanishes in it, and the molecules of a block stay within a
    /// few megabytes.
    /// </summary>
    internal const int Size = 256;

    /// <summary>Parses each block and hands it to <paramref name="work"/>; the order of calls is free.</summary>
    internal static void ForEach(
        IReadOnlyList<string> smiles,
        int threads,
        Action<Block> work,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var blocks = (smiles.Count + Size - 1) / Size;
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(
            0,
            blocks,
            options,
            index =>
            {
                var start = index * Size;
                var count = Math.Min(Size, smiles.Count - start);
                using var batch = Parse(smiles, start, count);
                work(new Block(index, start, count, batch));
            }
        );
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
