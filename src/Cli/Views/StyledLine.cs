using System.Text;
using Spectre.Console;

namespace Lichen.Cli.Views;

/// <summary>One line of the screen, composed of styled pieces and cut to a width, so that no terminal is too narrow.</summary>
internal sealed class StyledLine(int width)
{
    private readonly List<(string Text, Style Style)> _pieces = [];

    /// <summary>Columns used so far; never more than the width.</summary>
    public int Length { get; private set; }

    public int Left => width - Length;

    public static StyledLine Empty(int width) => new(width);

    /// <summary>Adds text; what does not fit is cut, with an ellipsis as the last column.</summary>
    public StyledLine Add(string text, Style? style = null)
    {
        var shown = Cut(Printable(text), Left);
        if (shown.Length > 0)
        {
            _pieces.Add((shown, style ?? Style.Plain));
            Length += shown.Length;
        }

        return this;
    }

    /// <summary>Adds text in a field of its own, filled with spaces, cut where it is longer.</summary>
    public StyledLine Field(string text, int columns, Style? style = null, bool right = false)
    {
        var cut = Cut(Printable(text), columns);
        return Add(right ? cut.PadLeft(columns) : cut.PadRight(columns), style);
    }

    /// <summary>Adds text that ends at the right edge, when there is room for it and a space.</summary>
    public StyledLine Right(string text, Style? style = null)
    {
        var shown = Printable(text);
        return shown.Length + 1 > Left ? this : Add(new string(' ', Left - shown.Length)).Add(shown, style);
    }

    /// <summary>The line for the console; an empty one still takes a row.</summary>
    public Paragraph ToParagraph(Overflow overflow = Overflow.Crop)
    {
        var paragraph = new Paragraph { Overflow = overflow };
        if (_pieces.Count == 0)
        {
            paragraph.Append(" ");
        }

        foreach (var (text, style) in _pieces)
        {
            paragraph.Append(text, style);
        }

        return paragraph;
    }

    public override string ToString() => string.Concat(_pieces.Select(piece => piece.Text)).TrimEnd();

    /// <summary>Text with control characters shown as dots: a user's file cannot steer the terminal.</summary>
    public static string Printable(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            clean.Append(char.IsControl(character) ? '\u00b7' : character);
        }

        return clean.ToString();
    }

    internal static string Cut(string text, int columns) =>
        columns <= 0 ? ""
        : text.Length <= columns ? text
        : columns == 1 ? "…"
        : text[..(columns - 1)] + "…";
}
