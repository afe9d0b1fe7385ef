using System.Text;

namespace Lichen.Compute.Processes;

/// <summary>The last bytes of a stream, up to a bound.</summary>
internal sealed class Tail(int capacity)
{
    private byte[] _bytes = [];
    private long _written;

    /// <summary>Bytes that were written and are no longer kept.</summary>
    public long Dropped => Math.Max(0, _written - capacity);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        var end = _written + bytes.Length;
        if (bytes.Length > capacity)
        {
            bytes = bytes[^capacity..];
        }

        if (_bytes.Length < capacity && end > _bytes.Length)
        {
            // Until it is full nothing has wrapped, so growing is a plain copy.
            Array.Resize(ref _bytes, (int)Math.Min(capacity, Math.Max(end, 2L * _bytes.Length)));
        }

        var at = (int)((end - bytes.Length) % capacity);
        var first = Math.Min(bytes.Length, capacity - at);
        bytes[..first].CopyTo(_bytes.AsSpan(at));
        bytes[first..].CopyTo(_bytes);
        _written = end;
    }

    public override string ToString()
    {
        if (_written <= capacity)
        {
            return Encoding.UTF8.GetString(_bytes, 0, (int)_written);
        }

        var at = (int)(_written % capacity);
        var ordered = new byte[capacity];
        _bytes.AsSpan(at).CopyTo(ordered);
        _bytes.AsSpan(0, at).CopyTo(ordered.AsSpan(capacity - at));
        return Encoding.UTF8.GetString(ordered);
    }
}
