using Lichen.Learning.Ensembles;

namespace Lichen.Learning.Models;

/// <summary>
/// A deep ensemble with its calibration as an ONNX graph (opset 13): from the inputs of the networks, shape (n, width), to
/// <c>mean</c> and <c>deviation</c>, shape (n, 1), in the unit of the property.
/// </summary>
/// <remarks>
/// The inputs are the scaled descriptors, then log(1 + count) of all fingerprints folded into one list; the page on
/// distillation says how. Format: <see href="https://onnx.ai/onnx/repo-docs/IR.html"/>, written here without its library.
/// </remarks>
public static class OnnxNetworks
{
    private const long IrVersion = 8;
    private const long Opset = 13;
    private const string Inputs = "inputs";

    /// <summary>Writes the graph.</summary>
    /// <exception cref="ArgumentException">The model is no deep ensemble alone.</exception>
    public static void Write(MoleculeModel model, Stream output)
    {
        if (model.Card.Kind != ModelKind.DeepEnsemble || model.Data.Ensemble is not { } ensemble)
        {
            throw new ArgumentException($"A {model.Card.Kind} is no graph of networks alone.");
        }

        var graph = new Protobuf();
        string[] means = new string[ensemble.Members.Length],
            squares = new string[means.Length];
        for (int m = 0; m < means.Length; m++)
        {
            (means[m], squares[m]) = Member(graph, $"member{m}", ensemble.Members[m]);
        }

        Node(graph, "Mean", means, "standard_mean");
        Node(graph, "Mean", squares, "standard_square");
        Node(graph, "Mul", ["standard_mean", "standard_mean"], "mean_square");
        Node(graph, "Sub", ["standard_square", "mean_square"], "standard_variance");
        Affine(graph, "standard_mean", ensemble.Scale, ensemble.Shift, "mean");
        Affine(
            graph,
            "standard_variance",
            model.Card.Calibration.Factor * ensemble.Scale * ensemble.Scale,
            model.Card.Calibration.Floor,
            "variance"
        );
        Node(graph, "Sqrt", ["variance"], "deviation");
        graph.Text(2, model.Card.Property);
        graph.Text(10, $"{model.Card.Property} {model.Card.Unit}; licence {model.Card.Licence}");
        graph.Message(11, Value(Inputs, ensemble.Members[0][0].Inputs));
        graph.Message(12, Value("mean", 1));
        graph.Message(12, Value("deviation", 1));

        var file = new Protobuf();
        file.Number(1, IrVersion);
        file.Text(2, "Lichen");
        file.Text(3, model.Card.Versions.Lichen);
        file.Message(7, graph);
        var opset = new Protobuf();
        opset.Text(1, "");
        opset.Number(2, Opset);
        file.Message(8, opset);
        var card = new Protobuf();
        card.Text(1, "lichen.card");
        card.Text(2, model.Card.ToJson());
        file.Message(14, card);
        file.WriteTo(output);
    }

    /// <summary>One member's mean, and its variance plus the square of its mean.</summary>
    private static (string Mean, string Square) Member(Protobuf graph, string name, IReadOnlyList<DenseLayer> layers)
    {
        string values = Inputs;
        for (int l = 0; l < layers.Count - 1; l++)
        {
            string layer = $"{name}_layer{l}";
            Dense(graph, values, layer, layers[l], 0, layers[l].Outputs);
            Node(graph, "Sigmoid", [layer], layer + "_gate");
            Node(graph, "Mul", [layer, layer + "_gate"], layer + "_silu");
            values = layer + "_silu";
        }

        Dense(graph, values, name + "_mean", layers[^1], 0, 1);
        Dense(graph, values, name + "_raw", layers[^1], 1, 2);
        Node(graph, "Softplus", [name + "_raw"], name + "_soft");
        Constant(graph, name + "_least", DeepEnsemble.LeastVariance);
        Node(graph, "Mul", [name + "_mean", name + "_mean"], name + "_mean2");
        Node(graph, "Sum", [name + "_soft", name + "_least", name + "_mean2"], name + "_square");
        return (name + "_mean", name + "_square");
    }

    /// <summary>output = values W + b, of the columns from first to before end.</summary>
    private static void Dense(Protobuf graph, string values, string output, DenseLayer layer, int first, int end)
    {
        var weights = new float[layer.Inputs * (end - first)];
        for (int i = 0; i < layer.Inputs; i++)
        {
            layer.Weights.Slice((i * layer.Outputs) + first, end - first).CopyTo(weights.AsSpan(i * (end - first)));
        }

        graph.Message(5, Protobuf.Tensor(output + "_weights", [layer.Inputs, end - first], weights));
        graph.Message(5, Protobuf.Tensor(output + "_biases", [end - first], layer.Biases[first..end]));
        Node(graph, "Gemm", [values, output + "_weights", output + "_biases"], output);
    }

    private static void Affine(Protobuf graph, string values, double factor, double summand, string output)
    {
        Constant(graph, output + "_factor", (float)factor);
        Constant(graph, output + "_summand", (float)summand);
        Node(graph, "Mul", [values, output + "_factor"], output + "_scaled");
        Node(graph, "Add", [output + "_scaled", output + "_summand"], output);
    }

    private static void Constant(Protobuf graph, string name, float value) =>
        graph.Message(5, Protobuf.Tensor(name, [1], [value]));

    private static void Node(Protobuf graph, string operation, string[] inputs, string output)
    {
        var node = new Protobuf();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        node.Text(2, output);
        node.Text(3, output);
        node.Text(4, operation);
        graph.Message(1, node);
    }

    /// <summary>A table of single-precision numbers, shape (n, columns).</summary>
    private static Protobuf Value(string name, int columns)
    {
        Protobuf rows = new(),
            width = new(),
            shape = new(),
            tensor = new(),
            type = new(),
            value = new();
        rows.Text(2, "n");
        width.Number(1, columns);
        shape.Message(1, rows);
        shape.Message(1, width);
        tensor.Number(1, Protobuf.Float);
        tensor.Message(2, shape);
        type.Message(1, tensor);
        value.Text(1, name);
        value.Message(2, type);
        return value;
    }
}
