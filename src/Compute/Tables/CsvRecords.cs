using System.Text;

namespace Lichen.Compute.Tables;

/// <summary>The records of a CSV text as RFC 4180 has them: quoted fields may hold commas, quotes and line ends.</summary>
internal static class CsvRecords
{
    /// <summary>Each record with the line it starts at, from 1; empty lines are left out.</summary>
    /// <exception cref="FormatException">A quoted field does not end, or goes on after its quote.</exception>
    public static IEnumerable<(int Line, List<string> Fields)> Read(TextReader text)
    {
        var line = 0;
        while (text.ReadLine() is { } first)
        {
            var start = ++line;
            if (first.Length == 0)
            {
                continue;
            }

            var fields = new List<string>();
            var rest = first;
            var at = 0;
            while (at <= rest.Length)
            {
                if (at < rest.Length && rest[at] == '"')
                {
                    fields.Add(Quoted(text, ref rest, ref at, ref line, start));
                }
                else
                {
                    var comma = rest.IndexOf(',', at);
                    var end = comma < 0 ? rest.Length : comma;
                    fields.Add(rest[at..end].Trim());
                    at = end + 1;
                }
            }

            yield return (start, fields);
        }
    }

    private static string Quoted(TextReader text, ref string rest, ref int at, ref int line, int start)
    {
        var field = new StringBuilder();
        at++;
        while (true)
        {
            var quote = rest.IndexOf('"', at);
            if (quote < 0)
            {
                field.Append(rest, at, rest.Length - at).Append('\n');
                rest = text.ReadLine() ?? throw new FormatException($"line {start}: a quoted field has no end");
                line++;
                at = 0;
                continue;
            }

            field.Append(rest, at, quote - at);
            at = quote + 1;
            if (at < rest.Length && rest[at] == '"')
            {
                field.Append('"');
                at++;
                continue;
            }

            if (at < rest.Length && rest[at] != ',')
            {
                throw new FormatException($"line {line}: '{rest[at]}' follows a closing quote; a comma is expected");
            }

            at++;
            return field.ToString();
        }
    }
}
