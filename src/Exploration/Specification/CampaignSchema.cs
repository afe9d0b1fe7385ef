using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lichen.Exploration.Specification;

/// <summary>The JSON Schema of campaign files (draft 2020-12): editors complete and check with it.</summary>
public static class CampaignSchema
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema as indented JSON text with a line feed at its end.</summary>
    public static string ToJson()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Lichen campaign file",
            ["description"] = "A question about a chemical space, asked under a budget.",
        };
        foreach (var (key, value) in CampaignFields.Section.Schema().ToList())
        {
            schema[key] = value?.DeepClone();
        }

        return schema.ToJsonString(Readable) + "\n";
    }
}
