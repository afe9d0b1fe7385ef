using System.Runtime.CompilerServices;
using System.Text;

namespace Lichen.Reporting.Html;

/// <summary>
/// Text that is markup already. Made from interpolated strings whose holes are escaped unless they are markup themselves,
/// so that nothing a user wrote can become an element.
/// </summary>
internal readonly struct Markup
{
    public static readonly Markup Empty = new("");

    private readonly string? _text;

    private Markup(string text) => _text = text;

    public bool IsEmpty => string.IsNullOrEmpty(_text);

    public static Markup Of(ref MarkupHandler handler) => new(handler.Text);

    /// <summary>Markup of our own making, such as a drawing or a style sheet; never a user's text.</summary>
    public static Markup Trusted(string markup) => new(markup);

    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(part => part.ToString())));

    public override string ToString() => _text ?? "";

    /// <summary>Escapes for elements and quoted attributes; characters that XML forbids become the replacement character.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            var paired = char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (paired)
            {
                escaped.Append(character).Append(text[++i]);
                continue;
            }

            _ = character switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ when IsForbidden(character) => escaped.Append('\uFFFD'),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }

    private static bool IsForbidden(char character) =>
        character is < ' ' and not ('\t' or '\n' or '\r') or (>= '\uD800' and <= '\uDFFF') or '\uFFFE' or '\uFFFF';
}

/// <summary>Collects an interpolated string as markup.</summary>
[InterpolatedStringHandler]
internal ref struct MarkupHandler
{
    private readonly StringBuilder _text;

    public MarkupHandler(int literalLength, int formattedCount) =>
        _text = new StringBuilder(literalLength + (16 * formattedCount));

    public readonly string Text => _text.ToString();

    public readonly void AppendLiteral(string literal) => _text.Append(literal);

    public readonly void AppendFormatted(Markup markup) => _text.Append(markup.ToString());

    public readonly void AppendFormatted(string? text) => _text.Append(Markup.Escape(text ?? ""));

    public readonly void AppendFormatted(int number) => _text.Append(number);

    public readonly void AppendFormatted(long number) => _text.Append(number);

    /// <summary>A number that a script reads, with all its digits.</summary>
    public readonly void AppendFormatted(double number) => _text.Append(number.ToString("R", null));
}
