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

    /// <summary>The article before the name inside a sentence.</summary>
    public static string Article(string property) => property is "sa_score" ? "an" : "a";

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
