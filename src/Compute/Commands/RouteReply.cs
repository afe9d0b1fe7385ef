using System.Text.Json;
using Lichen.Core.Footprints;

namespace Lichen.Compute.Commands;

/// <summary>What a user's route planner answered.</summary>
/// <param name="Solved">Null where it does not know, or gave no answer to believe: never a no.</param>
/// <param name="Steps">Reactions of the route, those of all its branches; null without one.</param>
/// <param name="Precursors">SMILES of what is bought; empty without a route.</param>
/// <param name="Reason">Why, in words; may be empty.</param>
/// <param name="Counts">True when it is the planner's answer; false when the planner failed.</param>
public sealed record RouteReply(
    bool? Solved,
    int? Steps,
    IReadOnlyList<string> Precursors,
    string Reason,
    bool Counts,
    ResourceUsage Usage
)
{
    private static readonly string[] Keys = ["smiles", "solved", "steps", "precursors", "reason"];

    /// <param name="text">Standard output: one JSON object.</param>
    /// <param name="smiles">The molecule that was asked for.</param>
    /// <param name="mostSteps">A longer route is no answer within the limits.</param>
    internal static RouteReply Read(string text, string smiles, int mostSteps)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement, smiles, mostSteps);
        }
        catch (JsonException problem)
        {
            return Unknown($"the planner's reply is not JSON (line {problem.LineNumber + 1})");
        }
        catch (InvalidDataException problem)
        {
            return Unknown(problem.Message);
        }
    }

    internal static RouteReply Unknown(string reason) => new(null, null, [], reason, false, ResourceUsage.Nothing);

    private static RouteReply Read(JsonElement root, string smiles, int mostSteps)
    {
        Require(root.ValueKind == JsonValueKind.Object, "the planner's reply is not a JSON object");
        foreach (var entry in root.EnumerateObject())
        {
            Require(
                Keys.Contains(entry.Name),
                $"the planner's reply has an unknown key '{entry.Name}'; known are {string.Join(", ", Keys)}"
            );
        }

        Require(
            !root.TryGetProperty("smiles", out var echoed) || echoed.ToString() == smiles,
            $"the planner answers for another molecule than {smiles}"
        );
        Require(
            root.TryGetProperty("solved", out var said)
                && said.ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null,
            "the planner's reply has no 'solved' that is true, false or null"
        );
        var reason = root.TryGetProperty("reason", out var words) ? words.ToString() : "";
        if (said.ValueKind != JsonValueKind.True)
        {
            bool? solved = said.ValueKind == JsonValueKind.False ? false : null;
            return new RouteReply(solved, null, [], reason, true, ResourceUsage.Nothing);
        }

        var count = -1;
        Require(
            root.TryGetProperty("steps", out var steps)
                && steps.ValueKind == JsonValueKind.Number
                && steps.TryGetInt32(out count)
                && count >= 0,
            "the planner's route has no number of 'steps'"
        );
        Require(count <= mostSteps, $"the planner's route has {count} steps where {mostSteps} are allowed");
        var precursors =
            root.TryGetProperty("precursors", out var listed) && listed.ValueKind == JsonValueKind.Array
                ? listed.EnumerateArray().Select(precursor => precursor.ToString()).ToArray()
                : [];
        Require(precursors.Length > 0, "the planner's route has no list of 'precursors'");
        return new RouteReply(true, count, precursors, reason, true, ResourceUsage.Nothing);
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new InvalidDataException(problem);
        }
    }
}
