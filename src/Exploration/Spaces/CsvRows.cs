using Lichen.Core;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Spaces;

/// <summary>Reads .csv with a header. The separator is a comma, or a tab or semicolon where only that gives the column.</summary>
internal static class CsvRows
{
    private static readonly char[] Separators = [',', '\t', ';'];
    private static readonly string[] UsualIds = ["id", "name"];

    /// <exception cref="SpaceException">A column is missing; the message names the nearest one.</exception>
    public static IEnumerable<SpaceRow> Read(TextReader reader, SpaceSpec space)
    {
        var header = reader.ReadLine();
        var line = 1;
        while (header is { Length: 0 })
        {
            header = reader.ReadLine();
            line++;
        }

        return header is null ? [] : Rows(reader, header, line, space);
    }

    private static IEnumerable<SpaceRow> Rows(TextReader reader, string header, int line, SpaceSpec space)
    {
        var (separator, columns, smilesAt) = Columns(header, space);
        var idAt = space.IdColumn is { } wanted
            ? Find(columns, wanted) ?? throw Missing(columns, wanted, "space.id_column")
            : UsualIds.Select(usual => Find(columns, usual)).FirstOrDefault(found => found is not null);
        var row = 0;
        foreach (var record in CsvRecords.Read(reader, separator, line))
        {
            row++;
            var problem =
                record.Problem
                ?? (
                    record.Fields.Count == columns.Count
                        ? null
                        : $"the row has {record.Fields.Count} fields and the header {columns.Count}"
                );
            var id = idAt is { } at && at < record.Fields.Count ? record.Fields[at] : null;
            var smiles = smilesAt < record.Fields.Count ? record.Fields[smilesAt].Trim() : "";
            yield return new SpaceRow(row, SpaceRow.IdOr(id, row), smiles, problem);
        }
    }

    private static (char Separator, IReadOnlyList<string> Columns, int SmilesAt) Columns(string header, SpaceSpec space)
    {
        foreach (var separator in Separators)
        {
            var columns = Names(header, separator);
            if (Find(columns, space.SmilesColumn ?? "smiles") is { } at)
            {
                return (separator, columns, at);
            }
        }

        var most = Separators.MaxBy(separator => Names(header, separator).Count);
        throw Missing(Names(header, most), space.SmilesColumn ?? "smiles", "space.smiles_column");
    }

    private static List<string> Names(string header, char separator) =>
        [.. CsvRecords.Split(header, separator).Select(name => name.Trim())];

    // Exactly as written first; else in any case, if only one column has the name.
    private static int? Find(IReadOnlyList<string> columns, string name)
    {
        var exact = columns.ToList().IndexOf(name);
        if (exact >= 0)
        {
            return exact;
        }

        var alike = columns
            .Index()
            .Where(column => column.Item.Equals(name, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return alike.Count == 1 ? alike[0].Index : null;
    }

    private static SpaceException Missing(IReadOnlyList<string> columns, string wanted, string key)
    {
        var all = string.Join(", ", columns.Take(20).Select(column => $"'{column}'"));
        var more = columns.Count > 20 ? $" and {columns.Count - 20} more" : "";
        var near = NearestWord.Of(wanted, columns) is { } column ? $"did you mean '{column}'? " : "";
        return new SpaceException($"there is no column '{wanted}' ({key}); {near}the columns are {all}{more}");
    }
}
