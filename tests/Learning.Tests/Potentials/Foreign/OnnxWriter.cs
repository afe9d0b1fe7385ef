using System.Runtime.InteropServices;
using System.Text;

namespace Lichen.Learning.Tests.Potentials.Foreign;

/// <summary>Writes ONNX graphs, byte by byte from the format's description.</summary>
internal sealed class OnnxWriter
{
    public const int Float = 1;
    public const int Int64 = 7;
    public const int Double = 11;

    private readonly List<byte> _graph = [];

    public OnnxWriter Node(string operation, string[] inputs, string[] outputs, params (string, object)[] attributes)
    {
        var node = new List<byte>();
        Array.ForEach(inputs, input => Bytes(node, 1, input));
        Array.ForEach(outputs, output => Bytes(node, 2, output));
        Bytes(node, 3, "make_" + outputs[0]);
        Bytes(node, 4, operation);
        foreach ((string name, object value) in attributes)
        {
            var attribute = new List<byte>();
            Bytes(attribute, 1, name);
            switch (value)
            {
                case long integer:
                    Number(attribute, 3, integer);
                    break;
                case long[] integers:
                    Array.ForEach(integers, integer => Number(attribute, 8, integer));
                    break;
                case float single:
                    attribute.Add((2 << 3) | 5);
                    attribute.AddRange(BitConverter.GetBytes(single));
                    break;
                case string text:
                    Bytes(attribute, 4, text);
                    break;
                case double[] numbers:
                    Bytes(attribute, 5, Tensor("", numbers, [numbers.Length]));
                    break;
                default:
                    throw new ArgumentException($"{name} is a {value.GetType()}.");
            }

            Bytes(node, 5, attribute);
        }

        Bytes(_graph, 1, node);
        return this;
    }

    public OnnxWriter Node(string operation, string inputs, string output, params (string, object)[] attributes) =>
        Node(operation, inputs.Length == 0 ? [] : inputs.Split(' '), [output], attributes);

    public OnnxWriter Constant<T>(string name, T[] values, params long[] shape)
        where T : unmanaged
    {
        Bytes(_graph, 5, Tensor(name, values, shape));
        return this;
    }

    /// <param name="shape">Null is open.</param>
    public OnnxWriter Input(string name, int type, params long?[] shape)
    {
        Bytes(_graph, 11, Value(name, type, shape));
        return this;
    }

    public OnnxWriter Output(string name, int type, params long?[] shape)
    {
        Bytes(_graph, 12, Value(name, type, shape));
        return this;
    }

    public byte[] ToBytes(int opset = 17)
    {
        List<byte> file = [],
            set = [];
        Number(file, 1, 8);
        Bytes(file, 7, _graph);
        Number(set, 2, opset);
        Bytes(file, 8, set);
        return [.. file];
    }

    public static List<byte> Tensor<T>(string name, T[] values, long[] shape)
        where T : unmanaged
    {
        var tensor = new List<byte>();
        Array.ForEach(shape, length => Number(tensor, 1, length));
        Number(
            tensor,
            2,
            values switch
            {
                float[] => Float,
                double[] => Double,
                long[] => Int64,
                int[] => 6,
                _ => 9,
            }
        );
        Bytes(tensor, 8, name);
        Bytes(tensor, 9, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        return tensor;
    }

    public static void Number(List<byte> message, int field, long value)
    {
        Varint(message, (ulong)field << 3);
        Varint(message, (ulong)value);
    }

    public static void Bytes(List<byte> message, int field, IReadOnlyCollection<byte> content)
    {
        Varint(message, ((ulong)field << 3) | 2);
        Varint(message, (ulong)content.Count);
        message.AddRange(content);
    }

    private static void Bytes(List<byte> message, int field, string text) =>
        Bytes(message, field, Encoding.UTF8.GetBytes(text));

    private static List<byte> Value(string name, int type, long?[] shape)
    {
        List<byte> dimensions = [],
            tensor = [],
            kind = [],
            value = [];
        foreach (long? length in shape)
        {
            var dimension = new List<byte>();
            if (length is { } known)
            {
                Number(dimension, 1, known);
            }
            else
            {
                Bytes(dimension, 2, "n");
            }

            Bytes(dimensions, 1, dimension);
        }

        Number(tensor, 1, type);
        Bytes(tensor, 2, dimensions);
        Bytes(kind, 1, tensor);
        Bytes(value, 1, name);
        Bytes(value, 2, kind);
        return value;
    }

    private static void Varint(List<byte> message, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            message.Add((byte)(value | 0x80));
        }

        message.Add((byte)value);
    }
}
