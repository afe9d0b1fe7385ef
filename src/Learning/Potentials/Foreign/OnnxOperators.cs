using System.Collections.Frozen;
using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>The operators of ONNX that are computed here, by libtorch's of the same meaning.</summary>
/// <remarks>
/// Meaning and attributes: <see href="https://onnx.ai/onnx/operators/"/>. Each entry names all attributes that it
/// obeys: a node with another one is refused. Operators of libtorch that make numbers which nothing holds are not
/// used: see
/// docs/decisions/scalars-of-torchsharp.md.
/// </remarks>
internal static class OnnxOperators
{
    private static readonly FrozenDictionary<string, OnnxOperator> Table = OnnxElementwise
        .All.Concat(OnnxActivations.All)
        .Concat(OnnxReductions.All)
        .Concat(OnnxProducts.All)
        .Concat(OnnxShapes.All)
        .Concat(OnnxPlaces.All)
        .ToFrozenDictionary(entry => entry.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => Table.Keys.Order(StringComparer.Ordinal);

    /// <summary>The operator of a node.</summary>
    /// <exception cref="PotentialException">It is none of these, or has inputs or attributes that are not obeyed
    /// here.</exception>
    public static OnnxOperator Of(OnnxNode node)
    {
        if (!Table.TryGetValue(node.Operator, out OnnxOperator? found))
        {
            throw Refused(node, "is of an operator that is not computed here");
        }

        if (node.Inputs.Length < found.LeastInputs || node.Inputs.Length > found.MostInputs)
        {
            throw Refused(node, $"has {node.Inputs.Length} inputs");
        }

        foreach (OnnxAttribute attribute in node.Attributes.Values)
        {
            if (attribute.IsOther || !found.Attributes.Contains(attribute.Name))
            {
                throw Refused(node, $"has the attribute '{attribute.Name}', which is not obeyed here");
            }
        }

        return found;
    }

    private static PotentialException Refused(OnnxNode node, string why) =>
        new(
            PotentialProblem.Damaged,
            $"The graph cannot be used: {node} {why}. Computed are: {string.Join(' ', Names)}."
        );
}

/// <summary>An operator.</summary>
/// <param name="Name">As ONNX calls it.</param>
/// <param name="LeastInputs">Inputs without which it is not.</param>
/// <param name="MostInputs">Inputs that it can have.</param>
/// <param name="Attributes">Names of the attributes that it obeys.</param>
/// <param name="Run">From a call to its outputs.</param>
internal sealed record OnnxOperator(
    string Name,
    int LeastInputs,
    int MostInputs,
    string[] Attributes,
    Func<OnnxCall, Tensor[]> Run
)
{
    /// <summary>An operator with one output.</summary>
    public static OnnxOperator One(
        string name,
        int least,
        int most,
        Func<OnnxCall, Tensor> run,
        params string[] attributes
    ) => new(name, least, most, attributes, call => [run(call)]);
}
