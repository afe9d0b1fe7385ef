using System.Runtime.InteropServices;
using System.Text;

namespace Lichen.Compute.Processes;

/// <summary>A list of texts as C expects it: an array of pointers to UTF-8, ended by a null pointer.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private void* _block;

    /// <exception cref="ArgumentException">A text holds a zero character, which would cut it short.</exception>
    public NativeStrings(IReadOnlyList<string> texts)
    {
        var table = (texts.Count + 1) * sizeof(byte*);
        var size = table + texts.Sum(text => Encoding.UTF8.GetMaxByteCount(text.Length) + 1);
        _block = NativeMemory.Alloc((nuint)size);
        var bytes = (byte*)_block + table;
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i].Contains('\0', StringComparison.Ordinal))
            {
                Dispose();
                throw new ArgumentException($"A program cannot be given a zero character: '{texts[i]}'.");
            }

            Pointers[i] = bytes;
            bytes += Encoding.UTF8.GetBytes(
                texts[i],
                new Span<byte>(bytes, Encoding.UTF8.GetMaxByteCount(texts[i].Length))
            );
            *bytes++ = 0;
        }

        Pointers[texts.Count] = null;
    }

    public byte** Pointers => (byte**)_block;

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
    }
}
