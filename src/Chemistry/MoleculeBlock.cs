using System.Text;
using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>Scanned rows of one block: columns of numbers, and texts that become strings only when asked for.</summary>
public sealed class MoleculeBlock
{
    private readonly Scalars[] _scalars;
    private readonly byte[] _accepted;
    private readonly byte[] _text;
    private readonly long[] _offsets;
    private readonly int[][] _matches;

    private MoleculeBlock(long firstRow, Scalars[] scalars, byte[] accepted, byte[] text, long[] offsets, int[][] matches)
    {
        FirstRow = firstRow;
        _scalars = scalars;
        _accepted = accepted;
        _text = text;
        _offsets = offsets;
        _matches = matches;
    }

    /// <summary>Position of the block's first row in the scanned sequence, from 0.</summary>
    public long FirstRow { get; }

    public int Count => _accepted.Length;

    /// <summary>The row at a position within the block.</summary>
    public ScannedMolecule this[int index] =>
        (uint)index < (uint)Count
            ? new ScannedMolecule(this, index)
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"The block has {Count} rows.");

    internal static MoleculeBlock Scan(
        long firstRow,
        IReadOnlyList<string> smiles,
        IReadOnlyList<SubstructureFilter> filters
    )
    {
        using var batch = Blocks.Parse(smiles, 0, smiles.Count);
        var scalars = new Scalars[smiles.Count];
        var offsets = new long[smiles.Count + 1];
        var accepted = new byte[smiles.Count];
        if (smiles.Count == 0)
        {
            return new MoleculeBlock(firstRow, scalars, accepted, [], offsets, [.. filters.Select(_ => Array.Empty<int>())]);
        }

        Door.ThrowIfFailed(BatchBindings.ReadScalars(batch, scalars));
        var matches = new int[filters.Count][];
        for (var i = 0; i < matches.Length; i++)
        {
            matches[i] = filters[i].FirstMatches(batch, smiles.Count);
        }

        var status = BatchBindings.Smiles(batch, [], 0, out var needed, offsets);
        if (status != Status.Buffer)
        {
            Door.ThrowIfFailed(status);
        }

        var text = new byte[needed];
        Door.ThrowIfFailed(BatchBindings.Smiles(batch, text, needed, out _, offsets));
        Door.ThrowIfFailed(BatchBindings.Accepted(batch, accepted));
        return new MoleculeBlock(firstRow, scalars, accepted, text, offsets, matches);
    }

    internal bool IsAccepted(int row) => _accepted[row] != 0;

    internal ref readonly Scalars ScalarsOf(int row) => ref _scalars[row];

    internal ReadOnlySpan<byte> TextOf(int row) => _text.AsSpan((int)_offsets[row]..(int)_offsets[row + 1]);

    internal string StringOf(int row) => Encoding.UTF8.GetString(TextOf(row));

    internal int MatchOf(int filter, int row) => _matches[filter][row];
}
