using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>Screens a space as it streams by: identity, numbers, filters and fingerprints, in blocks.</summary>
public static class MoleculeScan
{
    /// <summary>Rows per block.</summary>
    public static int BlockSize => Blocks.Size;

    /// <summary>
    /// Parses the rows in order. Beside the one the caller holds, at most <paramref name="threads"/> blocks are in
    /// memory, whatever the length of the sequence.
    /// </summary>
    /// <param name="smiles">The space; read once, only as far as needed.</param>
    /// <param name="threads">How many blocks are worked on at once; the result does not depend on it.</param>
    /// <param name="filters">Filters to match; see <see cref="ScannedMolecule.FirstMatch"/>.</param>
    /// <param name="morganRadius">
    /// Radius, 0 to 16, of <see cref="ScannedMolecule.FeatureIds"/>, made from the same parse; null for none.
    /// </param>
    public static IEnumerable<MoleculeBlock> Scan(
        IEnumerable<string> smiles,
        int threads,
        IReadOnlyList<SubstructureFilter>? filters = null,
        int? morganRadius = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (morganRadius is < 0 or > 16)
        {
            throw new ArgumentOutOfRangeException(nameof(morganRadius), morganRadius, "The radius is 0 to 16.");
        }

        return ScanBlocks(smiles, threads, filters ?? [], morganRadius, cancellationToken);
    }

    private static IEnumerable<MoleculeBlock> ScanBlocks(
        IEnumerable<string> smiles,
        int threads,
        IReadOnlyList<SubstructureFilter> filters,
        int? morganRadius,
        CancellationToken cancellationToken
    )
    {
        long firstRow = 0;
        var running = new Queue<Task<MoleculeBlock>>();
        foreach (var rows in smiles.Chunk(Blocks.Size))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = firstRow;
            firstRow += rows.Length;
            if (threads == 1)
            {
                yield return MoleculeBlock.Scan(first, rows, filters, morganRadius);
                continue;
            }

            running.Enqueue(Task.Run(() => MoleculeBlock.Scan(first, rows, filters, morganRadius), cancellationToken));
            if (running.Count == threads)
            {
                yield return running.Dequeue().GetAwaiter().GetResult();
            }
        }

        while (running.TryDequeue(out var block))
        {
            yield return block.GetAwaiter().GetResult();
        }
    }
}
