using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lichen.Core.Objectives;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Tests.Specification;

/// <summary>Equality of all parts of two specifications, by another way than the writer under test.</summary>
internal sealed class SpecEquality : IEqualityComparer<CampaignSpec>
{
    public static readonly SpecEquality Instance = new();

    private static readonly JsonSerializerOptions Options = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new GoalConverter() },
    };

    public static string Text(CampaignSpec spec) => JsonSerializer.Serialize(spec, Options);

    public bool Equals(CampaignSpec? x, CampaignSpec? y) => Text(x!) == Text(y!);

    public int GetHashCode([DisallowNull] CampaignSpec obj) => Text(obj).GetHashCode(StringComparison.Ordinal);

    private sealed class GoalConverter : JsonConverter<Goal>
    {
        public override Goal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Goal value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
