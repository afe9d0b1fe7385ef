using System.Globalization;
using System.Security;
using System.Text;

namespace Lichen.Chemistry.Routes;

/// <summary>
/// A route as SVG that can stand alone or in a page: the target on the left, what it is made of to its right, the
/// reaction on the line between, what is bought framed.
/// </summary>
public static class RouteDrawing
{
    private const int Width = 190;
    private const int Height = 130;
    private const int Gap = 150;
    private const int Space = 34;
    private const int Margin = 12;
    private const int LongestName = 26;

    public static string Svg(Route route)
    {
        var body = new StringBuilder();
        double next = Margin;
        Draw(body, route.Target, 0, ref next);
        var width = (2 * Margin) + ((route.Depth + 1) * Width) + (route.Depth * Gap);
        var height = next - Space + Margin + 16;
        var label = SecurityElement.Escape($"Route to {route.Target.Smiles} in {route.Steps} steps");
        return Format(
                $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height:0.#}\" width=\"{width}\" height=\"{height:0.#}\" role=\"img\" aria-label=\"{label}\" font-family=\"sans-serif\" font-size=\"11\">\n"
            )
            + body
            + "</svg>\n";
    }

    // Leaves take the next free row; what is made of them stands at their middle. Returns the middle.
    private static double Draw(StringBuilder body, RouteNode node, int column, ref double next)
    {
        var left = Margin + (column * (Width + Gap));
        var middles = new List<double>();
        foreach (var precursor in node.Precursors)
        {
            middles.Add(Draw(body, precursor, column + 1, ref next));
        }

        double middle;
        if (middles.Count == 0)
        {
            middle = next + (Height / 2.0);
            next += Height + Space;
        }
        else
        {
            middle = (middles[0] + middles[^1]) / 2;
        }

        Molecule(body, node, left, middle - (Height / 2.0));
        if (node.Reaction is { } reaction)
        {
            Arrow(body, reaction, left + Width, middle, middles);
        }

        return middle;
    }

    private static void Molecule(StringBuilder body, RouteNode node, double left, double top)
    {
        var drawing = Depiction.Svg(node.Smiles, Width, Height);
        body.Append(Format($"<svg x=\"{left:0.#}\" y=\"{top:0.#}\" "))
            .Append(drawing.AsSpan("<svg ".Length))
            .Append('\n');
        if (node.Reaction is null)
        {
            var said = node.Bought is { Name.Length: > 0 } bought ? bought.Name : "in stock";
            body.Append(
                Format(
                    $"<rect x=\"{left:0.#}\" y=\"{top:0.#}\" width=\"{Width}\" height=\"{Height}\" rx=\"6\" fill=\"none\" stroke=\"#2a7f62\"/>\n<text x=\"{left + (Width / 2.0):0.#}\" y=\"{top + Height + 14:0.#}\" text-anchor=\"middle\" fill=\"#2a7f62\">{SecurityElement.Escape(Short(said))}</text>\n"
                )
            );
        }
    }

    private static void Arrow(StringBuilder body, string reaction, double left, double middle, List<double> middles)
    {
        var fork = left + Gap - 16;
        body.Append(
            Format(
                $"<text x=\"{left + (Gap / 2.0):0.#}\" y=\"{middle - 6:0.#}\" text-anchor=\"middle\" fill=\"currentColor\"><title>{SecurityElement.Escape(reaction)}</title>{SecurityElement.Escape(Short(reaction))}</text>\n<path d=\"M{fork:0.#} {middle:0.#}H{left + 4:0.#}m7 -4l-7 4l7 4"
            )
        );
        foreach (var end in middles)
        {
            body.Append(Format($"M{fork:0.#} {middle:0.#}V{end:0.#}H{left + Gap:0.#}"));
        }

        body.Append("\" fill=\"none\" stroke=\"currentColor\"/>\n");
    }

    private static string Short(string text) => text.Length <= LongestName ? text : text[..(LongestName - 1)] + "…";

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
