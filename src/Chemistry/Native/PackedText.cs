using System.Buffers;
using System.Text;

namespace Lichen.Chemistry.Native;

/// <summary>Rows of text as the door takes them: all bytes one after the other, and where each row begins.</summary>
internal readonly struct PackedText : IDisposable
{
    private readonly byte[] _bytes;
    private readonly long[] _offsets;

    private PackedText(byte[] bytes, long[] offsets, int count)
    {
        _bytes = bytes;
        _offsets = offsets;
        Count = count;
    }

    internal int Count { get; }

    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, (int)_offsets[Count]);

    internal ReadOnlySpan<long> Offsets => _offsets.AsSpan(0, Count + 1);

    internal static PackedText Of(IReadOnlyList<string> rows, int start, int count)
    {
        var size = 0;
        for (var i = 0; i < count; i++)
        {
            size = checked(size + Encoding.UTF8.GetMaxByteCount(rows[start + i].Length));
        }

        var bytes = ArrayPool<byte>.Shared.Rent(size);
        var offsets = ArrayPool<long>.Shared.Rent(count + 1);
        var end = 0;
        offsets[0] = 0;
        for (var i = 0; i < count; i++)
        {
            end += Encoding.UTF8.GetBytes(rows[start + i], bytes.AsSpan(end));
            offsets[i + 1] = end;
        }

        return new PackedText(bytes, offsets, count);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        ArrayPool<long>.Shared.Return(_offsets);
    }
}
