using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using Lichen.Core;

namespace Lichen.Exploration.Specification;

/// <summary>Any text on one line.</summary>
/// <param name="expected">What the text is, with its article.</param>
/// <param name="problem">Says what is wrong with a text, or null when nothing is.</param>
/// <param name="pattern">Regular expression for the schema, or null.</param>
internal sealed class TextKind(string expected, Func<string, string?>? problem = null, string? pattern = null)
    : Kind<string>
{
    public override string Expected => expected;

    public override bool TryRead(FileNode node, Place place, [MaybeNullWhen(false)] out string value)
    {
        if (node is not ScalarNode { IsEmpty: false } scalar || scalar.Text.Trim().Length == 0)
        {
            return Wrong(node, place, out value);
        }

        value = scalar.Text.Trim();
        return value.Any(char.IsControl) ? Wrong(node, place, out value, "; it stands on one line")
            : problem?.Invoke(value) is { } reason ? Wrong(node, place, out value, reason)
            : true;
    }

    public override FileNode Write(string value) => ScalarNode.Quotable(value);

    public override JsonObject Schema()
    {
        // A plain 42 is a number to an editor and a text to us.
        var schema = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") };
        if (pattern is not null)
        {
            schema["pattern"] = pattern;
        }

        return schema;
    }
}

/// <summary>One of a few words.</summary>
internal sealed class WordKind<T>(params (string Word, T Value)[] words) : Kind<T>
    where T : notnull
{
    public override string Expected =>
        words.Length == 2
            ? $"'{words[0].Word}' or '{words[1].Word}'"
            : $"one of {string.Join(", ", words.Select(word => $"'{word.Word}'"))}";

    public override bool TryRead(FileNode node, Place place, [MaybeNullWhen(false)] out T value)
    {
        if (node is not ScalarNode scalar)
        {
            return Wrong(node, place, out value);
        }

        foreach (var (word, meaning) in words)
        {
            if (word == scalar.Text)
            {
                value = meaning;
                return true;
            }
        }

        // YAML 1.1 has eleven ways to say yes; here there is one.
        var meant = scalar.Text.ToLowerInvariant() switch
        {
            "yes" or "on" or "y" => "true",
            "no" or "off" or "n" => "false",
            var other => other,
        };
        return Wrong(node, place, out value, NearestWord.Suggestion(meant, words.Select(word => word.Word)));
    }

    public override FileNode Write(T value) => ScalarNode.Word(words.First(word => word.Value.Equals(value)).Word);

    public override JsonObject Schema()
    {
        if (typeof(T) == typeof(bool) && words.All(word => word.Word is "true" or "false"))
        {
            return new JsonObject { ["type"] = "boolean" };
        }

        return new JsonObject { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word.Word)]) };
    }
}

/// <summary>A whole number in a range, both ends included.</summary>
internal sealed class IntegerKind(string expected, int low, int high) : Kind<int>
{
    public override string Expected => expected;

    public override bool TryRead(FileNode node, Place place, out int value)
    {
        value = 0;
        return node is ScalarNode { Plain: true } scalar
                && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
                && value >= low
                && value <= high
            || Wrong(node, place, out value, Quoted(node));
    }

    public override FileNode Write(int value) => ScalarNode.Word($"{value}");

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "integer" };
        if (low > int.MinValue)
        {
            schema["minimum"] = low;
        }

        if (high < int.MaxValue)
        {
            schema["maximum"] = high;
        }

        return schema;
    }
}

/// <summary>A seed: any whole number from 0 to 2^64 - 1.</summary>
internal sealed class SeedKind : Kind<ulong>
{
    public override string Expected => "a whole number from 0 to 18446744073709551615, such as 1";

    public override bool TryRead(FileNode node, Place place, out ulong value)
    {
        value = 0;
        return node is ScalarNode { Plain: true } scalar
                && ulong.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
            || Wrong(node, place, out value, Quoted(node));
    }

    public override FileNode Write(ulong value) => ScalarNode.Word($"{value}");

    public override JsonObject Schema() => new() { ["type"] = "integer", ["minimum"] = 0 };
}

/// <summary>A number without a unit in a range, both ends included.</summary>
internal sealed class NumberKind(string expected, double low, double high) : Kind<double>
{
    public override string Expected => expected;

    public override bool TryRead(FileNode node, Place place, out double value)
    {
        value = 0;
        return node is ScalarNode { Plain: true } scalar
                && Dimension.TrySplit(scalar.Text, out value, out var unit)
                && unit.Length == 0
                && value >= low
                && value <= high
            || Wrong(node, place, out value, Quoted(node));
    }

    public override FileNode Write(double value) => ScalarNode.Word($"{value}");

    public override JsonObject Schema() =>
        new()
        {
            ["type"] = "number",
            ["minimum"] = low,
            ["maximum"] = high,
        };
}
