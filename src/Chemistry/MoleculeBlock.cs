using System.Text;
using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>Scanned rows of one block: columns of numbers, and texts that become strings only when asked for.</summary>
public sealed class MoleculeBlock
{
    private readonly Scalars[] _scalars;
    private readonly byte[] _accepted;
    private readonly byte[] _text;
    private readonly long[] _textOffsets;
    private readonly int[][] _matches;
    private readonly SparseRows? _features;

    private MoleculeBlock(
        long firstRow,
        Scalars[] scalars,
        byte[] accepted,
        byte[] text,
        long[] textOffsets,
        int[][] matches,
        SparseRows? features
    )
    {
        FirstRow = firstRow;
        _scalars = scalars;
        _accepted = accepted;
        _text = text;
        _textOffsets = textOffsets;
        _matches = matches;
        _features = features;
    }

    /// <summary>Position of the block's first row in the scanned sequence, from 0.</summary>
    public long FirstRow { get; }

    public int Count => _accepted.Length;

    /// <summary>The row at a position within the block.</summary>
    public ScannedMolecule this[int index] =>
        (uint)index < (uint)Count
            ? new ScannedMolecule(this, index)
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"The block has {Count} rows.");

    /// <param name="firstRow">Position of the first row in the scanned sequence.</param>
    /// <param name="smiles">The rows, at least one.</param>
    /// <param name="filters">Filters to match.</param>
    /// <param name="morganRadius">Radius of fingerprints, or null for none.</param>
    internal static MoleculeBlock Scan(
        long firstRow,
        IReadOnlyList<string> smiles,
        IReadOnlyList<SubstructureFilter> filters,
        int? morganRadius
    )
    {
        var rows = smiles.Count;
        using var batch = Blocks.Parse(smiles, 0, rows);
        var scalars = new Scalars[rows];
        Door.ThrowIfFailed(BatchBindings.ReadScalars(batch, scalars));
        var matches = new int[filters.Count][];
        for (var i = 0; i < matches.Length; i++)
        {
            matches[i] = filters[i].FirstMatches(batch, rows);
        }

        SparseRows? features = morganRadius is { } radius ? SparseRows.Morgan(batch, rows, radius) : null;
        var textOffsets = new long[rows + 1];
        var status = BatchBindings.Smiles(batch, [], 0, out var needed, textOffsets);
        if (status != Status.Buffer)
        {
            Door.ThrowIfFailed(status);
        }

        var text = new byte[needed];
        Door.ThrowIfFailed(BatchBindings.Smiles(batch, text, needed, out _, textOffsets));
        var accepted = new byte[rows];
        Door.ThrowIfFailed(BatchBindings.Accepted(batch, accepted));
        return new MoleculeBlock(firstRow, scalars, accepted, text, textOffsets, matches, features);
    }

    internal bool IsAccepted(int row) => _accepted[row] != 0;

    internal ref readonly Scalars ScalarsOf(int row) => ref _scalars[row];

    internal ReadOnlySpan<byte> TextOf(int row) => _text.AsSpan((int)_textOffsets[row]..(int)_textOffsets[row + 1]);

    internal string StringOf(int row) => Encoding.UTF8.GetString(TextOf(row));

    internal int MatchOf(int filter, int row) => _matches[filter][row];

    internal SparseRows Features() =>
        _features ?? throw new InvalidOperationException("The scan was not asked for fingerprints.");
}
