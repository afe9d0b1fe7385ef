namespace Lichen.Learning.Potentials;

/// <summary>A network as the fast form uses it: packed layers, and the last layer's weights as a plain row.</summary>
internal sealed class PackedNetwork
{
    public PackedNetwork(AtomicNetwork network)
    {
        Hidden = [.. network.Layers[..^1].Select(layer => new PackedLayer(layer))];
        NetworkLayer last = network.Layers[^1];
        Readout = GC.AllocateArray<float>(Hidden[^1].Outputs, pinned: true);
        last.Weights.CopyTo(Readout.AsSpan());
        ReadoutBias = last.Biases[0];
    }

    public PackedLayer[] Hidden { get; }

    /// <summary>Weights of the one node at the end, shape (Hidden[^1].Outputs).</summary>
    public float[] Readout { get; }

    public float ReadoutBias { get; }

    public int Widest => Hidden.Max(layer => layer.Outputs);
}
