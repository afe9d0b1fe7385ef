using System.Collections.Immutable;
using Lichen.Learning.Ensembles;

namespace Lichen.Learning.Models;

/// <summary>
/// A <see cref="DeepEnsemble"/> alone as one safetensors file, for whoever has features and scaling elsewhere. What is
/// read predicts the same bits as what was written.
/// </summary>
public static class EnsembleFile
{
    private const string VersionName = "lichen_ensemble";
    private const string DescriptorsName = "descriptors";
    private const string Version = "1";

    /// <summary>Writes networks; the same networks give the same bytes.</summary>
    public static void Write(DeepEnsemble ensemble, Stream output)
    {
        var tensors = ImmutableSortedDictionary.CreateBuilder<string, Tensor>(StringComparer.Ordinal);
        EnsembleTensors.Add(tensors, ensemble);
        var metadata = ImmutableSortedDictionary<string, string>
            .Empty.Add(VersionName, Version)
            .Add(DescriptorsName, $"{ensemble.Descriptors}");
        new Safetensors(metadata, tensors.ToImmutable()).Write(output);
    }

    /// <summary>Reads networks.</summary>
    /// <exception cref="ModelFileException">They cannot be used; the message says why.</exception>
    public static DeepEnsemble Read(Stream input)
    {
        Safetensors file = Safetensors.Read(input);
        if (file.Metadata.GetValueOrDefault(VersionName) != Version)
        {
            throw new ModelFileException(ModelFileProblem.NotAModel, $"it does not say {VersionName} {Version}");
        }

        var tensors = new TensorReader(file.Tensors);
        try
        {
            int descriptors = int.Parse(file.Metadata.GetValueOrDefault(DescriptorsName) ?? "none");
            DeepEnsemble ensemble = EnsembleTensors.Read(tensors, descriptors);
            tensors.ThrowIfAnyIsLeft();
            return ensemble;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            throw new ModelFileException(
                ModelFileProblem.Damaged,
                $"its numbers contradict each other: {e.Message}",
                e
            );
        }
    }
}
