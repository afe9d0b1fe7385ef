using System.Text.Json;

namespace Lichen.Chemistry.Reactions;

/// <summary>
/// Files of reaction templates. JSON: an object with <c>reactions</c>, each with <c>name</c> and <c>smarts</c>, and on
/// request <c>groups</c> (what each reactant must have, in words) and <c>example</c> (<c>reactants</c>,
/// <c>product</c>); <c>source</c> tells where they come from. Anything else is text: a reaction SMARTS a line, then
/// white space and a name, or none; lines that start with # are skipped.
/// </summary>
public static class ReactionLibraryFile
{
    /// <exception cref="InvalidDataException">Entries are wrong; the message tells all of them.</exception>
    internal static ReactionLibrary Read(Stream stream, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(stream);
            var root = document.RootElement;
            if (
                root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("reactions", out var reactions)
                || reactions.ValueKind != JsonValueKind.Array
            )
            {
                throw new InvalidDataException($"{name} has no list named reactions.");
            }

            var source = Text(root, "source") ?? name;
            return Compile(name, source, reactions.EnumerateArray().Select((entry, index) => EntryOf(entry, index)));
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"{name} is not JSON: {wrong.Message}", wrong);
        }
    }

    /// <exception cref="InvalidDataException">Lines are wrong; the message tells all of them.</exception>
    internal static ReactionLibrary ReadLines(Stream stream, string name)
    {
        using var reader = new StreamReader(stream);
        return Compile(name, name, Lines(reader));
    }

    private static IEnumerable<Entry> Lines(TextReader reader)
    {
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            var fields = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 0 && !line.StartsWith('#'))
            {
                var named = fields.Length > 1 ? fields[1].Trim() : $"line {number}";
                yield return new Entry($"line {number}", named, fields[0], null, null, null);
            }
        }
    }

    private static ReactionLibrary Compile(string file, string source, IEnumerable<Entry> entries)
    {
        var templates = new List<ReactionTemplate>();
        var problems = new List<string>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var problem = entry.Problem ?? (names.Add(entry.Name) ? null : "the name is used twice");
            if (
                problem is null
                && ReactionTemplate.TryParse(
                    entry.Name,
                    entry.Smarts,
                    out var template,
                    out problem,
                    entry.Groups,
                    entry.Example
                )
            )
            {
                templates.Add(template);
            }

            if (problem is not null)
            {
                problems.Add($"{entry.Where} ({entry.Name}): {problem}");
            }
        }

        if (problems.Count == 0 && templates.Count > 0)
        {
            return new ReactionLibrary(source, templates);
        }

        templates.ForEach(template => template.Dispose());
        throw new InvalidDataException(
            problems.Count == 0 ? $"{file} has no reactions." : $"{file}: {string.Join(Environment.NewLine, problems)}"
        );
    }

    private static Entry EntryOf(JsonElement element, int index)
    {
        var where = $"reaction {index + 1}";
        if (element.ValueKind != JsonValueKind.Object)
        {
            return Entry.Wrong(where, "it is not an object");
        }

        var name = Text(element, "name");
        var smarts = Text(element, "smarts");
        if (string.IsNullOrWhiteSpace(name) || smarts is null)
        {
            return Entry.Wrong(where, "name and smarts are needed");
        }

        ReactionExample? example = null;
        if (element.TryGetProperty("example", out var given))
        {
            var product = Text(given, "product");
            if (product is null || Texts(given, "reactants") is not { } reactants)
            {
                return Entry.Wrong(where, "an example has reactants, a list, and a product");
            }

            example = new ReactionExample(reactants, product);
        }

        return new Entry(where, name, smarts, Texts(element, "groups"), example, null);
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static IReadOnlyList<string>? Texts(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var list)
        && list.ValueKind == JsonValueKind.Array
        && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : null;

    private sealed record Entry(
        string Where,
        string Name,
        string Smarts,
        IReadOnlyList<string>? Groups,
        ReactionExample? Example,
        string? Problem
    )
    {
        public static Entry Wrong(string where, string problem) => new(where, "", "", null, null, problem);
    }
}
