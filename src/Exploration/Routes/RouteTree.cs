using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lichen.Chemistry.Routes;

namespace Lichen.Exploration.Routes;

/// <summary>A route as journal and archive keep it: a molecule, and what it is made of.</summary>
/// <param name="Smiles">Canonical SMILES.</param>
/// <param name="Reaction">Name of the reaction that makes it; null where it is bought.</param>
/// <param name="Precursors">What it is made of; empty where it is bought.</param>
/// <param name="StockName">Name in the stock where it is bought and has one, else null.</param>
/// <param name="Price">Price in the stock where it is bought and has one, else null.</param>
/// <param name="PriceClass">How dear it is likely to be where it is bought, else null.</param>
public sealed record RouteTree(
    string Smiles,
    string? Reaction,
    ImmutableArray<RouteTree> Precursors,
    string? StockName,
    double? Price,
    PriceClass? PriceClass
)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static RouteTree Of(RouteNode node) =>
        new(
            node.Smiles,
            node.Reaction,
            [.. node.Precursors.Select(Of)],
            node.Bought is { Name.Length: > 0 } bought ? bought.Name : null,
            node.Bought?.Price,
            node.PriceClass
        );

    /// <summary>What is bought, said by its SMILES alone.</summary>
    public static RouteTree Bought(string smiles, string? name, double? price) =>
        new(smiles, null, [], name, price, Stock.PriceClassOf(smiles));

    /// <summary>The same as it is drawn.</summary>
    public RouteNode ToNode() =>
        new(
            Smiles,
            Reaction,
            [.. Precursors.Select(precursor => precursor.ToNode())],
            Reaction is null ? new StockItem(Smiles, Printable(StockName), Price) : null,
            PriceClass
        );

    // A drawing is XML, which has no room for control characters.
    private static string Printable(string? name) =>
        string.Concat((name ?? "").Where(letter => !char.IsControl(letter)));

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>Null where the text is no such JSON.</summary>
    public static RouteTree? OfJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<RouteTree>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
