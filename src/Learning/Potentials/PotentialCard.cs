using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials.Foreign;

namespace Lichen.Learning.Potentials;

/// <summary>What there is to know of a potential: its files with their sums, licence, source, domain and values to
/// check it by.</summary>
/// <param name="Name">Name as levels of theory write it.</param>
/// <param name="Format">How the files are read: "ani", "lichen", or by a mapping "onnx" or "torchscript".</param>
/// <param name="Level">The level of theory that it was trained on.</param>
/// <param name="Licence">SPDX identifier, or the name of the licence.</param>
/// <param name="ForbiddenUses">Uses that the licence forbids, such as "commercial"; empty when there are none.</param>
/// <param name="Citations">What to cite, the first for the potential itself.</param>
/// <param name="Source">Where it was published.</param>
/// <param name="Elements">Symbols of the elements that it knows.</param>
/// <param name="Charges">Total charges that it knows.</param>
/// <param name="Multiplicities">Spin multiplicities that it knows.</param>
/// <param name="Limits">What it is not good for, in words.</param>
/// <param name="Files">Every file of the model.</param>
/// <param name="References">Structures with the values that the model gives for them.</param>
public sealed record PotentialCard(
    string Name,
    string Format,
    string Level,
    string Licence,
    ImmutableArray<string> ForbiddenUses,
    ImmutableArray<string> Citations,
    string Source,
    ImmutableArray<string> Elements,
    ImmutableArray<int> Charges,
    ImmutableArray<int> Multiplicities,
    string Limits,
    ImmutableArray<CardFile> Files,
    ImmutableArray<CardReference> References
)
{
    /// <summary>How far it was found to be from its level on molecules that it never saw, in sentences; may be left out.</summary>
    public ImmutableArray<string> Accuracy { get; init; } = [];

    /// <summary>What its data and its training took; null where it is not known.</summary>
    public string? Cost { get; init; }

    /// <summary>Names of the properties that it gives beyond the energy, from a second file; none where left out.</summary>
    public ImmutableArray<string> Properties { get; init; } = [];

    /// <summary>What inputs and outputs of a model of someone else's mean; null of Lichen's own and of the ANI family.</summary>
    [JsonConverter(typeof(MappingReader))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ForeignMapping? Mapping { get; init; }

    /// <summary>Names of the properties that it gives beyond the energy, by whichever file.</summary>
    [JsonIgnore]
    public IEnumerable<string> Given => Mapping?.Properties ?? Properties;

    /// <summary>Whether several members give an energy each, which spread.</summary>
    [JsonIgnore]
    public bool HasMembers => Mapping is null or { HasMembers: true };

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
    };

    /// <summary>The cards of the potentials that Lichen knows by name.</summary>
    public static ImmutableArray<PotentialCard> Known { get; } =
    [
        Embedded("ani-2x.json"),
        Embedded("ani-1ccx.json"),
        Embedded("lichen-base.json"),
        Embedded("lichen-base-b3lyp.json"),
    ];

    /// <summary>The cards of those that come with Lichen: there is nothing to install.</summary>
    public static ImmutableArray<PotentialCard> Shipped { get; } =
    [.. Known.Where(card => card.Format == PotentialFile.Format)];

    /// <summary>Whether it comes with Lichen.</summary>
    [JsonIgnore]
    public bool IsShipped => Shipped.Any(card => card.Name == Name);

    /// <summary>The card of a known potential, whatever the case of its letters; null when there is none.</summary>
    public static PotentialCard? Find(string name) =>
        Known.FirstOrDefault(card => card.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a card.</summary>
    /// <exception cref="PotentialException">It is no card.</exception>
    public static PotentialCard Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<PotentialCard>(json, Form)
                ?? throw new PotentialException(PotentialProblem.Damaged, "The card is empty.");
        }
        catch (JsonException e)
        {
            throw new PotentialException(PotentialProblem.Damaged, $"The card cannot be read: {e.Message}", e);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Form);

    private static PotentialCard Embedded(string file)
    {
        using Stream stream =
            typeof(PotentialCard).Assembly.GetManifestResourceStream($"Lichen.Learning.Potentials.{file}")
            ?? throw new InvalidOperationException($"The card {file} is not part of this build.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}

/// <summary>A file of a model.</summary>
/// <param name="Name">Plain name, without folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
public sealed record CardFile(string Name, long Bytes, string Sha256)
{
    /// <summary>Of what a file holds.</summary>
    public static CardFile Of(string name, ReadOnlySpan<byte> bytes) =>
        new(name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
}

/// <summary>A structure and what the model gives for it.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Symbols">Element symbols, shape (n).</param>
/// <param name="Angstrom">Coordinates, shape (n, 3), row-major.</param>
/// <param name="Hartree">The energy of the model.</param>
/// <param name="Members">Energies of the members, in hartree; empty where they are not published.</param>
/// <param name="Tolerance">Largest difference of the energy, in hartree.</param>
/// <param name="MemberTolerance">Largest difference of a member, in hartree: what rounding of the published figures
/// leaves.</param>
public sealed record CardReference(
    string Name,
    ImmutableArray<string> Symbols,
    ImmutableArray<double> Angstrom,
    double Hartree,
    ImmutableArray<double> Members,
    double Tolerance,
    double MemberTolerance
)
{
    private const int Decimals = 5;

    /// <summary>What a model gives for a structure, computed in double precision; coordinates are rounded first.</summary>
    /// <param name="model">The model, as its file holds it.</param>
    /// <param name="name">What the structure is.</param>
    /// <param name="geometry">The structure.</param>
    public static CardReference Of(AniModel model, string name, Geometry geometry)
    {
        const double Tolerance = 1e-8;
        double[] angstrom = [.. geometry.ToAngstrom().Select(x => Math.Round(x, Decimals))];
        PotentialResult result = AniReference.Evaluate(
            model,
            Geometry.FromAngstrom(geometry.AtomicNumbers, angstrom),
            forces: false
        );
        return new CardReference(
            name,
            [.. geometry.AtomicNumbers.ToArray().Select(number => Elements.Symbol(number))],
            [.. angstrom],
            Math.Round(result.Hartree, 9),
            [.. result.MemberHartree.Select(energy => Math.Round(energy, 9))],
            Tolerance,
            Tolerance
        );
    }

    /// <summary>Total charge; neutral where it is left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Charge { get; init; }

    /// <summary>Spin multiplicity; a closed shell where it is left out.</summary>
    public int Multiplicity { get; init; } = 1;
}
