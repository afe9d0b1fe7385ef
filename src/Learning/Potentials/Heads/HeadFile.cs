using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Lichen.Learning.Ensembles;
using Lichen.Learning.Models;

namespace Lichen.Learning.Potentials.Heads;

/// <summary>
/// <see cref="PropertyHeads"/> as one safetensors file: constants and sizes as JSON under <c>__metadata__</c>, weights as
/// tensors <c>member.layer.weights</c>, shape (inputs, outputs), and <c>.biases</c>.
/// </summary>
/// <remarks>Data only: reading allocates, compares and copies, and runs nothing.</remarks>
public static class HeadFile
{
    private const string HeaderName = "lichen_heads";
    private const int Version = 1;
    private const int Widest = 4096;

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes heads; the same heads give the same bytes.</summary>
    /// <param name="heads">The heads.</param>
    /// <param name="half">Whether weights are rounded to half precision: half the size, eleven bits of each number.</param>
    public static void Write(PropertyHeads heads, Stream output, bool half)
    {
        var tensors = ImmutableSortedDictionary.CreateBuilder<string, Tensor>(StringComparer.Ordinal);
        for (int k = 0; k < heads.Members.Length; k++)
        {
            foreach ((string name, int inputs, int outputs) in heads.Shape.Layers(heads.Terms))
            {
                DenseLayer layer = heads.Members[k].Layers[name];
                tensors[Name(k, name) + ".weights"] = PotentialFile.Numbers(
                    layer.Weights.ToArray(),
                    half,
                    inputs,
                    outputs
                );
                tensors[Name(k, name) + ".biases"] = PotentialFile.Numbers(layer.Biases.ToArray(), half, outputs);
            }
        }

        var header = new Header(Version, heads.Members.Length, heads.Terms, heads.Shape);
        new Safetensors(
            ImmutableSortedDictionary<string, string>.Empty.Add(HeaderName, JsonSerializer.Serialize(header, Form)),
            tensors.ToImmutable()
        ).Write(output);
    }

    /// <summary>Reads heads.</summary>
    /// <exception cref="PotentialException">It is no such file, or is damaged.</exception>
    public static PropertyHeads Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            Safetensors file = Safetensors.Read(bytes);
            Header header =
                file.Metadata.TryGetValue(HeaderName, out string? text)
                && JsonSerializer.Deserialize<Header>(text, Form) is { Version: Version } read
                    ? read
                    : throw new FormatException($"it has no header of heads of version {Version}");
            int[] sizes = [header.Shape.Hidden, header.Shape.Width, header.Shape.Last];
            if (
                header.Members is not (> 0 and <= 64)
                || header.Terms.ElementCount is not (> 0 and <= 64)
                || header.Shape.Rounds is not (>= 0 and <= 16)
                || sizes.Any(size => size is not (> 0 and <= Widest))
                || header.Shape.Width % 8 != 0
            )
            {
                throw new FormatException($"it has {header.Members} members, sizes {string.Join(", ", sizes)}");
            }

            return new PropertyHeads(
                header.Terms,
                header.Shape,
                [.. Enumerable.Range(0, header.Members).Select(k => Member(file, header, k))]
            );
        }
        catch (Exception e) when (e is ModelFileException or JsonException or InvalidCastException or FormatException)
        {
            throw new PotentialException(PotentialProblem.Damaged, $"The heads cannot be read: {e.Message}", e);
        }
    }

    private static HeadNetwork Member(Safetensors file, Header header, int member)
    {
        var layers = ImmutableDictionary.CreateBuilder<string, DenseLayer>();
        foreach ((string name, int inputs, int outputs) in header.Shape.Layers(header.Terms))
        {
            if (
                !file.Tensors.TryGetValue(Name(member, name) + ".weights", out Tensor? weights)
                || !file.Tensors.TryGetValue(Name(member, name) + ".biases", out Tensor? biases)
            )
            {
                throw new FormatException($"the layer {Name(member, name)} is missing");
            }

            layers[name] = new DenseLayer(
                inputs,
                outputs,
                PotentialFile.Numbers(weights),
                PotentialFile.Numbers(biases)
            );
        }

        return new HeadNetwork(header.Terms, header.Shape, layers.ToImmutable());
    }

    private static string Name(int member, string layer) =>
        string.Create(CultureInfo.InvariantCulture, $"{member}.{layer}");

    private sealed record Header(int Version, int Members, EnvironmentTerms Terms, HeadShape Shape);
}
