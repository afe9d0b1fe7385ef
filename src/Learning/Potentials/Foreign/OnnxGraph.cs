using System.Collections.Immutable;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>An ONNX graph as its file has it.</summary>
/// <param name="Opset">Version of the operator set.</param>
/// <param name="Nodes">In the order in which they can run.</param>
/// <param name="Constants">Tensors of the file by name.</param>
/// <param name="Inputs">What is to be given.</param>
/// <param name="Outputs">What it gives.</param>
internal sealed record OnnxGraph(
    int Opset,
    ImmutableArray<OnnxNode> Nodes,
    ImmutableDictionary<string, OnnxTensor> Constants,
    ImmutableArray<OnnxValue> Inputs,
    ImmutableArray<OnnxValue> Outputs
);

/// <summary>A node: an operator and the names of what goes in and comes out.</summary>
/// <param name="Name">Its name, or its place where it has none.</param>
/// <param name="Operator">Name of the operator, with its domain unless it is ONNX's own.</param>
/// <param name="Inputs">Names of values; empty where one is left out.</param>
/// <param name="Outputs">Names of values.</param>
/// <param name="Attributes">Settings by name.</param>
internal sealed record OnnxNode(
    string Name,
    string Operator,
    ImmutableArray<string> Inputs,
    ImmutableArray<string> Outputs,
    ImmutableDictionary<string, OnnxAttribute> Attributes
)
{
    public override string ToString() => $"the node '{Name}' ({Operator})";
}

/// <summary>A setting of a node; what it does not have is null or empty.</summary>
/// <param name="IsOther">It is a graph or a list of texts, tensors or graphs.</param>
internal sealed record OnnxAttribute(
    string Name,
    double? Number,
    string? Text,
    OnnxTensor? Tensor,
    ImmutableArray<long> Integers,
    ImmutableArray<float> Singles,
    bool IsOther
);

/// <summary>An input or output of a graph.</summary>
/// <param name="Shape">Lengths, null where open; null where even their number is.</param>
internal sealed record OnnxValue(string Name, OnnxType Type, ImmutableArray<long?>? Shape);

/// <summary>A tensor of a file: little-endian numbers, row-major.</summary>
internal sealed record OnnxTensor(OnnxType Type, ImmutableArray<long> Shape, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The kind of number; null where it is not read here.</summary>
    public static OnnxType? TypeOf(long number) => Enum.IsDefined((OnnxType)number) ? (OnnxType)number : null;

    /// <exception cref="PotentialException">Shape and bytes do not fit together.</exception>
    public static OnnxTensor Of(string name, OnnxType type, ImmutableArray<long> shape, ReadOnlyMemory<byte> bytes)
    {
        int size = type switch
        {
            OnnxType.Bool => 1,
            OnnxType.Float or OnnxType.Int32 => 4,
            _ => 8,
        };
        // No product of lengths is formed that could overflow: it may not exceed the bytes that are there.
        long count = shape.Contains(0) ? 0 : 1;
        foreach (long length in shape)
        {
            count = length >= 0 && (count == 0 || length <= bytes.Length / count) ? count * length : -1;
            if (count < 0)
            {
                break;
            }
        }

        return count * size == bytes.Length
            ? new OnnxTensor(type, shape, bytes)
            : throw new PotentialException(
                PotentialProblem.Damaged,
                $"The graph cannot be used: the tensor '{name}' of shape ({string.Join(", ", shape)}) has "
                    + $"{bytes.Length} bytes."
            );
    }
}

/// <summary>Kinds of numbers, by their number in ONNX.</summary>
internal enum OnnxType
{
    Float = 1,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
    Double = 11,
}
