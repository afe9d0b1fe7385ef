using System.CommandLine;
using Lichen.Core;

namespace Lichen.Cli.Potentials;

/// <summary>Arguments and options of <c>lichen models tune</c>.</summary>
internal sealed class TuneArguments
{
    private const double Angstrom = 1 / Constants.BohrInAngstrom;

    // Energies in hartree.
    private static readonly Dictionary<string, double> Energies = new(StringComparer.OrdinalIgnoreCase)
    {
        ["eV"] = 1 / Constants.HartreeInElectronvolt,
        ["hartree"] = 1,
        ["kcal/mol"] = 1 / Constants.HartreeInKilocaloriePerMole,
        ["kJ/mol"] = 1 / (4.184 * Constants.HartreeInKilocaloriePerMole),
    };

    // Forces in hartree per bohr.
    private static readonly Dictionary<string, double> Slopes = Energies
        .SelectMany(unit =>
            new[]
            {
                KeyValuePair.Create(unit.Key + "/angstrom", unit.Value / Angstrom),
                KeyValuePair.Create(unit.Key + "/bohr", unit.Value),
            }
        )
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    public Argument<string> Name { get; } =
        new("name") { Description = "Name of the potential that is made, as levels will write it.", HelpName = "name" };

    public Option<string> Data { get; } =
        new("--data")
        {
            Description = "Structures with energies and forces, in extended XYZ (also .gz).",
            HelpName = "file.xyz",
            Required = true,
        };

    public Option<string> Level { get; } =
        new("--level")
        {
            Description = "Level of theory of the labels, for the card, such as wB97X-D/def2-TZVP.",
            HelpName = "level",
            Required = true,
        };

    public Option<string> From { get; } =
        new("--from")
        {
            Description = "The potential to begin with: one that Lichen trained.",
            HelpName = "name",
            DefaultValueFactory = _ => "lichen-base",
        };

    public Option<string> Energy { get; } =
        new("--energy")
        {
            Description = "Key of the total energy in the comment line.",
            HelpName = "key",
            DefaultValueFactory = _ => "energy",
        };

    public Option<string> Forces { get; } =
        new("--forces")
        {
            Description = "Name of the three columns of forces.",
            HelpName = "name",
            DefaultValueFactory = _ => "forces",
        };

    public Option<string> Unit { get; } = Units("--unit", "Unit of the energies.", Energies, "eV");

    public Option<string> ForceUnit { get; } = Units("--force-unit", "Unit of the forces.", Slopes, "eV/angstrom");

    public Option<string?> Licence { get; } =
        new("--licence")
        {
            Description = "Licence of what is made; that of --from where it is left out.",
            HelpName = "name",
        };

    public Option<bool> Replace { get; } =
        new("--replace") { Description = "Take the place of an installed potential of the same name." };

    public Option<string?> Rejects { get; } =
        new("--rejects")
        {
            Description = "File for frames that cannot be used; beside the data where it is left out.",
            HelpName = "file.csv",
        };

    /// <summary>What the file calls energies and forces.</summary>
    public ForceWish Wish(ParseResult parsed) =>
        new(
            parsed.GetValue(Data)!,
            parsed.GetValue(Energy)!,
            parsed.GetValue(Forces)!,
            Energies[parsed.GetValue(Unit)!],
            Slopes[parsed.GetValue(ForceUnit)!]
        );

    private static Option<string> Units(string name, string description, Dictionary<string, double> units, string usual)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = "unit",
            DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } found && !units.ContainsKey(found))
            {
                var near = NearestWord.Suggestion(found, units.Keys);
                result.AddError($"{name}: '{found}' is none of {string.Join(", ", units.Keys)}{near}");
            }
        });
        return option;
    }
}
