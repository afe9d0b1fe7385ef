using System.Globalization;

namespace Lichen.Core.Molecules;

/// <summary>What the comment line of an XYZ frame says by name.</summary>
/// <remarks>
/// Ways of writing that are read: <c>key=value</c> and <c>key = value</c> with the value bare, in quotes, braces or brackets
/// (extended XYZ), <c>key: value</c> (as xtb writes), <c>key</c> alone, which means true. A comment that is one number and
/// nothing else is the value of the key <c>comment</c>.
/// </remarks>
public sealed class XyzComment
{
    /// <summary>The name of a number that stands alone.</summary>
    public const string Alone = "comment";

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repeated = new(StringComparer.Ordinal);

    private XyzComment() { }

    /// <summary>The names, in the order of the line.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>The value of a name exactly as written, or of the only one that is the same in another case; null for
    /// none.</summary>
    public string? this[string name] => NameOf(name) is { } own ? _values[own] : null;

    public static XyzComment Read(string comment)
    {
        var read = new XyzComment();
        if (TryNumber(comment.Trim(), out _))
        {
            read._values.Add(Alone, comment.Trim());
            return read;
        }

        int at = 0;
        while (Next(comment, ref at, stop: "=") is { } word)
        {
            int before = at;
            SkipSpace(comment, ref at);
            if (at < comment.Length && comment[at] == '=')
            {
                at++;
                SkipSpace(comment, ref at);
                read.Add(word, Next(comment, ref at, stop: "") ?? "");
            }
            else if (word.Length > 1 && word[^1] == ':')
            {
                read.Add(word[..^1], Next(comment, ref at, stop: "") ?? "");
            }
            else
            {
                at = before;
                read.Add(word, "T");
            }
        }

        return read;
    }

    /// <summary>The number of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">Receives it, finite; else NaN.</param>
    /// <returns>Why there is none, with the nearest name; null where there is one.</returns>
    public string? Number(string name, out double value)
    {
        value = double.NaN;
        if (NameOf(name) is not { } own)
        {
            string found = Names.Count == 0 ? "it names nothing" : $"its keys are {string.Join(", ", Names.Take(12))}";
            return $"the comment line has no key '{name}': {found}{NearestWord.Suggestion(name, Names)}";
        }

        return _repeated.Contains(own) ? $"the key '{own}' occurs twice in the comment line"
            : TryNumber(_values[own], out value) ? null
            : $"{own} '{_values[own]}' is no finite number";
    }

    /// <summary>Reads a finite number, also with the exponents of Fortran (<c>1.5D-3</c>) and QM9 (<c>1.5*^-3</c>).</summary>
    internal static bool TryNumber(string word, out double value)
    {
        if (
            double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            || (
                word.AsSpan().IndexOfAny("dD^") > 0
                && double.TryParse(
                    word.Replace("*^", "e", StringComparison.Ordinal).Replace('D', 'e').Replace('d', 'e'),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out value
                )
            )
        )
        {
            if (double.IsFinite(value))
            {
                return true;
            }
        }

        value = double.NaN;
        return false;
    }

    private string? NameOf(string name)
    {
        if (_values.ContainsKey(name))
        {
            return name;
        }

        string[] alike = [.. Names.Where(own => own.Equals(name, StringComparison.OrdinalIgnoreCase))];
        return alike.Length == 1 ? alike[0] : null;
    }

    private void Add(string name, string value)
    {
        if (!_values.TryAdd(name, value))
        {
            _repeated.Add(name);
        }
    }

    private static void SkipSpace(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    /// <summary>The next word or quoted text; null at the end.</summary>
    private static string? Next(string text, ref int at, string stop)
    {
        SkipSpace(text, ref at);
        if (at >= text.Length)
        {
            return null;
        }

        char close = text[at] switch
        {
            '"' => '"',
            '\'' => '\'',
            '{' => '}',
            '[' => ']',
            _ => '\0',
        };
        int start = at;
        if (close == '\0')
        {
            while (at < text.Length && !char.IsWhiteSpace(text[at]) && !stop.Contains(text[at]))
            {
                at++;
            }

            // A stop in the first place is no word: step over it, lest nothing be read for ever.
            return at > start ? text[start..at] : text[start..++at];
        }

        var inside = new System.Text.StringBuilder();
        for (at++; at < text.Length && text[at] != close; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
            }

            inside.Append(text[at]);
        }

        at = Math.Min(text.Length, at + 1);
        return inside.ToString();
    }
}
