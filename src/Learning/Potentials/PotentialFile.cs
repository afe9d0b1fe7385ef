using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Lichen.Core.Molecules;
using Lichen.Learning.Models;

namespace Lichen.Learning.Potentials;

/// <summary>
/// A potential that Lichen trained, as one safetensors file: constants of the environment vectors and energies of atoms
/// as JSON under <c>__metadata__</c>, weights as tensors <c>member.element.layer.weights</c> and <c>.biases</c>.
/// </summary>
/// <remarks>Data only: reading allocates, compares and copies, and runs nothing.</remarks>
public static class PotentialFile
{
    /// <summary>How cards call this form.</summary>
    public const string Format = "lichen";

    private const string HeaderName = "lichen_potential";
    private const int Version = 1;

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes a potential; the same potential gives the same bytes.</summary>
    /// <param name="model">The potential.</param>
    /// <param name="half">Whether weights are rounded to half precision: half the size, eleven bits of each number.</param>
    public static void Write(AniModel model, Stream output, bool half)
    {
        var tensors = ImmutableSortedDictionary.CreateBuilder<string, Tensor>(StringComparer.Ordinal);
        foreach ((string name, NetworkLayer layer) in Named(model.Terms, model.Members))
        {
            tensors[name + ".weights"] = Numbers(layer.Weights, half, layer.Nodes, layer.Inputs);
            tensors[name + ".biases"] = Numbers(layer.Biases, half, layer.Nodes);
        }

        var header = new Header(Version, model.Name, model.MemberCount, model.Terms, model.SelfHartree);
        new Safetensors(
            ImmutableSortedDictionary<string, string>.Empty.Add(HeaderName, JsonSerializer.Serialize(header, Form)),
            tensors.ToImmutable()
        ).Write(output);
    }

    /// <summary>Reads a potential.</summary>
    /// <exception cref="PotentialException">It is no such file, or is damaged.</exception>
    public static AniModel Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            Safetensors file = Safetensors.Read(bytes);
            Header header =
                file.Metadata.TryGetValue(HeaderName, out string? text)
                && JsonSerializer.Deserialize<Header>(text, Form) is { } read
                    ? read
                    : throw Damaged("it has no header of a potential");
            if (header.Version != Version)
            {
                throw Damaged($"it is of version {header.Version}, and this release reads {Version}");
            }

            if (
                header.Members is not (> 0 and <= 64)
                || header.Terms.ElementCount is not (> 0 and <= 64)
                || header.SelfHartree.Length != header.Terms.ElementCount
            )
            {
                throw Damaged($"it has {header.Members} members and {header.SelfHartree.Length} energies of atoms");
            }

            return new AniModel(
                header.Name,
                header.Terms,
                header.SelfHartree,
                [.. Enumerable.Range(0, header.Members).Select(k => Member(file, header.Terms, k))]
            );
        }
        catch (Exception e) when (e is ModelFileException or JsonException or InvalidCastException)
        {
            throw new PotentialException(PotentialProblem.Damaged, $"The potential cannot be read: {e.Message}", e);
        }
    }

    private static ImmutableArray<AtomicNetwork> Member(Safetensors file, EnvironmentTerms terms, int member)
    {
        var networks = ImmutableArray.CreateBuilder<AtomicNetwork>();
        foreach (byte number in terms.AtomicNumbers)
        {
            var layers = ImmutableArray.CreateBuilder<NetworkLayer>();
            int inputs = terms.Length;
            while (
                file.Tensors.TryGetValue($"{Name(member, number, layers.Count)}.weights", out Tensor? weights)
                && file.Tensors.TryGetValue($"{Name(member, number, layers.Count)}.biases", out Tensor? biases)
            )
            {
                int nodes = biases.Length;
                if (weights.Length != (long)nodes * inputs)
                {
                    throw Damaged($"{Name(member, number, layers.Count)} has other than {nodes} x {inputs} weights");
                }

                layers.Add(new NetworkLayer(inputs, nodes, Numbers(weights), Numbers(biases)));
                inputs = nodes;
            }

            networks.Add(
                layers.Count > 1 && inputs == 1
                    ? new AtomicNetwork(layers.ToImmutable())
                    : throw Damaged($"the network {member} of {Elements.Symbol(number)} is not whole")
            );
        }

        return networks.ToImmutable();
    }

    private static IEnumerable<(string Name, NetworkLayer Layer)> Named(
        EnvironmentTerms terms,
        ImmutableArray<ImmutableArray<AtomicNetwork>> members
    ) =>
        from k in Enumerable.Range(0, members.Length)
        from e in Enumerable.Range(0, terms.ElementCount)
        from l in Enumerable.Range(0, members[k][e].Layers.Length)
        select (Name(k, terms.AtomicNumbers[e], l), members[k][e].Layers[l]);

    private static string Name(int member, byte number, int layer) =>
        string.Create(CultureInfo.InvariantCulture, $"{member}.{Elements.Symbol(number)}.{layer}");

    internal static Tensor Numbers(float[] values, bool half, params ReadOnlySpan<long> shape) =>
        half ? Tensor.Of<Half>([.. values.Select(value => (Half)value)], shape) : Tensor.Of<float>(values, shape);

    internal static float[] Numbers(Tensor tensor) =>
        tensor.Type == ElementType.F16
            ? [.. tensor.Values<Half>().ToArray().Select(value => (float)value)]
            : tensor.Values<float>().ToArray();

    private static PotentialException Damaged(string what) =>
        new(PotentialProblem.Damaged, $"The potential cannot be read: {what}.");

    private sealed record Header(
        int Version,
        string Name,
        int Members,
        EnvironmentTerms Terms,
        ImmutableArray<double> SelfHartree
    );
}
