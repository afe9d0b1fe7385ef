namespace Lichen.Cli.Campaigns;

/// <summary>A line of rejects.csv: row, id, text, code, reason.</summary>
internal sealed record RejectedRow(string Row, string Id, string Code, string Reason)
{
    /// <summary>The first refused row of a run with an id; null when there is none.</summary>
    public static RejectedRow? Find(string runFolder, string id)
    {
        var file = Path.Combine(runFolder, "rejects.csv");
        return File.Exists(file) ? Find(File.ReadLines(file), id) : null;
    }

    /// <summary>The first row with an id; null when there is none.</summary>
    /// <param name="lines">Lines of the file, the header first.</param>
    public static RejectedRow? Find(IEnumerable<string> lines, string id) =>
        lines
            .Skip(1)
            .Where(line => line.Contains(id, StringComparison.Ordinal))
            .Select(Fields)
            .Where(fields => fields.Count == 5 && fields[1] == id)
            .Select(fields => new RejectedRow(fields[0], fields[1], fields[3], fields[4]))
            .FirstOrDefault();

    // RFC 4180; a field that spans lines is not looked into.
    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '"' when quoted && i + 1 < line.Length && line[i + 1] == '"':
                    field.Append('"');
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    fields.Add(field.ToString());
                    field.Clear();
                    break;
                default:
                    field.Append(line[i]);
                    break;
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
