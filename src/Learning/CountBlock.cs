using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Lichen.Learning.Dense;

namespace Lichen.Learning;

/// <summary>
/// The count fingerprints of a block of <see cref="Panel.Width"/> candidates as a dense table of bytes, one line per
/// feature that both the block and some labelled row have: the minima of a labelled row with all candidates of the block
/// then cost a load, a minimum and an addition per feature.
/// </summary>
/// <remarks>Gives the same bits as <see cref="CountRows.Similarities"/>: integer sums and one division.</remarks>
internal sealed unsafe class CountBlock
{
    private const int Most = byte.MaxValue;

    private readonly LabelCounts _labels;
    private readonly int[] _totals = new int[Panel.Width];
    private readonly int[] _lines;
    private readonly List<int> _used = [];
    private byte[] _table = new byte[512 * Panel.Width];

    public CountBlock(LabelCounts labels)
    {
        _labels = labels;
        _lines = new int[labels.Features + 1];
    }

    /// <summary>Takes in the candidates of a block in place of those before.</summary>
    /// <param name="pool">The candidates.</param>
    /// <param name="start">The first of the block; beyond the last of the pool, candidates are empty.</param>
    public void Take(CountRows pool, int start)
    {
        foreach (int number in _used)
        {
            _lines[number] = 0;
        }

        // Line 0 stays zero: features that the block lacks point there.
        _used.Clear();
        Array.Clear(_table);
        Array.Clear(_totals);
        int end = Math.Min(start + Panel.Width, pool.Rows);
        for (int row = start; row < end; row++)
        {
            ReadOnlySpan<uint> features = pool.FeaturesOf(row);
            ReadOnlySpan<ushort> counts = pool.CountsOf(row);
            _totals[row - start] = pool.TotalOf(row);
            for (int entry = 0; entry < features.Length; entry++)
            {
                int left = counts[entry];
                for (int level = 0; left > 0; level++, left -= Most)
                {
                    int number = _labels.NumberOf(features[entry], level);
                    if (number != 0)
                    {
                        int line = Line(number);
                        _table[(line * Panel.Width) + row - start] = (byte)Math.Min(left, Most);
                    }
                }
            }
        }
    }

    /// <summary>Similarities of one labelled row to the candidates of the block.</summary>
    /// <param name="row">The labelled row.</param>
    /// <param name="similarities">Receives them, shape (Panel.Width).</param>
    public void Similarities(int row, Span<double> similarities)
    {
        ReadOnlySpan<int> numbers = _labels.NumbersOf(row);
        ReadOnlySpan<byte> counts = _labels.CountsOf(row);
        int* shared = stackalloc int[Panel.Width];
        new Span<int>(shared, Panel.Width).Clear();
        fixed (byte* table = _table)
        {
            Vector256<byte> sums = default;
            int room = Most;
            for (int entry = 0; entry < numbers.Length; entry++)
            {
                int line = _lines[numbers[entry]];
                if (counts[entry] > room)
                {
                    Flush(sums, shared);
                    sums = default;
                    room = Most;
                }

                room -= counts[entry];
                sums += Vector256.Min(Vector256.Load(table + (line * Panel.Width)), Vector256.Create(counts[entry]));
            }

            Flush(sums, shared);
        }

        int total = _labels.TotalOf(row);
        for (int lane = 0; lane < Panel.Width; lane += 4)
        {
            var common = Vector128.Load(shared + lane);
            Vector128<int> union = Vector128.Create(total) + Vector128.Create(_totals, lane) - common;
            Vector256<double> ratio = Wide(common) / Wide(union);
            // Two empty rows are identical.
            Vector256<double> empty = Vector256.Equals(Wide(union), Vector256<double>.Zero);
            Vector256.ConditionalSelect(empty, Vector256<double>.One, ratio).CopyTo(similarities[lane..]);
        }
    }

    private static Vector256<double> Wide(Vector128<int> values) =>
        Avx.IsSupported
            ? Avx.ConvertToVector256Double(values)
            : Vector256.Create(values[0], values[1], values[2], (double)values[3]);

    private static void Flush(Vector256<byte> sums, int* shared)
    {
        (Vector256<ushort> low, Vector256<ushort> high) = Vector256.Widen(sums);
        (Vector256<uint> sum0, Vector256<uint> sum1) = Vector256.Widen(low);
        (Vector256<uint> sum2, Vector256<uint> sum3) = Vector256.Widen(high);
        (Vector256.Load(shared) + sum0.AsInt32()).Store(shared);
        (Vector256.Load(shared + 8) + sum1.AsInt32()).Store(shared + 8);
        (Vector256.Load(shared + 16) + sum2.AsInt32()).Store(shared + 16);
        (Vector256.Load(shared + 24) + sum3.AsInt32()).Store(shared + 24);
    }

    private int Line(int number)
    {
        if (_lines[number] == 0)
        {
            _used.Add(number);
            _lines[number] = _used.Count;
            if ((_used.Count + 1) * Panel.Width > _table.Length)
            {
                Array.Resize(ref _table, 2 * _table.Length);
            }
        }

        return _lines[number];
    }
}
