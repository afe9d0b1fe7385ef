using System.Text.Json;

namespace Lichen.Studies.Base;

/// <summary>The results of these studies, in the folder of their code.</summary>
internal static class BaseResults
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Folder { get; } = Path.Combine(Repository.Folder, "bench", "Studies", "Base");

    /// <summary>Writes a table.</summary>
    public static void Write(string table, IEnumerable<string> lines) =>
        File.WriteAllLines(Path.Combine(Folder, table), lines);

    /// <summary>Writes what a table comes to, and says it.</summary>
    public static void Summarise(string file, object summary)
    {
        string json = JsonSerializer.Serialize(summary, Indented) + "\n";
        File.WriteAllText(Path.Combine(Folder, file), json);
        Console.Write(json);
    }
}
