using System.Collections.Immutable;
using Lichen.Learning.Ensembles;

namespace Lichen.Learning.Models;

/// <summary>
/// Networks as tensors: for each layer weights (members, inputs, outputs) and biases (members, outputs).
/// </summary>
internal static class EnsembleTensors
{
    private const int MaxLayers = 16;

    public static void Add(ImmutableSortedDictionary<string, Tensor>.Builder tensors, DeepEnsemble ensemble)
    {
        tensors["ensemble.scale"] = Tensor.Of<double>([ensemble.Shift, ensemble.Scale]);
        var members = ensemble.Members;
        for (int layer = 0; layer < members[0].Length; layer++)
        {
            DenseLayer first = members[0][layer];
            float[] weights = [.. members.SelectMany(layers => layers[layer].Weights.ToArray())];
            float[] biases = [.. members.SelectMany(layers => layers[layer].Biases.ToArray())];
            tensors[$"ensemble.{layer}.weights"] = Tensor.Of<float>(
                weights,
                members.Length,
                first.Inputs,
                first.Outputs
            );
            tensors[$"ensemble.{layer}.biases"] = Tensor.Of<float>(biases, members.Length, first.Outputs);
        }
    }

    /// <summary>The reverse of <see cref="Add"/>.</summary>
    public static DeepEnsemble Read(TensorReader tensors, int descriptors)
    {
        ReadOnlySpan<double> scale = tensors.Values<double>("ensemble.scale", 2);
        var layers = new List<(Tensor Weights, Tensor Biases)>();
        while (layers.Count < MaxLayers && tensors.Has($"ensemble.{layers.Count}.weights"))
        {
            Tensor weights = tensors.Take<float>($"ensemble.{layers.Count}.weights", -1, -1, -1);
            long members = layers.Count == 0 ? weights.Shape[0] : layers[0].Weights.Shape[0];
            if (weights.Shape[0] != members)
            {
                throw new FormatException("the layers have other numbers of networks");
            }

            layers.Add((weights, tensors.Take<float>($"ensemble.{layers.Count}.biases", members, weights.Shape[2])));
        }

        int networks = layers.Count == 0 ? 0 : (int)layers[0].Weights.Shape[0];
        return new DeepEnsemble(
            scale[0],
            scale[1],
            descriptors,
            [
                .. Enumerable
                    .Range(0, networks)
                    .Select(member =>
                        ImmutableArray.CreateRange(layers.Select(l => Layer(l.Weights, l.Biases, member)))
                    ),
            ]
        );
    }

    private static DenseLayer Layer(Tensor weights, Tensor biases, int member)
    {
        (int inputs, int outputs) = ((int)weights.Shape[1], (int)weights.Shape[2]);
        return new DenseLayer(
            inputs,
            outputs,
            weights.Values<float>().Slice(member * inputs * outputs, inputs * outputs).ToArray(),
            biases.Values<float>().Slice(member * outputs, outputs).ToArray()
        );
    }
}
