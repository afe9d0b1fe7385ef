using System.Collections.Immutable;

namespace Lichen.Learning.Potentials;

/// <summary>The network that gives one element's atoms their energy: dense layers, the last with one node.</summary>
/// <param name="Layers">From the environment vector on.</param>
internal sealed record AtomicNetwork(ImmutableArray<NetworkLayer> Layers)
{
    public long ParameterCount => Layers.Sum(layer => (long)layer.Weights.Length + layer.Biases.Length);
}

/// <summary>One dense layer: y_o = sum_i w[o, i] x_i + b_o, then CELU in all layers but the last.</summary>
/// <param name="Inputs">Length of x.</param>
/// <param name="Nodes">Length of y.</param>
/// <param name="Weights">Shape (Nodes, Inputs), row-major.</param>
/// <param name="Biases">Shape (Nodes).</param>
internal sealed record NetworkLayer(int Inputs, int Nodes, float[] Weights, float[] Biases);
