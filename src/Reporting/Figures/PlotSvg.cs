using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;

namespace Lichen.Reporting.Figures;

/// <summary>Makes the SVG of a plot fit for pages and for editors.</summary>
/// <remarks>
/// The drawing library places each glyph by itself, for its own font, and numbers clip paths through the life of the
/// process. Here a text becomes one run anchored at its start, middle or end, so that any font fits, and identifiers
/// become the figure's own.
/// </remarks>
internal static class PlotSvg
{
    public const string Fonts =
        "Telex, system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif";

    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    public static string Clean(string svg, string name, string title, string description)
    {
        var root = XElement.Parse(svg);
        var width = root.Attribute("width")!.Value;
        var height = root.Attribute("height")!.Value;
        root.SetAttributeValue("viewBox", $"0 0 {width} {height}");
        root.SetAttributeValue("role", "img");
        root.SetAttributeValue("aria-labelledby", $"{name}-title {name}-desc");
        root.SetAttributeValue("font-family", Fonts);
        root.Attributes().Where(attribute => attribute.Name.LocalName == "xlink").Remove();
        Rename(root, name);
        foreach (var text in root.Descendants(Namespace + "text"))
        {
            Anchor(text);
        }

        root.AddFirst(
            new XElement(Namespace + "title", new XAttribute("id", $"{name}-title"), title),
            new XElement(Namespace + "desc", new XAttribute("id", $"{name}-desc"), description)
        );
        return root.ToString(SaveOptions.DisableFormatting);
    }

    private static void Rename(XElement root, string name)
    {
        var names = new Dictionary<string, string>();
        foreach (var id in root.Descendants().Attributes("id"))
        {
            names[id.Value] = $"{name}-{names.Count + 1}";
            id.Value = names[id.Value];
        }

        foreach (var clip in root.Descendants().Attributes("clip-path"))
        {
            clip.Value = $"url(#{names[clip.Value["url(#".Length..^1]]})";
        }
    }

    private static void Anchor(XElement text)
    {
        var content = text.Value.Trim();
        var positions = Numbers(text.Attribute("x")?.Value);
        var heights = Numbers(text.Attribute("y")?.Value);
        text.Value = content;
        text.Attribute("font-family")?.Remove();
        if (positions.Length == 0 || content.Length == 0)
        {
            return;
        }

        var size = float.Parse(text.Attribute("font-size")!.Value, CultureInfo.InvariantCulture);
        using var font = new SKFont(
            ScottPlot.Fonts.GetTypeface(FigureStyle.FontName, bold: false, italic: false),
            size
        );
        var start = positions[0];
        var end = start + font.MeasureText(content);
        // ScottPlot draws a text about the origin it was aligned to.
        var (anchor, x) = (Math.Abs(start + end) < 0.1 * size, Math.Abs(end) < Math.Abs(start)) switch
        {
            (true, _) => ("middle", (start + end) / 2),
            (false, true) => ("end", end),
            (false, false) => ("start", start),
        };
        text.SetAttributeValue("x", x.ToString("0.##", CultureInfo.InvariantCulture));
        text.SetAttributeValue("y", heights[0].ToString("0.##", CultureInfo.InvariantCulture));
        text.SetAttributeValue("text-anchor", anchor);
        // Whatever the reader's font, the text takes the room that was left for it.
        text.SetAttributeValue("textLength", (end - start).ToString("0.##", CultureInfo.InvariantCulture));
        text.SetAttributeValue("lengthAdjust", "spacingAndGlyphs");
    }

    private static float[] Numbers(string? list) =>
        (list ?? "")
            .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(number => float.Parse(number, CultureInfo.InvariantCulture))
            .ToArray();
}
