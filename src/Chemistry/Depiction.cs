using System.Text;
using System.Text.RegularExpressions;
using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>Two-dimensional structure drawings as SVG that can stand inside an HTML page or alone.</summary>
public static partial class Depiction
{
    /// <summary>
    /// Draws the molecule. The root element has a view box, scales with its container, carries the SMILES as its
    /// accessible name, and holds neither identifiers nor style sheets, so that many drawings share one page.
    /// </summary>
    /// <param name="smiles">What to draw; stereocentres are shown with wedges.</param>
    /// <param name="width">Width of the view box in pixels.</param>
    /// <param name="height">Height of the view box in pixels.</param>
    /// <param name="style">How to draw; <see cref="DepictionStyle.Inline"/> where null.</param>
    /// <exception cref="RdkitException">The SMILES is no molecule.</exception>
    /// <exception cref="ArgumentException">A highlighted atom does not exist, or a size is not positive.</exception>
    public static string Svg(string smiles, int width, int height, DepictionStyle? style = null)
    {
        style ??= DepictionStyle.Inline;
        var bytes = Encoding.UTF8.GetBytes(smiles);
        var legend = Encoding.UTF8.GetBytes(style.Legend);
        int[] highlights = [.. style.HighlightedAtoms];
        var drawn = Door.Text(
            (Span<byte> text, out long needed) =>
                DrawingBindings.Depict(
                    bytes,
                    bytes.Length,
                    width,
                    height,
                    style.Background ? 1 : 0,
                    style.LineWidth,
                    highlights,
                    highlights.Length,
                    legend,
                    legend.Length,
                    text,
                    text.Length,
                    out needed
                )
        );
        return Clean(drawn, smiles, width, height, style.InheritTextColour);
    }

    // RDKit writes a file: prolog, comments, name spaces, classes for scripts. A page wants only the shapes.
    private static string Clean(string drawn, string smiles, int width, int height, bool inheritTextColour)
    {
        var bodyStart = drawn.IndexOf('>', drawn.IndexOf("<svg", StringComparison.Ordinal)) + 1;
        var bodyEnd = drawn.LastIndexOf("</svg>", StringComparison.Ordinal);
        var body = Comment().Replace(drawn[bodyStart..bodyEnd], "");
        body = ScriptClass().Replace(body, "");
        body = LineFeeds().Replace(body, "\n");
        if (inheritTextColour)
        {
            body = Black().Replace(body, "currentColor");
        }

        var label = System.Security.SecurityElement.Escape(smiles);
        return $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{label}">"""
            + body.TrimEnd()
            + "\n</svg>";
    }

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(" class='[^']*'")]
    private static partial Regex ScriptClass();

    [GeneratedRegex("\n\\s*")]
    private static partial Regex LineFeeds();

    [GeneratedRegex("#000000(?![0-9A-Fa-f])")]
    private static partial Regex Black();
}
