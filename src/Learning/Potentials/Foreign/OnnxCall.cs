using TorchSharp;
using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>A node with its inputs, as an operator sees it.</summary>
/// <param name="Node">The node.</param>
/// <param name="Values">Its inputs; null where one is left out.</param>
/// <param name="Opset">Version of the operator set.</param>
internal sealed record OnnxCall(OnnxNode Node, Tensor?[] Values, int Opset)
{
    /// <summary>Numbers in one tensor at most: what a damaged file could ask for must fit into memory.</summary>
    public const long MostElements = 1L << 27;

    public Tensor this[int input] => Optional(input) ?? throw Wrong($"has no input {input}");

    public Tensor? Optional(int input) => input < Values.Length ? Values[input] : null;

    /// <summary>All inputs.</summary>
    public Tensor[] All() => [.. Enumerable.Range(0, Values.Length).Select(i => this[i])];

    public bool Has(string attribute) => Node.Attributes.ContainsKey(attribute);

    public long Integer(string attribute, long otherwise) =>
        !Node.Attributes.TryGetValue(attribute, out OnnxAttribute? found) ? otherwise
        : found.Integers is [var one] ? one
        : throw Wrong($"has no whole number as '{attribute}'");

    public double Number(string attribute, double otherwise) =>
        Node.Attributes.TryGetValue(attribute, out OnnxAttribute? found)
            ? found.Number ?? throw Wrong($"has no number as '{attribute}'")
            : otherwise;

    public string Text(string attribute, string otherwise) =>
        Node.Attributes.TryGetValue(attribute, out OnnxAttribute? found)
            ? found.Text ?? throw Wrong($"has no text as '{attribute}'")
            : otherwise;

    /// <summary>Whole numbers that were an attribute in earlier operator sets and are an input in later ones.</summary>
    public long[]? Integers(string attribute, int input) =>
        Node.Attributes.TryGetValue(attribute, out OnnxAttribute? found) ? [.. found.Integers]
        : Optional(input) is { } given ? Integers(given)
        : null;

    /// <summary>Whole numbers of a tensor, row-major.</summary>
    public static long[] Integers(Tensor tensor) =>
        tensor.detach().to_type(ScalarType.Int64).contiguous().data<long>().ToArray();

    /// <summary>A dimension of a tensor; negative ones count from the end.</summary>
    public int Axis(long axis, long dimensions) =>
        axis >= -dimensions && axis < dimensions
            ? (int)(axis < 0 ? axis + dimensions : axis)
            : throw Wrong($"names the dimension {axis} of {dimensions}");

    /// <summary>Lengths of a result, once they are neither negative nor too large together.</summary>
    public long[] Bounded(IEnumerable<long> shape)
    {
        long[] lengths = [.. shape];
        double count = 1;
        foreach (long length in lengths)
        {
            count *= length >= 0 ? length : throw Wrong($"makes a shape of ({string.Join(", ", lengths)})");
        }

        return count <= MostElements ? lengths : throw Wrong($"makes {count:0.0e+0} numbers, too many");
    }

    public PotentialException Wrong(string what) => new(PotentialProblem.OutsideDomain, $"{Sentence()} {what}.");

    private string Sentence() => "T" + Node.ToString()[1..];
}
