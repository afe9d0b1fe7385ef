using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>What the inputs and outputs of someone else's model mean.</summary>
/// <param name="Inputs">Every input of the model.</param>
/// <param name="Outputs">The outputs that are used.</param>
/// <param name="CutoffAngstrom">Pairs farther apart are left out, in angstrom; null where no input is of pairs.</param>
/// <param name="MostAtoms">Atoms of a molecule that it was made for at most; null: any number.</param>
/// <param name="SelfHartree">Energy to be added for every atom of an element, in hartree; null: the energy is
/// whole.</param>
public sealed record ForeignMapping(
    ImmutableArray<MappedInput> Inputs,
    ImmutableArray<MappedOutput> Outputs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? CutoffAngstrom,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MostAtoms,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        ImmutableSortedDictionary<string, double>? SelfHartree
)
{
    /// <summary>Properties beside the energy that the model gives, by their names.</summary>
    [JsonIgnore]
    public IEnumerable<string> Properties =>
        Outputs.Where(output => output.Role == MappedOutput.OfProperty).Select(output => output.Property!);

    /// <summary>True where the model gives forces itself.</summary>
    [JsonIgnore]
    public bool HasForces => (Output(MappedOutput.Forces) ?? Output(MappedOutput.Gradient)) is not null;

    /// <summary>True where the model gives an energy of each of several members.</summary>
    [JsonIgnore]
    public bool HasMembers => Output(MappedOutput.MemberEnergies) is not null;

    public string InputsInWords() =>
        string.Join(
            ", ",
            Inputs.Select(input =>
                input.IsOfPairs
                    ? FormattableString.Invariant($"{input.Role} within {CutoffAngstrom} angstrom")
                    : input.Role
            )
        );

    public string OutputsInWords() =>
        string.Join(", ", Outputs.Select(output => $"{output.Property ?? output.Role} ({output.Unit})"))
        + (HasForces ? "" : "; forces by differentiation");

    public string ToJson() => JsonSerializer.Serialize(this);

    internal MappedInput? Input(string role) => Inputs.FirstOrDefault(input => input.Role == role);

    internal MappedOutput? Output(string role) => Outputs.FirstOrDefault(output => output.Role == role);
}

/// <summary>An input.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Role">What it is, one of <see cref="Roles"/>.</param>
/// <param name="Unit">Of coordinates and shifts: "angstrom" or "bohr".</param>
/// <param name="As">Of species: "numbers", atomic numbers, or "places", places in <paramref name="Elements"/> from
/// 0.</param>
/// <param name="Elements">Of species as places: the symbols in their order.</param>
/// <param name="Batched">True where there is one dimension more, of length one, before those of the atoms.</param>
/// <param name="Layout">Of pairs: "columns", shape (2, pairs), or "rows", shape (pairs, 2).</param>
/// <param name="Each">Of pairs: "once", or "twice", both ways.</param>
/// <param name="Precision">Of numbers that a TorchScript program takes: "single" or "double". An ONNX graph says it
/// itself.</param>
public sealed record MappedInput(
    string Name,
    string Role,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Unit = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? As = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<string>? Elements = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Batched = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Layout = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Each = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Precision = null
)
{
    internal const string Species = "species";
    internal const string Coordinates = "coordinates";
    internal const string Charge = "charge";
    internal const string Multiplicity = "multiplicity";
    internal const string AtomCount = "atom_count";
    internal const string StructureOfAtom = "structure_of_atom";
    internal const string Pairs = "pairs";
    internal const string PairFirst = "pair_first";
    internal const string PairSecond = "pair_second";
    internal const string PairShifts = "pair_shifts";

    /// <summary>What inputs can be.</summary>
    public static ImmutableArray<string> Roles { get; } =
    [Species, Coordinates, Charge, Multiplicity, AtomCount, StructureOfAtom, Pairs, PairFirst, PairSecond, PairShifts];

    [JsonIgnore]
    internal bool IsOfPairs => Role is Pairs or PairFirst or PairSecond or PairShifts;
}

/// <summary>An output.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Role">What it is, one of <see cref="Roles"/>.</param>
/// <param name="Unit">Of energies, slopes and dipole moments; a property of another unit is in its own.</param>
/// <param name="Property">Of a property: its name.</param>
public sealed record MappedOutput(
    string Name,
    string Role,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Unit = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Property = null
)
{
    internal const string Energy = "energy";
    internal const string AtomEnergies = "atom_energies";
    internal const string MemberEnergies = "member_energies";
    internal const string Forces = "forces";
    internal const string Gradient = "gradient";
    internal const string OfProperty = "property";

    /// <summary>What outputs can be.</summary>
    public static ImmutableArray<string> Roles { get; } =
    [Energy, AtomEnergies, MemberEnergies, Forces, Gradient, OfProperty];
}
