using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>An ONNX graph that can be computed: every node that is needed has an operator, and what depends on no
/// input is there already.</summary>
/// <remarks>Safe to use from several threads; each call runs on its caller's thread.</remarks>
internal sealed class OnnxNetwork : INetwork
{
    private readonly OnnxGraph _graph;
    private readonly Dictionary<string, int> _maker = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _constants = new(StringComparer.Ordinal);
    private readonly OnnxOperator?[] _operators;

    /// <param name="graph">The graph.</param>
    /// <param name="outputs">All outputs that will ever be wanted.</param>
    /// <exception cref="PotentialException">A node cannot be computed here, or uses what nothing makes.</exception>
    public OnnxNetwork(OnnxGraph graph, IReadOnlyList<string> outputs)
    {
        (_graph, _operators) = (graph, new OnnxOperator?[graph.Nodes.Length]);
        Check(outputs);
        bool[] needed = Needed(outputs);
        for (int n = 0; n < needed.Length; n++)
        {
            _operators[n] = needed[n] ? OnnxOperators.Of(graph.Nodes[n]) : null;
        }

        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        foreach ((string name, OnnxTensor tensor) in graph.Constants)
        {
            _constants.Add(name, OnnxTensors.Of(tensor).DetachFromDisposeScope());
        }

        for (int n = 0; n < needed.Length; n++)
        {
            OnnxNode node = graph.Nodes[n];
            if (needed[n] && node.Inputs.All(input => input.Length == 0 || _constants.ContainsKey(input)))
            {
                Compute(n, _constants);
                // A result may be the very tensor that went in, and would be let go with it.
                foreach (string output in node.Outputs.Where(_constants.ContainsKey))
                {
                    _constants[output] = _constants[output].DetachFromDisposeScope();
                }

                _operators[n] = null;
            }
        }
    }

    public IReadOnlyList<OnnxValue> Inputs => _graph.Inputs;

    /// <summary>Numbers in its tensors.</summary>
    public long ParameterCount =>
        _graph
            .Constants.Values.Where(tensor => tensor.Type is OnnxType.Float or OnnxType.Double)
            .Sum(tensor => tensor.Shape.Aggregate(1L, (product, length) => product * length));

    public IReadOnlyList<Tensor> Run(IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyList<string> outputs)
    {
        var values = new Dictionary<string, Tensor>(_constants, StringComparer.Ordinal);
        foreach (OnnxValue input in _graph.Inputs)
        {
            values[input.Name] = inputs[input.Name];
        }

        bool[] needed = Needed(outputs);
        for (int n = 0; n < needed.Length; n++)
        {
            if (needed[n] && _operators[n] is not null)
            {
                Compute(n, values);
            }
        }

        return [.. outputs.Select(output => values[output])];
    }

    private void Compute(int place, Dictionary<string, Tensor> values)
    {
        OnnxNode node = _graph.Nodes[place];
        var call = new OnnxCall(
            node,
            [.. node.Inputs.Select(input => input.Length == 0 ? null : values[input])],
            _graph.Opset
        );
        try
        {
            Tensor[] made = _operators[place]!.Run(call);
            for (int k = 0; k < node.Outputs.Length; k++)
            {
                if (node.Outputs[k].Length > 0)
                {
                    values[node.Outputs[k]] =
                        k < made.Length ? made[k] : throw call.Wrong($"has no output '{node.Outputs[k]}'");
                    call.Bounded(made[k].shape);
                }
            }
        }
        catch (Exception e)
            when (e is ExternalException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw call.Wrong($"fails: {e.Message.Split('\n')[0]}");
        }
    }

    /// <summary>Every value is made once, before it is used.</summary>
    private void Check(IReadOnlyList<string> outputs)
    {
        HashSet<string> made = [.. _graph.Constants.Keys];
        foreach (OnnxValue input in _graph.Inputs)
        {
            made.Add(input.Name);
        }

        for (int n = 0; n < _graph.Nodes.Length; n++)
        {
            OnnxNode node = _graph.Nodes[n];
            if (node.Inputs.FirstOrDefault(input => input.Length > 0 && !made.Contains(input)) is { } missing)
            {
                throw Damaged($"{node} uses '{missing}', which nothing before it makes");
            }

            foreach (string output in node.Outputs.Where(output => output.Length > 0))
            {
                _maker[output] = made.Add(output) ? n : throw Damaged($"{node} makes '{output}' a second time");
            }
        }

        if (outputs.FirstOrDefault(output => !made.Contains(output)) is { } unmade)
        {
            throw Damaged($"nothing makes its output '{unmade}'");
        }
    }

    private bool[] Needed(IReadOnlyList<string> outputs)
    {
        var needed = new bool[_graph.Nodes.Length];
        var open = new Stack<string>(outputs);
        while (open.TryPop(out string? value))
        {
            if (_maker.TryGetValue(value, out int n) && !needed[n])
            {
                needed[n] = true;
                foreach (string input in _graph.Nodes[n].Inputs)
                {
                    open.Push(input);
                }
            }
        }

        return needed;
    }

    private static PotentialException Damaged(string what) =>
        new(PotentialProblem.Damaged, $"The graph cannot be used: {what}.");
}
