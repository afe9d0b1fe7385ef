using System.Collections.Immutable;

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
                    (string name, OnnxTensor tensor) = OnnxTensorFile.Tensor(reader.Bytes());
                    if (!constants.TryAdd(name, tensor))
                    {
                        throw Damaged($"it has two tensors '{name}'");
                    }

                    break;
                case 11:
                    inputs.Add(OnnxTensorFile.Value(reader.Bytes()));
                    break;
                case 12:
                    outputs.Add(OnnxTensorFile.Value(reader.Bytes()));
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
                    tensor = OnnxTensorFile.Tensor(reader.Bytes()).Tensor;
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

    private static PotentialException Damaged(string what) =>
        new(PotentialProblem.Damaged, $"The graph cannot be used: {what}.");
}
