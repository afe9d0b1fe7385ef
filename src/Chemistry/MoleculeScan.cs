using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>Screens a space while it streams by: identity, numbers and filters of each row, blocks in parallel.</summary>
public static class MoleculeScan
{
    /// <summary>Rows per block.</summary>
    public static int BlockSize => Blocks.Size;

    /// <summary>
    /// Parses the rows in order. At most <paramref name="threads"/> blocks are in memory beside the one the caller
    /// holds, whatever the length of the sequence.
    /// </summary>
    /// <param name="smiles">The space; read once, only as far as needed.</param>
    /// <param name="threads">How many blocks are worked on at once; the result does not depend on it.</param>
    /// <param name="filters">Filters to match; see <see cref="ScannedMolecule.FirstMatch"/>.</param>
    public static IEnumerable<MoleculeBlock> Scan(
        IEnumerable<string> smiles,
        int threads,
        IReadOnlyList<SubstructureFilter>? filters = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return ScanBlocks(smiles, threads, filters ?? [], cancellationToken);
    }

    private static IEnumerable<MoleculeBlock> ScanBlocks(
        IEnumerable<string> smiles,
        int threads,
        IReadOnlyList<SubstructureFilter> filters,
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
                yield return MoleculeBlock.Scan(first, rows, filters);
                continue;
            }

            running.Enqueue(Task.Run(() => MoleculeBlock.Scan(first, rows, filters), cancellationToken));
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
