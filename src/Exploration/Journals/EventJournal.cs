using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Lichen.Learning;
using Lichen.Storage;

namespace Lichen.Exploration.Journals;

/// <summary>Writes a campaign's events to its journal as JSON and reads them back.</summary>
public static class EventJournal
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false),
            new ParametersConverter(),
        },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // People read SMILES in it: = and + stay what they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireWhatCannotBeNull } },
    };

    private static readonly Dictionary<string, Type> TypeOfKind = new()
    {
        ["started"] = typeof(Started),
        ["resumed"] = typeof(Resumed),
        ["decided"] = typeof(Decided),
        ["finished"] = typeof(Finished),
        ["interrupted"] = typeof(Interrupted),
        ["fitted"] = typeof(Fitted),
        ["compared"] = typeof(Compared),
        ["grown"] = typeof(Grown),
        ["route_asked"] = typeof(RouteAsked),
        ["routed"] = typeof(Routed),
        ["own_work"] = typeof(OwnWork),
        ["steered"] = typeof(Steered),
        ["paused"] = typeof(Paused),
        ["stopped"] = typeof(Stopped),
    };

    private static readonly Dictionary<Type, string> KindOfType = TypeOfKind.ToDictionary(
        pair => pair.Value,
        pair => pair.Key
    );

    public static (string Kind, string Payload) Write(CampaignEvent happened) =>
        (KindOfType[happened.GetType()], JsonSerializer.Serialize(happened, happened.GetType(), Options));

    /// <exception cref="InvalidDataException">The kind is unknown or the payload does not fit it.</exception>
    public static CampaignEvent Read(string kind, string payload)
    {
        if (!TypeOfKind.TryGetValue(kind, out var type))
        {
            throw new InvalidDataException(
                $"The journal holds an event of kind '{kind}', which this version does not know."
            );
        }

        try
        {
            return (CampaignEvent?)JsonSerializer.Deserialize(payload, type, Options)
                ?? throw new InvalidDataException($"The journal holds an empty '{kind}' event.");
        }
        catch (Exception problem) when (problem is JsonException or FormatException)
        {
            throw new InvalidDataException(
                $"A '{kind}' event of the journal cannot be read: {problem.Message}",
                problem
            );
        }
    }

    /// <summary>All events of a journal, oldest first.</summary>
    public static IEnumerable<CampaignEvent> ReadAll(Journal journal) =>
        journal.Read().Select(stored => Read(stored.Kind, stored.Payload));

    // What is null is not written, nor the default of what says so; anything else that is absent was lost.
    private static void RequireWhatCannotBeNull(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            property.IsRequired =
                Nullable.GetUnderlyingType(property.PropertyType) is null
                && !property.IsGetNullable
                && property.AttributeProvider?.IsDefined(typeof(JsonIgnoreAttribute), false) != true;
        }
    }

    // Hyperparameters under their names, so that they can be read without Lichen; doubles round-trip.
    private sealed class ParametersConverter : JsonConverter<CoKrigingParameters>
    {
        public override CoKrigingParameters Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            CoKrigingParameters.FromNamedValues(
                JsonSerializer.Deserialize<Dictionary<string, double>>(ref reader, options)!
            );

        public override void Write(Utf8JsonWriter writer, CoKrigingParameters value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (name, number) in value.ToNamedValues())
            {
                writer.WriteNumber(name, number);
            }

            writer.WriteEndObject();
        }
    }
}
