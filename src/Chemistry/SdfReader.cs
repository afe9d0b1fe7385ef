using System.Text;

namespace Lichen.Chemistry;

/// <summary>Reads SD files as a stream of records, one in memory at a time.</summary>
/// <remarks>
/// Dalby et al. 1992, <see href="https://doi.org/10.1021/ci00007a012"/>. Any line ending; the last "$$$$" may be
/// missing. A malformed record comes out with its problem, and reading goes on after the next "$$$$".
/// </remarks>
public static class SdfReader
{
    private const string RecordEnd = "$$$$";
    private const string TableEnd = "M  END";

    public static IEnumerable<SdfRecord> Read(TextReader reader)
    {
        int row = 0,
            line = 0;
        var lines = new List<string>();
        var first = 1;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (!text.StartsWith(RecordEnd, StringComparison.Ordinal))
            {
                lines.Add(text);
                continue;
            }

            yield return Record(++row, first, lines);
            lines.Clear();
            first = line + 1;
        }

        if (lines.Any(text => !string.IsNullOrWhiteSpace(text)))
        {
            yield return Record(++row, first, lines);
        }
    }

    private static SdfRecord Record(int row, int firstLine, List<string> lines)
    {
        var end = lines.FindIndex(text => text.StartsWith(TableEnd, StringComparison.Ordinal));
        // Without "M  END" the data items still begin at the first line that looks like one.
        var dataStart =
            end >= 0 ? end + 1
            : lines.FindIndex(IsDataHeader) is >= 0 and var header ? header
            : lines.Count;
        var properties = new Dictionary<string, string>();
        var problem = TableProblem(lines, end) ?? ReadProperties(lines, dataStart, firstLine, properties);
        if (problem is not null && properties.Count == 0)
        {
            _ = ReadProperties(lines, dataStart, firstLine, properties);
        }

        var block = new StringBuilder();
        foreach (var text in lines.Take(dataStart))
        {
            block.Append(text).Append('\n');
        }

        return new SdfRecord(
            row,
            firstLine,
            lines.Count > 0 ? lines[0].Trim() : "",
            block.ToString(),
            properties,
            problem
        );
    }

    private static string? TableProblem(List<string> lines, int end)
    {
        if (lines.Count < 4)
        {
            return $"the record has {lines.Count} lines, fewer than a header and a counts line";
        }

        var counts = lines[3];
        if (!counts.Contains("V2000", StringComparison.Ordinal) && !counts.Contains("V3000", StringComparison.Ordinal))
        {
            return $"its fourth line is no counts line of V2000 or V3000: \"{counts}\"";
        }

        return end < 0 ? $"\"{TableEnd}\" is missing" : null;
    }

    private static string? ReadProperties(
        List<string> lines,
        int start,
        int firstLine,
        Dictionary<string, string> properties
    )
    {
        string? problem = null;
        var i = start;
        while (i < lines.Count)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
            {
                i++;
                continue;
            }

            if (!IsDataHeader(lines[i]))
            {
                problem ??= $"line {firstLine + i} is neither data nor the name of a data item: \"{lines[i]}\"";
                i++;
                continue;
            }

            var name = NameOf(lines[i++]);
            var value = new List<string>();
            while (i < lines.Count && lines[i].Trim().Length > 0)
            {
                // A value may not contain an empty line, and some writers leave out the one that should end it.
                if (IsDataHeader(lines[i]))
                {
                    break;
                }

                value.Add(lines[i++]);
            }

            if (!properties.TryAdd(name, string.Join('\n', value)))
            {
                problem ??= $"the data item \"{name}\" occurs twice";
            }
        }

        return problem;
    }

    private static bool IsDataHeader(string line) =>
        line.StartsWith('>') && line.Contains('<', StringComparison.Ordinal);

    private static string NameOf(string header)
    {
        var open = header.IndexOf('<', StringComparison.Ordinal);
        var close = header.LastIndexOf('>');
        return close > open ? header[(open + 1)..close].Trim() : header[(open + 1)..].Trim();
    }
}
