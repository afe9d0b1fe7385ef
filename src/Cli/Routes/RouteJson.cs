using System.Text.Json;
using Lichen.Chemistry.Routes;

namespace Lichen.Cli.Routes;

/// <summary>A search for a route as one line of JSON; the fields are in docs/guide/command-line.md.</summary>
internal static class RouteJson
{
    public static void Write(TextWriter output, string name, RouteOutcome outcome) =>
        Json.Write(output, json => Write(json, name, outcome), indented: false);

    private static void Write(Utf8JsonWriter json, string name, RouteOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteString("smiles", outcome.Smiles);
        json.WriteString("name", name.Length > 0 ? name : null);
        json.WriteString(
            "status",
            outcome.Status switch
            {
                RouteStatus.Solved => "solved",
                RouteStatus.NotSolved => "not_solved",
                RouteStatus.Unknown => "unknown",
                _ => "refused",
            }
        );
        json.WriteString("reason", outcome.Reason);
        json.WriteNumber("expansions", outcome.Expansions);
        json.WriteNumber("molecules", outcome.Molecules);
        json.WriteNumber("refuted_steps", outcome.Refuted);
        json.WriteNumber("seconds", outcome.Time.TotalSeconds);
        if (outcome.Route is { } route)
        {
            json.WriteNumber("steps", route.Steps);
            json.WriteNumber("depth", route.Depth);
            json.WriteBoolean("shortest", route.IsShortest);
            json.WriteString("price_class", route.PriceClass.ToString().ToLowerInvariant());
            json.WriteFinite("price", route.Price);
            json.WritePropertyName("route");
            Write(json, route.Target);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RouteNode node)
    {
        json.WriteStartObject();
        json.WriteString("smiles", node.Smiles);
        if (node.Reaction is null)
        {
            json.WriteString("stock_name", node.Bought?.Name);
            json.WriteFinite("price", node.Bought?.Price);
            json.WriteString("price_class", node.PriceClass?.ToString().ToLowerInvariant());
        }
        else
        {
            json.WriteString("reaction", node.Reaction);
            json.WriteStartArray("precursors");
            foreach (var precursor in node.Precursors)
            {
                Write(json, precursor);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
