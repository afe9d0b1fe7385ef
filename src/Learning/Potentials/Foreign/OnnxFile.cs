using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>Reads the graph of an ONNX file: data only, nothing is run.</summary>
/// <remarks>
/// Format: <see href="https://onnx.ai/onnx/repo-docs/IR.html"/>. Refused are weights in other files, functions, sparse
/// tensors, and operators of other domains.
/// </remarks>
internal static class OnnxFile
{
    private const int OldestOpset = 11;
    private const int NewestOpset = 23;

    /// <summary>Reads a graph.</summary>
    /// <exception cref="PotentialException">It is no ONNX file, is damaged, or has what is not read here.</exception>
    public static OnnxGraph Read(ReadOnlyMemory<byte> file)
    {
        var model = new ProtobufReader(file);
        ReadOnlyMemory<byte>? graph = null;
        long? opset = null;
        while (model.Next())
        {
            switch (model.Field)
            {
                case 7:
                    graph = graph is null ? model.Bytes() : throw Damaged("it has two graphs");
                    break;
                case 8:
                    (string domain, long version) = Opset(model.Bytes());
                    opset = domain.Length == 0 ? version : opset;
                    break;
                case 25:
                    throw Damaged("it has functions of its own; export it with functions inlined");
            }
        }

        if (graph is null || opset is null)
        {
            throw Damaged("it has no graph, or does not say of which operator set: it is no ONNX file");
        }

        return opset is >= OldestOpset and <= NewestOpset
            ? Graph(graph.Value, (int)opset)
            : throw Damaged($"it is of operator set {opset}; read are {OldestOpset} to {NewestOpset}");
    }

    private static (string Domain, long Version) Opset(ReadOnlyMemory<byte> message)
    {
        var reader = new ProtobufReader(message);
        (string Domain, long Version) opset = ("", 0);
        while (reader.Next())
        {
            opset = reader.Field switch
            {
                1 => (reader.Text() is "ai.onnx" ? "" : reader.Text(), opset.Version),
                2 => (opset.Domain, reader.Integer()),
                _ => opset,
            };
        }

        return opset;
    }

    private static OnnxGraph Graph(ReadOnlyMemory<byte> message, int opset)
    {
        var reader = new ProtobufReader(message);
        var nodes = ImmutableArray.CreateBuilder<OnnxNode>();
        var constants = ImmutableDictionary.CreateBuilder<string, OnnxTensor>(StringComparer.Ordinal);
        var inputs = ImmutableArray.CreateBuilder<OnnxValue>();
        var outputs = ImmutableArray.CreateBuilder<OnnxValue>();
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    nodes.Add(Node(reader.Bytes(), nodes.Count));
                    break;
                case 5:
                    (string name, OnnxTensor tensor) = Tensor(reader.Bytes());
                    if (!constants.TryAdd(name, tensor))
                    {
                        throw Damaged($"it has two tensors '{name}'");
                    }

                    break;
                case 11:
                    inputs.Add(Value(reader.Bytes()));
                    break;
                case 12:
                    outputs.Add(Value(reader.Bytes()));
                    break;
                case 15:
                    throw Damaged("it has sparse tensors, which are not read");
            }
        }

        return new OnnxGraph(
            opset,
            nodes.ToImmutable(),
            constants.ToImmutable(),
            // Before version 4 of the format weights were listed as inputs too.
            [.. inputs.Where(input => !constants.ContainsKey(input.Name))],
            outputs.ToImmutable()
        );
    }

    private static OnnxNode Node(ReadOnlyMemory<byte> message, int place)
    {
        var reader = new ProtobufReader(message);
        var inputs = ImmutableArray.CreateBuilder<string>();
        var outputs = ImmutableArray.CreateBuilder<string>();
        var attributes = ImmutableDictionary.CreateBuilder<string, OnnxAttribute>(StringComparer.Ordinal);
        string name = "",
            operation = "",
            domain = "";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    inputs.Add(reader.Text());
                    break;
                case 2:
                    outputs.Add(reader.Text());
                    break;
                case 3:
                    name = reader.Text();
                    break;
                case 4:
                    operation = reader.Text();
                    break;
                case 5:
                    OnnxAttribute attribute = Attribute(reader.Bytes());
                    attributes[attribute.Name] = attribute;
                    break;
                case 7:
                    domain = reader.Text();
                    break;
            }
        }

        return new OnnxNode(
            name.Length > 0 ? name : $"#{place}",
            domain is "" or "ai.onnx" ? operation : $"{domain}.{operation}",
            inputs.ToImmutable(),
            outputs.ToImmutable(),
            attributes.ToImmutable()
        );
    }

    private static OnnxAttribute Attribute(ReadOnlyMemory<byte> message)
    {
        var reader = new ProtobufReader(message);
        string name = "";
        double? number = null;
        string? text = null;
        OnnxTensor? tensor = null;
        var integers = new List<long>();
        var singles = new List<float>();
        bool other = false;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.Text();
                    break;
                case 2:
                    number = reader.Single();
                    break;
                case 3:
                    integers.Add(reader.Integer());
                    break;
                case 4:
                    text = reader.Text();
                    break;
                case 5:
                    tensor = Tensor(reader.Bytes()).Tensor;
                    break;
                case 7:
                    reader.AddFixed(singles);
                    break;
                case 8:
                    reader.AddIntegers(integers);
                    break;
                // A graph, a reference to a function's argument, lists of these: no operator of the table has them.
                case 6 or 9 or 10 or 11 or 21:
                    other = true;
                    break;
            }
        }

        return new OnnxAttribute(name, number, text, tensor, [.. integers], [.. singles], other);
    }

    private static (string Name, OnnxTensor Tensor) Tensor(ReadOnlyMemory<byte> message)
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

    private static OnnxValue Value(ReadOnlyMemory<byte> message)
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
