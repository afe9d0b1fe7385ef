using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lichen.Learning.Models;

/// <summary>Cards as JSON: names in small letters with underscores; what is missing, unknown or twice is refused.</summary>
internal static class CardJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
    };

    public static string Write<TCard>(TCard card) => JsonSerializer.Serialize(card, Options);

    /// <summary>Reads a card.</summary>
    /// <param name="json">The text.</param>
    /// <param name="check">Gives the card back, or throws a FormatException where it contradicts itself.</param>
    /// <exception cref="ModelFileException">Something is missing, unknown or impossible.</exception>
    public static TCard Read<TCard>(string json, Func<TCard, TCard> check)
        where TCard : class
    {
        try
        {
            return check(
                JsonSerializer.Deserialize<TCard>(json, Options)
                    ?? throw new ModelFileException(ModelFileProblem.Damaged, "its card is empty")
            );
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new ModelFileException(ModelFileProblem.Damaged, $"its card is damaged: {e.Message}", e);
        }
    }
}
