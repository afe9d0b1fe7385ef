using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Spaces;

/// <summary>Rows of a file of molecules, by the kind that its name says.</summary>
internal static class SpaceRows
{
    public static IEnumerable<SpaceRow> Read(TextReader reader, string file, SpaceSpec space) =>
        SpaceFile.FormatOf(file) switch
        {
            SpaceFormat.Smiles => SmilesRows.Read(reader),
            SpaceFormat.Csv => CsvRows.Read(reader, space),
            _ => SdfRows.Read(reader, space),
        };
}
