using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;

namespace Lichen.Reporting.Figures;

/// <summary>Makes the SVG of a plot fit for pages and for editors.</summary>
/// <remarks>
/// The drawing library places each glyph by itself, for its own font, and numbers its clip paths from 0. Here a text
/// becomes one run anchored at its start, middle or end, so that any font fits, and identifiers become unique to a figure.
/// </remarks>
internal static class PlotSvg
{
    public const string Fonts = "Telex, system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif";

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
        foreach (var element in root.Descendants().ToArray())
        {
            Rename(element, name);
            if (element.Name.LocalName == "text")
            {
                Anchor(element);
            }
        }

        root.AddFirst(
            new XElement(Namespace + "title", new XAttribute("id", $"{name}-title"), title),
            new XElement(Namespace + "desc", new XAttribute("id", $"{name}-desc"), description)
        );
        return root.ToString(SaveOptions.DisableFormatting);
    }

    private static void Rename(XElement element, string name)
    {
        if (element.Attribute("id") is { } id)
        {
            id.Value = $"{name}-{id.Value}";
        }

        if (element.Attribute("clip-path") is { } clip)
        {
            clip.Value = clip.Value.Replace("url(#", $"url(#{name}-", StringComparison.Ordinal);
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
        using var font = new SKFont(ScottPlot.Fonts.GetTypeface(FigureStyle.FontName, bold: false, italic: false), size);
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
    }

    private static float[] Numbers(string? list) =>
        (list ?? "")
            .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(number => float.Parse(number, CultureInfo.InvariantCulture))
            .ToArray();
}
