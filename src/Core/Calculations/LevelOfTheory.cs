using System.Diagnostics.CodeAnalysis;

namespace Lichen.Core.Calculations;

/// <summary>
/// A level of theory with its geometry policy and conditions, written as chemists write it:
/// <c>B3LYP/def2-SVP//GFN2-xTB, ALPB(water)</c>.
/// </summary>
/// <param name="Method">Method as the program names it, such as GFN2-xTB or B3LYP.</param>
/// <param name="Basis">Basis set, or null for methods that have none.</param>
/// <param name="GeometryLevel">
/// The method whose geometry a single point is done on (MMFF94 is the force-field conformer), or null
/// when the geometry is optimised at the level itself.
/// </param>
/// <param name="Solvation">Solvation model and solvent, or null for the gas phase.</param>
public sealed record LevelOfTheory(string Method, string? Basis, string? GeometryLevel, Solvation? Solvation)
{
    /// <summary>The force-field conformer as geometry: embedded by ETKDG, relaxed by MMFF94.</summary>
    public const string ForceFieldGeometry = "MMFF94";

    /// <summary>The level that gives the geometry, or null where there is none to compute first.</summary>
    public LevelOfTheory? GeometryLevelOfTheory =>
        GeometryLevel is null or ForceFieldGeometry
            ? null
            : new LevelOfTheory(GeometryLevel, null, null, Solvation: null);

    /// <summary>True when the geometry is optimised at this level.</summary>
    public bool Optimises => GeometryLevel is null;

    public static LevelOfTheory Parse(string text) =>
        TryParse(text, out var level, out var problem) ? level : throw new FormatException(problem);

    /// <summary>Reads <c>METHOD[/BASIS][//GEOMETRY][, MODEL(SOLVENT)]</c>.</summary>
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

        Solvation? solvation = null;
        var comma = rest.IndexOf(", ", StringComparison.Ordinal);
        if (comma >= 0)
        {
            if (!Solvation.TryParse(rest[(comma + 2)..].Trim(), out solvation))
            {
                problem = $"'{rest[(comma + 2)..]}' is not a solvation model with its solvent, such as ALPB(water)";
                return false;
            }

            rest = rest[..comma].Trim();
        }

        string? geometry = null;
        var slashes = rest.IndexOf("//", StringComparison.Ordinal);
        if (slashes >= 0)
        {
            geometry = rest[(slashes + 2)..].Trim();
            rest = rest[..slashes].Trim();
            if (geometry.Length == 0 || geometry.Contains('/', StringComparison.Ordinal))
            {
                problem =
                    $"after // stands one method that gives the geometry, such as GFN2-xTB or MMFF94; got '{geometry}'";
                return false;
            }
        }

        var parts = rest.Split('/');
        if (parts.Length > 2 || parts.Any(part => part.Trim().Length == 0))
        {
            problem = $"'{text}' is not a level of theory; write METHOD, METHOD/BASIS or METHOD/BASIS//GEOMETRY";
            return false;
        }

        level = new LevelOfTheory(parts[0].Trim(), parts.Length == 2 ? parts[1].Trim() : null, geometry, solvation);
        return true;
    }

    public override string ToString() =>
        Method
        + (Basis is null ? "" : "/" + Basis)
        + (GeometryLevel is null ? "" : "//" + GeometryLevel)
        + (Solvation is null ? "" : ", " + Solvation);
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
