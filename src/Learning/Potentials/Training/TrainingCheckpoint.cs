using System.Collections.Immutable;
using System.Globalization;
using Lichen.Core.Molecules;
using Lichen.Learning.Models;

namespace Lichen.Learning.Potentials.Training;

/// <summary>Networks under training with the moments of Adam, as one safetensors file.</summary>
internal static class TrainingCheckpoint
{
    private const string EpochName = "lichen_epoch";
    private static readonly string[] Parts =
    [
        "weights",
        "biases",
        "weights.mean",
        "weights.square",
        "biases.mean",
        "biases.square",
    ];

    public static void Write(Stream output, EnvironmentTerms terms, TrainedNetwork[] networks, int epoch)
    {
        var tensors = ImmutableSortedDictionary.CreateBuilder<string, Tensor>(StringComparer.Ordinal);
        var metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        metadata[EpochName] = epoch.ToString(CultureInfo.InvariantCulture);
        foreach ((string name, TrainedNetwork network, TrainedLayer? layer) in Named(terms, networks))
        {
            if (layer is null)
            {
                metadata[name] = network.Steps.ToString(CultureInfo.InvariantCulture);
                continue;
            }

            foreach ((string part, float[] values) in Parts.Zip(Arrays(layer)))
            {
                tensors[$"{name}.{part}"] = Tensor.Of<float>(values);
            }
        }

        new Safetensors(metadata.ToImmutable(), tensors.ToImmutable()).Write(output);
    }

    /// <returns>The number of passes that were done.</returns>
    /// <exception cref="ModelFileException">It is no checkpoint of such networks, or is damaged.</exception>
    public static int Read(Stream input, EnvironmentTerms terms, TrainedNetwork[] networks)
    {
        Safetensors file = Safetensors.Read(input);
        foreach ((string name, TrainedNetwork network, TrainedLayer? layer) in Named(terms, networks))
        {
            if (layer is null)
            {
                network.Steps = Number(file, name);
                continue;
            }

            foreach ((string part, float[] values) in Parts.Zip(Arrays(layer)))
            {
                if (!file.Tensors.TryGetValue($"{name}.{part}", out Tensor? tensor) || tensor.Length != values.Length)
                {
                    throw new ModelFileException(
                        ModelFileProblem.Damaged,
                        $"the checkpoint has no {values.Length} numbers {name}.{part}: it is of other networks"
                    );
                }

                tensor.Values<float>().CopyTo(values);
            }
        }

        return Number(file, EpochName);
    }

    private static int Number(Safetensors file, string name) =>
        file.Metadata.TryGetValue(name, out string? text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new ModelFileException(ModelFileProblem.NotAModel, $"it has no '{name}': it is no checkpoint");

    /// <summary>Each network by its element, then its layers.</summary>
    private static IEnumerable<(string Name, TrainedNetwork Network, TrainedLayer? Layer)> Named(
        EnvironmentTerms terms,
        TrainedNetwork[] networks
    )
    {
        for (int e = 0; e < networks.Length; e++)
        {
            string symbol = Elements.Symbol(terms.AtomicNumbers[e]);
            yield return (symbol, networks[e], null);
            for (int l = 0; l < networks[e].Layers.Count; l++)
            {
                yield return ($"{symbol}.{l}", networks[e], networks[e].Layers[l]);
            }
        }
    }

    private static float[][] Arrays(TrainedLayer layer) => [layer.Weights, layer.Biases, .. layer.Moments];
}
