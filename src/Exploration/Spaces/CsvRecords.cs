using System.Text;

namespace Lichen.Exploration.Spaces;

/// <summary>Splits delimited text into records after RFC 4180: quoted fields may hold separators, quotes and line ends.</summary>
public static class CsvRecords
{
    private const int LongestRecord = 1 << 20;

    /// <summary>Reads records one at a time; empty lines are skipped.</summary>
    /// <param name="linesBefore">Lines of the file that were read already.</param>
    /// <exception cref="SpaceException">A quote does not end within a record of sensible length.</exception>
    public static IEnumerable<CsvRecord> Read(TextReader reader, char separator, int linesBefore)
    {
        var line = linesBefore;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (text.Length == 0)
            {
                continue;
            }

            var first = line;
            var record = new StringBuilder(text);
            while (HasOpenQuote(record, separator))
            {
                var next = record.Length < LongestRecord ? reader.ReadLine() : null;
                if (next is null)
                {
                    throw new SpaceException($"line {first}: a quoted field begins and does not end");
                }

                line++;
                record.Append('\n').Append(next);
            }

            yield return new CsvRecord(first, Split(record.ToString(), separator, out var problem), problem);
        }
    }

    /// <summary>Splits one record, a header say.</summary>
    public static IReadOnlyList<string> Split(string record, char separator) => Split(record, separator, out _);

    private static bool HasOpenQuote(StringBuilder record, char separator)
    {
        var open = false;
        var fieldStart = true;
        foreach (var chunk in record.GetChunks())
        {
            foreach (var c in chunk.Span)
            {
                if (c == '"' && (open || fieldStart))
                {
                    open = !open;
                    // A second quote at once is a quote inside the field, and opens it again.
                    fieldStart = !open;
                }
                else
                {
                    fieldStart = !open && c == separator;
                }
            }
        }

        return open;
    }

    private static List<string> Split(string record, char separator, out string? problem)
    {
        problem = null;
        var fields = new List<string>();
        var at = 0;
        while (true)
        {
            if (at < record.Length && record[at] == '"')
            {
                fields.Add(Quoted(record, ref at));
                if (at < record.Length && record[at] != separator)
                {
                    problem ??= $"field {fields.Count} goes on after its closing quote";
                    at = record.IndexOf(separator, at) is >= 0 and var next ? next : record.Length;
                }
            }
            else
            {
                var end = record.IndexOf(separator, at) is >= 0 and var next ? next : record.Length;
                fields.Add(record[at..end]);
                at = end;
            }

            if (at >= record.Length)
            {
                return fields;
            }

            at++;
        }
    }

    private static string Quoted(string record, ref int at)
    {
        var field = new StringBuilder();
        at++;
        while (at < record.Length)
        {
            if (record[at] != '"')
            {
                field.Append(record[at++]);
            }
            else if (at + 1 < record.Length && record[at + 1] == '"')
            {
                field.Append('"');
                at += 2;
            }
            else
            {
                at++;
                break;
            }
        }

        return field.ToString();
    }
}

/// <summary>A record of delimited text.</summary>
/// <param name="Line">Line where it begins, from 1.</param>
/// <param name="Problem">Why its fields are not to be trusted, or null.</param>
public sealed record CsvRecord(int Line, IReadOnlyList<string> Fields, string? Problem);
