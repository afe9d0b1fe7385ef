namespace Lichen.Chemistry.Native;

/// <summary>Morgan counts of one block.</summary>
/// <param name="Offsets">Shape (rows + 1).</param>
/// <param name="Ids">Features, ascending within a row.</param>
/// <param name="Counts">How often each occurs.</param>
internal readonly record struct SparseRows(long[] Offsets, uint[] Ids, ushort[] Counts)
{
    internal ReadOnlySpan<uint> IdsOf(int row) => Ids.AsSpan((int)Offsets[row]..(int)Offsets[row + 1]);

    internal ReadOnlySpan<ushort> CountsOf(int row) => Counts.AsSpan((int)Offsets[row]..(int)Offsets[row + 1]);

    internal static SparseRows Morgan(BatchHandle batch, int rows, int radius)
    {
        var offsets = new long[rows + 1];
        var status = BatchBindings.Morgan(batch, radius, [], [], 0, out var needed, offsets);
        if (status != Status.Buffer)
        {
            Door.ThrowIfFailed(status);
        }

        var ids = new uint[needed];
        var counts = new ushort[needed];
        if (needed > 0)
        {
            Door.ThrowIfFailed(BatchBindings.Morgan(batch, radius, ids, counts, needed, out _, offsets));
        }

        return new SparseRows(offsets, ids, counts);
    }
}
