using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Lichen.Core.Calculations;

/// <summary>
/// The conformers that a level is evaluated over, as its name says: <c>conformers(20, 6 kcal/mol)</c> is the lowest of
/// them, <c>Boltzmann(20, 6 kcal/mol)</c> their thermal mean.
/// </summary>
/// <param name="Weights">What of the ensemble a value is of.</param>
/// <param name="Count">Conformers to embed, 1 to 1,000, or null: as many as the bonds that turn ask for, written auto.</param>
/// <param name="WindowKilocaloriesPerMole">Energy above the lowest, at the level, up to which conformers count; positive.</param>
public sealed record ConformerEnsemble(ConformerWeights Weights, int? Count, double WindowKilocaloriesPerMole)
{
    /// <summary>Window where none is written, in kcal/mol: at 298 K a conformer at its edge weighs 4e-5.</summary>
    public const double UsualWindow = 6;

    public const int Most = 1000;

    private const string Unit = " kcal/mol";

    /// <summary>Reads <c>conformers(COUNT[, WINDOW])</c> or <c>Boltzmann(COUNT[, WINDOW])</c>; case does not matter.</summary>
    /// <param name="ensemble">The ensemble, or null where the text is none.</param>
    /// <param name="problem">What is wrong inside the brackets; null where the text begins with another word.</param>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out ConformerEnsemble? ensemble,
        out string? problem
    )
    {
        (ensemble, problem) = (null, null);
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var word = open < 0 ? text : text[..open].Trim();
        ConformerWeights? weights =
            word.Equals("conformers", StringComparison.OrdinalIgnoreCase) ? ConformerWeights.Lowest
            : word.Equals("Boltzmann", StringComparison.OrdinalIgnoreCase) ? ConformerWeights.Boltzmann
            : null;
        if (weights is null)
        {
            return false;
        }

        var parts = open > 0 && text.EndsWith(')') ? text[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries) : [];
        var window = UsualWindow;
        if (
            parts.Length is not (1 or 2)
            || !TryCount(parts[0], out var count)
            || (parts.Length == 2 && !TryWindow(parts[1], out window))
        )
        {
            problem =
                $"'{text}' is no ensemble; write a number of conformers from 1 to {Most} or auto, and a window above 0, "
                + $"as in {word}(20) or {word}(auto, 6 kcal/mol)";
            return false;
        }

        ensemble = new ConformerEnsemble(weights.Value, count, window);
        return true;
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(Weights == ConformerWeights.Boltzmann ? "Boltzmann" : "conformers")}({(Count is { } count ? $"{count}" : "auto")}, {WindowKilocaloriesPerMole}{Unit})"
        );

    private static bool TryCount(string text, out int? count)
    {
        count = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        return text.Equals("auto", StringComparison.OrdinalIgnoreCase) || count is >= 1 and <= Most;
    }

    private static bool TryWindow(string text, out double window)
    {
        window = 0;
        // Blanks around the stroke are a matter of taste.
        var dense = text.Replace(" ", "", StringComparison.Ordinal);
        var unit = Unit.Trim();
        return dense.EndsWith(unit, StringComparison.Ordinal)
            && double.TryParse(dense[..^unit.Length], CultureInfo.InvariantCulture, out window)
            && window > 0
            && double.IsFinite(window);
    }
}

/// <summary>What of an ensemble of conformers a value is of.</summary>
public enum ConformerWeights
{
    /// <summary>The conformer of lowest energy.</summary>
    Lowest,

    /// <summary>All within the window, each with its Boltzmann weight.</summary>
    Boltzmann,
}
