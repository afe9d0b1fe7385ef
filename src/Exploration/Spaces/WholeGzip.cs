using System.IO.Compression;
using Lichen.Storage;

namespace Lichen.Exploration.Spaces;

/// <summary>Decompresses gzip, members after members, and notices when the file was cut off.</summary>
/// <remarks>
/// The platform's stream ends in silence where its input ends, finished or not. So a last member of our own follows the
/// file: only after a whole file does its text come out.
/// </remarks>
internal sealed class WholeGzip : ForwardStream
{
    private static readonly byte[] Seal = "lichen: the file above is whole; 4f1c7a90"u8.ToArray();
    private readonly Stream _file;
    private readonly GZipStream _content;
    private readonly byte[] _buffer = new byte[(1 << 16) + Seal.Length];
    private int _start;
    private int _end;
    private bool _ended;

    public WholeGzip(Stream file)
    {
        _file = file;
        _content = new GZipStream(new Sealed(file), CompressionMode.Decompress);
    }

    /// <exception cref="InvalidDataException">The data are damaged or cut off.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!_ended && _end - _start <= Seal.Length)
        {
            Fill();
        }

        // What might be the seal stays back until more comes.
        var length = Math.Min(buffer.Length, _end - _start - Seal.Length);
        _buffer.AsSpan(_start, length).CopyTo(buffer);
        _start += length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Fill()
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var read = _content.Read(_buffer.AsSpan(_end));
        _end += read;
        _ended = read == 0;
        if (_ended && !_buffer.AsSpan(0, _end).EndsWith(Seal))
        {
            throw new InvalidDataException("The compressed data end before they are complete.");
        }
    }

    /// <summary>The bytes of a file, then one more gzip member.</summary>
    private sealed class Sealed(Stream file) : ForwardStream
    {
        private readonly MemoryStream _seal = Compressed();
        private bool _atSeal;

        public override int Read(Span<byte> buffer)
        {
            var read = _atSeal ? 0 : file.Read(buffer);
            _atSeal |= read == 0 && !buffer.IsEmpty;
            return _atSeal ? _seal.Read(buffer) : read;
        }

        private static MemoryStream Compressed()
        {
            var seal = new MemoryStream();
            using (var zip = new GZipStream(seal, CompressionLevel.Fastest, leaveOpen: true))
            {
                zip.Write(Seal);
            }

            seal.Position = 0;
            return seal;
        }
    }
}
