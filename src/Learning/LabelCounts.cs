using System.Runtime.InteropServices;

namespace Lichen.Learning;

/// <summary>
/// The count fingerprints of labelled rows, prepared to be compared with many blocks of candidates: see
/// <see cref="CountBlock"/>.
/// </summary>
/// <remarks>
/// A count is at most 255 here; a feature that occurs more often is split into several with at most 255 each (its first
/// 255 occurrences, the next 255, ...), which changes neither minima nor maxima.
/// </remarks>
internal sealed class LabelCounts
{
    private const int Most = byte.MaxValue;

    private readonly Dictionary<ulong, int> _numbers = [];
    private readonly int[] _rowOffsets;
    private readonly int[] _entryNumbers;
    private readonly byte[] _entryCounts;
    private readonly int[] _totals;

    public LabelCounts(CountRows rows)
    {
        var numbers = new List<int>();
        var counts = new List<byte>();
        _rowOffsets = new int[rows.Rows + 1];
        _totals = new int[rows.Rows];
        for (int row = 0; row < rows.Rows; row++)
        {
            ReadOnlySpan<uint> features = rows.FeaturesOf(row);
            ReadOnlySpan<ushort> own = rows.CountsOf(row);
            for (int entry = 0; entry < features.Length; entry++)
            {
                int left = own[entry];
                for (int level = 0; left > 0; level++, left -= Most)
                {
                    ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(
                        _numbers,
                        Key(features[entry], level),
                        out bool known
                    );
                    number = known ? number : _numbers.Count;
                    numbers.Add(number);
                    counts.Add((byte)Math.Min(left, Most));
                }
            }

            _rowOffsets[row + 1] = numbers.Count;
            _totals[row] = rows.TotalOf(row);
        }

        _entryNumbers = [.. numbers];
        _entryCounts = [.. counts];
    }

    /// <summary>The number of labelled rows.</summary>
    public int Rows => _totals.Length;

    /// <summary>Distinct features; they are numbered from 1.</summary>
    public int Features => _numbers.Count;

    /// <summary>The features of a row by number.</summary>
    public ReadOnlySpan<int> NumbersOf(int row) => _entryNumbers.AsSpan(_rowOffsets[row].._rowOffsets[row + 1]);

    /// <summary>How often each of them occurs, 1 to 255.</summary>
    public ReadOnlySpan<byte> CountsOf(int row) => _entryCounts.AsSpan(_rowOffsets[row].._rowOffsets[row + 1]);

    /// <summary>The sum of the counts of a row.</summary>
    public int TotalOf(int row) => _totals[row];

    /// <summary>The number of a feature's part, 0 when no labelled row has it.</summary>
    public int NumberOf(uint feature, int level) => _numbers.GetValueOrDefault(Key(feature, level));

    private static ulong Key(uint feature, int level) => ((ulong)level << 32) | feature;
}
