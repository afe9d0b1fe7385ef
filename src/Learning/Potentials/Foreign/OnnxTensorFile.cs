using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>Reads the tensors of an ONNX file, and what it says of its inputs and outputs.</summary>
internal static class OnnxTensorFile
{
    /// <summary>A tensor with its name.</summary>
    /// <exception cref="PotentialException">It is damaged, of a type that is not read, or in another file.</exception>
    public static (string Name, OnnxTensor Tensor) Tensor(ReadOnlyMemory<byte> message)
    {
        var reader = new ProtobufReader(message);
        var shape = new List<long>();
        var singles = new List<float>();
        var doubles = new List<double>();
        var integers = new List<long>();
        long type = 0;
        string name = "";
        ReadOnlyMemory<byte>? raw = null;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    reader.AddIntegers(shape);
                    break;
                case 2:
                    type = reader.Integer();
                    break;
                case 4:
                    reader.AddFixed(singles);
                    break;
                case 5 or 7:
                    reader.AddIntegers(integers);
                    break;
                case 8:
                    name = reader.Text();
                    break;
                case 9:
                    raw = reader.Bytes();
                    break;
                case 10:
                    reader.AddFixed(doubles);
                    break;
                case 13:
                case 14 when reader.Integer() != 0:
                    throw Damaged($"the tensor '{name}' is in another file; export it as one file");
                case 3 or 6 or 11:
                    throw Damaged($"the tensor '{name}' is in parts, of text or of unsigned numbers");
            }
        }

        OnnxType kind = OnnxTensor.TypeOf(type) ?? throw Damaged($"the tensor '{name}' is of type {type}, not read");
        ReadOnlyMemory<byte> bytes =
            raw
            ?? kind switch
            {
                OnnxType.Float => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(singles)).ToArray(),
                OnnxType.Double => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(doubles)).ToArray(),
                OnnxType.Int64 => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(integers)).ToArray(),
                OnnxType.Int32 => MemoryMarshal.AsBytes<int>([.. integers.Select(n => (int)n)]).ToArray(),
                _ => [.. integers.Select(n => n == 0 ? (byte)0 : (byte)1)],
            };
        return (name, OnnxTensor.Of(name, kind, [.. shape], bytes));
    }

    /// <summary>An input or output: name, type and shape.</summary>
    /// <exception cref="PotentialException">It is no tensor of a type that is read.</exception>
    public static OnnxValue Value(ReadOnlyMemory<byte> message)
    {
        var reader = new ProtobufReader(message);
        string name = "";
        long? type = null;
        ImmutableArray<long?>? shape = null;
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                name = reader.Text();
            }
            else if (reader.Field == 2 && Part(reader.Bytes(), 1) is { } tensor)
            {
                (type, shape) = TensorType(tensor);
            }
        }

        OnnxType kind =
            OnnxTensor.TypeOf(type ?? 0)
            ?? throw Damaged($"'{name}' is no tensor, or of type {type}: read are float, double, int32, int64, bool");
        return new OnnxValue(name, kind, shape);
    }

    private static (long Type, ImmutableArray<long?>? Shape) TensorType(ReadOnlyMemory<byte> message)
    {
        var reader = new ProtobufReader(message);
        long type = 0;
        ImmutableArray<long?>? shape = null;
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                type = reader.Integer();
            }
            else if (reader.Field == 2)
            {
                var lengths = ImmutableArray.CreateBuilder<long?>();
                var dimensions = new ProtobufReader(reader.Bytes());
                while (dimensions.Next())
                {
                    if (dimensions.Field == 1)
                    {
                        lengths.Add(Length(dimensions.Bytes()));
                    }
                }

                shape = lengths.ToImmutable();
            }
        }

        return (type, shape);
    }

    /// <summary>A fixed length; null where it is a name, or left open.</summary>
    private static long? Length(ReadOnlyMemory<byte> message)
    {
        var reader = new ProtobufReader(message);
        long? length = null;
        while (reader.Next())
        {
            length = reader.Field == 1 ? reader.Integer() : length;
        }

        return length;
    }

    private static ReadOnlyMemory<byte>? Part(ReadOnlyMemory<byte> message, int field)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == field)
            {
                return reader.Bytes();
            }
        }

        return null;
    }

    private static PotentialException Damaged(string what) =>
        new(PotentialProblem.Damaged, $"The graph cannot be used: {what}.");
}
