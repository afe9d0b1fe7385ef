using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Lichen.Exploration.Specification;

/// <summary>Writes nodes as YAML text.</summary>
internal static partial class YamlText
{
    private const int LineLength = 100;

    /// <param name="root">What to write, a mapping.</param>
    /// <param name="notes">Comments by path, written above the key or item that they belong to.</param>
    public static string Write(MapNode root, ILookup<string, string> notes)
    {
        var text = new StringBuilder();
        WriteMap(text, root, "", 0, notes, firstOnLine: false);
        return text.ToString();
    }

    /// <summary>A scalar or structure as JSON, numbers and truth values unquoted.</summary>
    public static JsonNode ToJson(FileNode node) =>
        node switch
        {
            MapNode map => new JsonObject(
                map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, (JsonNode?)ToJson(entry.Value)))
            ),
            ListNode list => new JsonArray([.. list.Items.Select(ToJson)]),
            ScalarNode { Text: "true" or "false" } scalar => scalar.Text == "true",
            ScalarNode scalar when long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, null, out var whole) =>
                whole,
            ScalarNode scalar when double.TryParse(scalar.Text, NumberStyles.Float, null, out var number) => number,
            ScalarNode scalar => scalar.Text,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static void WriteMap(
        StringBuilder text,
        MapNode map,
        string path,
        int indent,
        ILookup<string, string> notes,
        bool firstOnLine
    )
    {
        foreach (var (key, value) in map.Entries)
        {
            var below = path.Length == 0 ? key.Text : $"{path}.{key.Text}";
            if (!firstOnLine)
            {
                WriteNotes(text, notes[below], indent);
                text.Append(' ', indent);
            }

            firstOnLine = false;
            text.Append(Scalar(ScalarNode.Quotable(key.Text))).Append(':');
            WriteValue(text, value, below, indent, notes);
        }
    }

    private static void WriteValue(
        StringBuilder text,
        FileNode value,
        string path,
        int indent,
        ILookup<string, string> notes
    )
    {
        switch (value)
        {
            case ScalarNode scalar:
                text.Append(' ').Append(Scalar(scalar)).Append('\n');
                break;
            case MapNode map:
                text.Append('\n');
                WriteMap(text, map, path, indent + 2, notes, firstOnLine: false);
                break;
            case ListNode list when Flow(list) is { } flow && flow.Length + indent < LineLength:
                text.Append(' ').Append(flow).Append('\n');
                break;
            case ListNode list:
                text.Append('\n');
                foreach (var (index, item) in list.Items.Index())
                {
                    var below = $"{path}[{index + 1}]";
                    WriteNotes(text, notes[below], indent + 2);
                    text.Append(' ', indent + 2).Append('-');
                    if (item is MapNode itemMap)
                    {
                        text.Append(' ');
                        WriteMap(text, itemMap, below, indent + 4, notes, firstOnLine: true);
                    }
                    else
                    {
                        WriteValue(text, item, below, indent + 2, notes);
                    }
                }

                break;
        }
    }

    private static void WriteNotes(StringBuilder text, IEnumerable<string> notes, int indent)
    {
        foreach (var note in notes)
        {
            text.Append(' ', indent).Append("# ").Append(ScalarNode.Printable(note)).Append('\n');
        }
    }

    private static string? Flow(ListNode list) =>
        list.Items.All(item => item is ScalarNode)
            ? $"[{string.Join(", ", list.Items.Select(item => Scalar((ScalarNode)item)))}]"
            : null;

    // Plain where no reader could take it for anything but this text; quoted otherwise.
    private static string Scalar(ScalarNode scalar)
    {
        var text = scalar.Text;
        var safe = SafePlain().IsMatch(text) && !text.EndsWith(' ');
        return safe && (scalar.Plain || !Ambiguous().IsMatch(text)) ? text : Quoted(text);
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(
                c switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    _ when char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF' =>
                        $"\\u{(int)c:X4}",
                    _ => c.ToString(),
                }
            );
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"^[A-Za-z0-9./+_](?:[A-Za-z0-9 ./+_^()*-]|:(?=[A-Za-z0-9]))*\z|^-[0-9.][0-9.eE+-]*\z")]
    private static partial Regex SafePlain();

    [GeneratedRegex(
        @"^(?:[-+.]?[0-9][0-9._eExXoOa-fA-F:+-]*|null|true|false|yes|no|on|off|[-+]?\.(?:inf|nan))\z",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Ambiguous();
}
