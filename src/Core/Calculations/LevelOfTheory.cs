using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Lichen.Core.Calculations;

/// <summary>
/// A level of theory with its geometry policy and conditions, written as chemists write it:
/// <c>B3LYP/def2-SVP//GFN2-xTB, ALPB(water)</c>, <c>GFN2-xTB, Boltzmann(20, 6 kcal/mol), 350 K</c>.
/// </summary>
/// <param name="Method">Method as the program names it, such as GFN2-xTB or B3LYP.</param>
/// <param name="Basis">Basis set, or null for methods that have none.</param>
/// <param name="GeometryLevel">
/// The method, with its basis set if it has one, whose geometry a single point is done on (MMFF94 is the force-field conformer), or null
/// when the geometry is optimised at the level itself.
/// </param>
/// <param name="Solvation">Solvation model and solvent, or null for the gas phase.</param>
public sealed record LevelOfTheory(string Method, string? Basis, string? GeometryLevel, Solvation? Solvation)
{
    /// <summary>The force-field conformer as geometry: embedded by ETKDG, relaxed by MMFF94.</summary>
    public const string ForceFieldGeometry = "MMFF94";

    /// <summary>Temperature where none is written, in kelvin.</summary>
    public const double RoomTemperature = 298.15;

    private const string Kelvin = " K";

    /// <summary>The conformers it is evaluated over, or null: the one of lowest force-field energy.</summary>
    public ConformerEnsemble? Ensemble { get; init; }

    /// <summary>Temperature of free energies and Boltzmann weights, in kelvin; positive.</summary>
    public double Temperature { get; init; } = RoomTemperature;

    /// <summary>The level that gives the geometry, or null where there is none to compute first.</summary>
    public LevelOfTheory? GeometryLevelOfTheory =>
        GeometryLevel is null or ForceFieldGeometry
            ? null
            : new LevelOfTheory(
                GeometryLevel.Split('/')[0],
                GeometryLevel.Split('/') is [_, var basis] ? basis : null,
                null,
                Solvation: null
            )
            {
                Ensemble = Ensemble,
                Temperature = Ensemble is { Weights: ConformerWeights.Boltzmann } ? Temperature : RoomTemperature,
            };

    /// <summary>True when the geometry is optimised at this level.</summary>
    public bool Optimises => GeometryLevel is null;

    /// <summary>The same of one conformer, at room temperature.</summary>
    public LevelOfTheory OfOneConformer => this with { Ensemble = null, Temperature = RoomTemperature };

    public static LevelOfTheory Parse(string text) =>
        TryParse(text, out var level, out var problem) ? level : throw new FormatException(problem);

    /// <summary>Reads <c>METHOD[/BASIS][//METHOD[/BASIS]][, MODEL(SOLVENT)][, conformers(N) or Boltzmann(N)][, T K]</c>, conditions in any order.</summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out LevelOfTheory? level,
        [NotNullWhen(false)] out string? problem
    )
    {
        level = null;
        problem = null;
        var rest = text.Trim();
        if (rest.Any(char.IsControl))
        {
            problem = $"'{text}' has a line break or another control character; a level of theory is one line";
            return false;
        }

        var pieces = Pieces(rest);
        if (Conditions(pieces[1..], out problem) is not var (solvation, ensemble, temperature))
        {
            problem ??= $"'{text}' is not a level of theory";
            return false;
        }

        rest = pieces[0];
        string? geometry = null;
        var slashes = rest.IndexOf("//", StringComparison.Ordinal);
        if (slashes >= 0)
        {
            geometry = string.Join('/', rest[(slashes + 2)..].Split('/', StringSplitOptions.TrimEntries));
            rest = rest[..slashes].Trim();
            if (geometry.Split('/') is not ([{ Length: > 0 }] or [{ Length: > 0 }, { Length: > 0 }]))
            {
                problem =
                    $"after // stands one level that gives the geometry, such as GFN2-xTB, MMFF94 or PBE/def2-SVP; got '{geometry}'";
                return false;
            }
        }

        var parts = rest.Split('/');
        if (parts.Length > 2 || parts.Any(part => part.Trim().Length == 0))
        {
            problem = $"'{text}' is not a level of theory; write METHOD, METHOD/BASIS or METHOD/BASIS//GEOMETRY";
            return false;
        }

        level = new LevelOfTheory(parts[0].Trim(), parts.Length == 2 ? parts[1].Trim() : null, geometry, solvation)
        {
            Ensemble = ensemble,
            Temperature = temperature ?? RoomTemperature,
        };
        return true;
    }

    public override string ToString() =>
        Method
        + (Basis is null ? "" : "/" + Basis)
        + (GeometryLevel is null ? "" : "//" + GeometryLevel)
        + (Solvation is null ? "" : ", " + Solvation)
        + (Ensemble is null ? "" : ", " + Ensemble)
        + (
            Temperature == RoomTemperature
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $", {Temperature}{Kelvin}")
        );

    // Only what stands outside brackets divides: 6-31G(d,p) and conformers(20, 6 kcal/mol) are one piece each.
    private static string[] Pieces(string text)
    {
        var pieces = new List<string>();
        int depth = 0,
            start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth = text[i] switch
            {
                '(' => depth + 1,
                ')' => Math.Max(0, depth - 1),
                _ => depth,
            };
            if (depth == 0 && text[i] == ',' && i + 1 < text.Length && text[i + 1] == ' ')
            {
                pieces.Add(text[start..i].Trim());
                start = i + 1;
            }
        }

        pieces.Add(text[start..].Trim());
        return [.. pieces];
    }

    // Each condition once, in any order.
    private static (Solvation? Solvation, ConformerEnsemble? Ensemble, double? Temperature)? Conditions(
        string[] pieces,
        out string? problem
    )
    {
        Solvation? solvation = null;
        ConformerEnsemble? ensemble = null;
        double? temperature = null;
        problem = null;
        foreach (var piece in pieces)
        {
            var again = false;
            if (ConformerEnsemble.TryParse(piece, out var conformers, out problem))
            {
                (again, ensemble) = (ensemble is not null, conformers);
            }
            else if (problem is not null)
            {
                return null;
            }
            else if (TryTemperature(piece, out var kelvin))
            {
                (again, temperature) = (temperature is not null, kelvin);
            }
            else if (IsMeantAsEnsemble(piece))
            {
                problem = $"'{piece}' is not a condition; an ensemble is written conformers(20) or Boltzmann(20)";
                return null;
            }
            else if (Solvation.TryParse(piece, out var model))
            {
                (again, solvation) = (solvation is not null, model);
            }
            else
            {
                problem =
                    $"'{piece}' is not a condition: a solvation model with its solvent, such as ALPB(water), "
                    + "conformers(20), Boltzmann(20) or a temperature such as 350 K";
                return null;
            }

            if (again)
            {
                problem = $"'{piece}' is the second condition of its kind; each is written once";
                return null;
            }
        }

        return (solvation, ensemble, temperature);
    }

    // A slip in the word would else be taken for a solvation model.
    private static bool IsMeantAsEnsemble(string piece) =>
        piece.StartsWith("bolt", StringComparison.OrdinalIgnoreCase)
        || piece.StartsWith("conf", StringComparison.OrdinalIgnoreCase);

    private static bool TryTemperature(string text, out double kelvin)
    {
        kelvin = 0;
        return text.EndsWith(Kelvin, StringComparison.Ordinal)
            && double.TryParse(text[..^Kelvin.Length], CultureInfo.InvariantCulture, out kelvin)
            && kelvin > 0
            && double.IsFinite(kelvin);
    }
}

/// <summary>An implicit solvation model and its solvent, such as ALPB(water).</summary>
public sealed record Solvation(string Model, string Solvent)
{
    public static bool TryParse(string text, out Solvation? solvation)
    {
        solvation = null;
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open <= 0 || !text.EndsWith(')') || open + 2 >= text.Length)
        {
            return false;
        }

        solvation = new Solvation(text[..open].Trim(), text[(open + 1)..^1].Trim());
        return solvation.Solvent.Length > 0;
    }

    public override string ToString() => $"{Model}({Solvent})";
}
