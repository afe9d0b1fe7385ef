namespace Lichen.Reporting;

/// <summary>Names of properties as prose and axes write them.</summary>
internal static class PropertyWords
{
    /// <summary>Short name for an axis or a table head.</summary>
    public static string Symbol(string property) =>
        property switch
        {
            "homo_lumo_gap" => "HOMO–LUMO gap",
            "homo_energy" => "HOMO energy",
            "lumo_energy" => "LUMO energy",
            "sa_score" => "SA score",
            "crippen_log_p" => "Crippen log P",
            _ => Capital(property.Replace('_', ' ')),
        };

    /// <summary>The name inside a sentence.</summary>
    public static string InSentence(string property) =>
        property switch
        {
            "homo_lumo_gap" or "homo_energy" or "lumo_energy" or "sa_score" or "crippen_log_p" => Symbol(property),
            _ => property.Replace('_', ' '),
        };

    /// <summary>A unit as prose and axes write it: bohr³; nothing where there is none.</summary>
    public static string Unit(string unit) =>
        unit is "1"
            ? ""
            : unit.Replace("^2", "²", StringComparison.Ordinal).Replace("^3", "³", StringComparison.Ordinal);

    /// <summary>The unit with the space before it, behind a number.</summary>
    public static string AfterNumber(string unit) => Unit(unit) is { Length: > 0 } written ? " " + written : "";

    /// <summary>Short name and unit for an axis.</summary>
    public static string Axis(string property, string unit) => Symbol(property) + InBrackets(unit);

    /// <summary>The unit in brackets behind a name.</summary>
    public static string InBrackets(string unit) => Unit(unit) is { Length: > 0 } written ? $" ({written})" : "";

    /// <summary>The article before the name inside a sentence.</summary>
    public static string Article(string property) => property is "sa_score" ? "an" : "a";

    /// <summary>The text as a sentence begins.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
