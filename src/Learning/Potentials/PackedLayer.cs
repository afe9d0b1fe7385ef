using System.Runtime.InteropServices;

namespace Lichen.Learning.Potentials;

/// <summary>A layer's weights as panels of sixteen columns, for the way forward and for the way back.</summary>
internal sealed unsafe class PackedLayer
{
    private readonly NetworkLayer _layer;
    private readonly Lock _gate = new();
    private float[]? _backward;

    public PackedLayer(NetworkLayer layer)
    {
        _layer = layer;
        Outputs = SinglePanel.Count(layer.Nodes) * SinglePanel.Width;
        Inputs = SinglePanel.Count(layer.Inputs) * SinglePanel.Width;

        // Pinned for good: a few large arrays that live as long as the model.
        Forward = GC.AllocateArray<float>(Inputs * Outputs, pinned: true);
        Biases = GC.AllocateArray<float>(Outputs, pinned: true);
        layer.Biases.CopyTo(Biases.AsSpan());
        for (int o = 0; o < layer.Nodes; o++)
        {
            int panel = o / SinglePanel.Width * Inputs * SinglePanel.Width;
            for (int i = 0; i < layer.Inputs; i++)
            {
                Forward[panel + (i * SinglePanel.Width) + (o % SinglePanel.Width)] = layer.Weights[
                    (o * layer.Inputs) + i
                ];
            }
        }
    }

    /// <summary>Columns of the input, filled up with zeros to whole panels.</summary>
    public int Inputs { get; }

    /// <summary>Columns of the output, filled up with zeros to whole panels.</summary>
    public int Outputs { get; }

    /// <summary>Shape (Outputs / Width, Inputs, Width).</summary>
    public float[] Forward { get; }

    /// <summary>Shape (Outputs).</summary>
    public float[] Biases { get; }

    /// <summary>Shape (Inputs / Width, Outputs, Width); made when slopes are first asked for.</summary>
    public float[] Backward()
    {
        lock (_gate)
        {
            return _backward ??= Transposed();
        }
    }

    public static float* Pointer(float[] pinned) =>
        (float*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    private float[] Transposed()
    {
        float[] panels = GC.AllocateArray<float>(Inputs * Outputs, pinned: true);
        for (int i = 0; i < _layer.Inputs; i++)
        {
            int panel = i / SinglePanel.Width * Outputs * SinglePanel.Width;
            for (int o = 0; o < _layer.Nodes; o++)
            {
                panels[panel + (o * SinglePanel.Width) + (i % SinglePanel.Width)] = _layer.Weights[
                    (o * _layer.Inputs) + i
                ];
            }
        }

        return panels;
    }
}
