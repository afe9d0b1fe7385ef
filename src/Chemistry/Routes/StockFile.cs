using System.Globalization;
using System.IO.Compression;

namespace Lichen.Chemistry.Routes;

/// <summary>
/// Files of building blocks: text with a SMILES and, after white space, a name on each line; or a table whose first
/// line names the columns, divided by commas or tabs, with <c>smiles</c> and on request <c>price</c>; the name is the
/// first other column. Either may be compressed (.gz).
/// </summary>
public static class StockFile
{
    private const string SmilesColumn = "smiles";
    private const string PriceColumn = "price";

    internal static (List<StockItem> Items, List<BadStockRow> Bad) Read(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var reader = new StreamReader(content);
        return Read(reader);
    }

    internal static (List<StockItem> Items, List<BadStockRow> Bad) Read(TextReader reader)
    {
        var items = new List<StockItem>();
        var bad = new List<BadStockRow>();
        var number = 0;
        Columns? columns = null;
        var first = true;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (first && Columns.Of(line) is { } named)
            {
                columns = named;
                first = false;
                continue;
            }

            first = false;
            var item = columns is null ? OfWords(line) : columns.Item(line);
            if (item is null)
            {
                bad.Add(new BadStockRow(number, line));
            }
            else
            {
                items.Add(item with { Line = number });
            }
        }

        return (items, bad);
    }

    private static StockItem? OfWords(string line)
    {
        var words = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null : new StockItem(words[0], words.Length > 1 ? words[1].Trim() : "", null);
    }

    private sealed record Columns(char Divider, int Smiles, int Name, int Price)
    {
        public static Columns? Of(string line)
        {
            foreach (var divider in ",\t")
            {
                var names = Fields(line, divider);
                var smiles = Find(names, SmilesColumn);
                if (smiles >= 0 && (names.Count > 1 || line.Trim().Length == SmilesColumn.Length))
                {
                    var price = Find(names, PriceColumn);
                    var name = Enumerable.Range(0, names.Count).Where(i => i != smiles && i != price);
                    return new Columns(divider, smiles, name.FirstOrDefault(-1), price);
                }
            }

            return null;
        }

        public StockItem? Item(string line)
        {
            var fields = Fields(line, Divider);
            if (fields.Count <= Smiles || fields[Smiles].Length == 0)
            {
                return null;
            }

            var name = Name >= 0 && Name < fields.Count ? fields[Name] : "";
            var known =
                Price >= 0
                && Price < fields.Count
                && double.TryParse(fields[Price], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && value >= 0
                && double.IsFinite(value)
                    ? value
                    : (double?)null;
            return new StockItem(fields[Smiles], name, known);
        }

        private static int Find(List<string> names, string name) =>
            names.FindIndex(column => column.Equals(name, StringComparison.OrdinalIgnoreCase));

        // A field in quotes may hold the divider, and a quote as two.
        private static List<string> Fields(string line, char divider)
        {
            if (!line.Contains('"', StringComparison.Ordinal))
            {
                return [.. line.Split(divider, StringSplitOptions.TrimEntries)];
            }

            var fields = new List<string>();
            var field = new System.Text.StringBuilder();
            var quoted = false;
            for (var at = 0; at < line.Length; at++)
            {
                if (line[at] == '"')
                {
                    if (quoted && at + 1 < line.Length && line[at + 1] == '"')
                    {
                        field.Append(line[++at]);
                    }
                    else
                    {
                        quoted = !quoted;
                    }
                }
                else if (line[at] == divider && !quoted)
                {
                    fields.Add(field.ToString().Trim());
                    field.Clear();
                }
                else
                {
                    field.Append(line[at]);
                }
            }

            fields.Add(field.ToString().Trim());
            return fields;
        }
    }
}
