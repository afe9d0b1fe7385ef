using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Lichen.Learning.Ensembles;
using Lichen.Learning.Models;

namespace Lichen.Learning.Potentials.Heads;

/// <summary>
/// <see cref="PropertyHeads"/> as one safetensors file: constants and sizes as JSON under <c>__metadata__</c>, weights as
/// tensors <c>member.layer.weights</c>, shape (inputs, outputs), and <c>.biases</c>. Heads that were tuned on top of others may
/// leave out the layers that are those of the others, which the header then names with their sum.
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
    /// <param name="beneath">Heads of the same shape whose layers are left out where they are the same; null to write all.</param>
    public static void Write(PropertyHeads heads, Stream output, bool half, HeadsBeneath? beneath = null)
    {
        var tensors = ImmutableSortedDictionary.CreateBuilder<string, Tensor>(StringComparer.Ordinal);
        for (int k = 0; k < heads.Members.Length; k++)
        {
            foreach ((string name, int inputs, int outputs) in heads.Shape.Layers(heads.Terms))
            {
                DenseLayer layer = heads.Members[k].Layers[name];
                if (beneath is not null && Same(layer, beneath.Heads.Members[k].Layers[name]))
                {
                    continue;
                }

                tensors[Name(k, name) + ".weights"] = PotentialFile.Numbers(
                    layer.Weights.ToArray(),
                    half,
                    inputs,
                    outputs
                );
                tensors[Name(k, name) + ".biases"] = PotentialFile.Numbers(layer.Biases.ToArray(), half, outputs);
            }
        }

        var header = new Header(Version, heads.Members.Length, heads.Terms, heads.Shape)
        {
            Charges = heads.GivesCharges,
            Beneath = beneath?.Name,
            BeneathSha256 = beneath?.Sha256,
        };
        new Safetensors(
            ImmutableSortedDictionary<string, string>.Empty.Add(HeaderName, JsonSerializer.Serialize(header, Form)),
            tensors.ToImmutable()
        ).Write(output);
    }

    /// <summary>Reads heads.</summary>
    /// <param name="find">Finds the heads beneath of a name; a file that needs none asks for none.</param>
    /// <exception cref="PotentialException">It is no such file, is damaged, or the heads beneath are not those that it was tuned on.</exception>
    public static PropertyHeads Read(ReadOnlyMemory<byte> bytes, Func<string, HeadsBeneath?>? find = null)
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

            PropertyHeads? beneath = Beneath(header, find);
            return new PropertyHeads(
                header.Terms,
                header.Shape,
                [.. Enumerable.Range(0, header.Members).Select(k => Member(file, header, k, beneath?.Members[k]))],
                header.Charges
            );
        }
        catch (Exception e) when (e is ModelFileException or JsonException or InvalidCastException or FormatException)
        {
            throw new PotentialException(PotentialProblem.Damaged, $"The heads cannot be read: {e.Message}", e);
        }
    }

    private static PropertyHeads? Beneath(Header header, Func<string, HeadsBeneath?>? find)
    {
        if (header.Beneath is not { } name)
        {
            return null;
        }

        return
            find?.Invoke(name) is { } found
            && found.Sha256 == header.BeneathSha256
            && found.Heads.Shape == header.Shape
            && found.Heads.Members.Length == header.Members
            ? found.Heads
            : throw new FormatException(
                $"it was tuned on top of the heads of '{name}' with SHA-256 {header.BeneathSha256}, which are not there"
            );
    }

    private static bool Same(DenseLayer one, DenseLayer other) =>
        one.Weights.SequenceEqual(other.Weights) && one.Biases.SequenceEqual(other.Biases);

    private static HeadNetwork Member(Safetensors file, Header header, int member, HeadNetwork? beneath)
    {
        var layers = ImmutableDictionary.CreateBuilder<string, DenseLayer>();
        foreach ((string name, int inputs, int outputs) in header.Shape.Layers(header.Terms))
        {
            if (
                !file.Tensors.TryGetValue(Name(member, name) + ".weights", out Tensor? weights)
                || !file.Tensors.TryGetValue(Name(member, name) + ".biases", out Tensor? biases)
            )
            {
                layers[name] =
                    beneath?.Layers[name] ?? throw new FormatException($"the layer {Name(member, name)} is missing");
                continue;
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

    private sealed record Header(int Version, int Members, EnvironmentTerms Terms, HeadShape Shape)
    {
        public bool Charges { get; init; } = true;

        public string? Beneath { get; init; }

        public string? BeneathSha256 { get; init; }
    }
}

/// <summary>Heads that others were tuned on top of.</summary>
/// <param name="Name">The potential whose heads they are.</param>
/// <param name="Sha256">Of their file, in lower-case hexadecimal.</param>
/// <param name="Heads">The heads.</param>
public sealed record HeadsBeneath(string Name, string Sha256, PropertyHeads Heads);
