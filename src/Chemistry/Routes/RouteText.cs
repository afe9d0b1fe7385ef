using System.Globalization;
using System.Text;

namespace Lichen.Chemistry.Routes;

/// <summary>A route as lines of text: each molecule on one, what it is made of below it.</summary>
public static class RouteText
{
    /// <summary>The tree, lines divided by line feeds.</summary>
    public static string Of(Route route)
    {
        var text = new StringBuilder();
        Write(text, route.Target, "", "");
        return text.ToString();
    }

    private static void Write(StringBuilder text, RouteNode node, string before, string below)
    {
        if (text.Length > 0)
        {
            text.Append('\n');
        }

        text.Append(before).Append(node.Smiles).Append("  ").Append(Origin(node));
        for (var i = 0; i < node.Precursors.Count; i++)
        {
            var last = i == node.Precursors.Count - 1;
            Write(text, node.Precursors[i], below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "));
        }
    }

    private static string Origin(RouteNode node)
    {
        if (node.Reaction is not null)
        {
            return $"<= {node.Reaction}";
        }

        var name = node.Bought is { Name.Length: > 0 } ? $" as {node.Bought.Name}" : "";
        var price =
            node.Bought?.Price is { } known ? $"price {known.ToString(CultureInfo.InvariantCulture)}"
            : node.PriceClass is { } guessed ? $"price class {guessed.ToString().ToLowerInvariant()}"
            : "";
        return $"in stock{name}, {price}";
    }
}
