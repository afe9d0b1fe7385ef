using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Lichen.Learning.Models;

/// <summary>A message in the wire format of protocol buffers, as ONNX files are written.</summary>
/// <remarks>See <see href="https://protobuf.dev/programming-guides/encoding/"/>.</remarks>
internal sealed class Protobuf
{
    /// <summary>ONNX's number for single precision.</summary>
    public const int Float = 1;

    private const int Varint = 0;
    private const int Bytes = 2;

    private readonly ArrayBufferWriter<byte> _content = new();

    /// <summary>A tensor of single precision.</summary>
    public static Protobuf Tensor(string name, int[] shape, ReadOnlySpan<float> values)
    {
        var tensor = new Protobuf();
        foreach (int length in shape)
        {
            tensor.Number(1, length);
        }

        tensor.Number(2, Float);
        tensor.Text(8, name);
        tensor.Raw(9, MemoryMarshal.AsBytes(values));
        return tensor;
    }

    public void Number(int field, long value)
    {
        Key(field, Varint);
        Write((ulong)value);
    }

    public void Text(int field, string text) => Raw(field, Encoding.UTF8.GetBytes(text));

    public void Message(int field, Protobuf message) => Raw(field, message._content.WrittenSpan);

    public void Raw(int field, ReadOnlySpan<byte> bytes)
    {
        Key(field, Bytes);
        Write((ulong)bytes.Length);
        _content.Write(bytes);
    }

    public void WriteTo(Stream output) => output.Write(_content.WrittenSpan);

    private void Key(int field, int kind) => Write(((ulong)field << 3) | (uint)kind);

    private void Write(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Put((byte)(value | 0x80));
        }

        Put((byte)value);
    }

    private void Put(byte value)
    {
        _content.GetSpan(1)[0] = value;
        _content.Advance(1);
    }
}
