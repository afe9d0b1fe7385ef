using System.Text.Json;
using Lichen.Exploration.Results;

namespace Lichen.Cli.Views;

/// <summary>A snapshot as JSON: the fields that docs/guide/command-line.md promises.</summary>
internal static class SnapshotJson
{
    public static void Write(Utf8JsonWriter json, CampaignTitle title, CampaignSnapshot snapshot)
    {
        json.WriteString("campaign", title.Name);
        json.WriteString("folder", title.Folder);
        json.WriteString("stage", snapshot.Stage);
        json.WriteNumber("elapsed_seconds", Seconds(snapshot.Elapsed));
        json.WriteFinite("remaining_seconds", snapshot.Remaining is { } remaining ? Seconds(remaining) : null);
        json.WriteNumber("pool_size", snapshot.PoolSize);
        json.WriteNumber("decisions", snapshot.Decisions);
        json.WriteString("message", snapshot.Message);
        if (snapshot.OnFront is { } front)
        {
            json.WriteNumber("on_front", front);
        }

        json.WriteStartArray("best");
        foreach (var best in snapshot.Best)
        {
            json.WriteStartObject();
            json.WriteString("id", best.Id);
            json.WriteString("smiles", best.Smiles);
            json.WriteFinite("value", best.Value);
            json.WriteString("unit", best.Unit);
            json.WriteString("level", best.Level);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("budget");
        foreach (var bar in snapshot.Budget)
        {
            json.WriteStartObject();
            json.WriteString("name", bar.Name);
            json.WriteString("unit", bar.Unit);
            json.WriteFinite("spent", bar.Spent);
            json.WriteFinite("reserved", bar.Reserved);
            json.WriteFinite("limit", bar.Limit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("running");
        foreach (var running in snapshot.Running)
        {
            json.WriteStartObject();
            json.WriteString("id", running.Id);
            json.WriteString("smiles", running.Smiles);
            json.WriteString("level", running.Level);
            json.WriteNumber("seconds", Seconds(running.Since));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("levels");
        foreach (var rung in snapshot.Rungs)
        {
            json.WriteStartObject();
            json.WriteString("level", rung.Level);
            json.WriteNumber("computed", rung.Computed);
            json.WriteNumber("failed", rung.Failed);
            json.WriteNumber("from_archive", rung.FromArchive);
            json.WriteNumber("tested", rung.Tested);
            json.WriteFinite("coverage_50", rung.Coverage50);
            json.WriteFinite("coverage_90", rung.Coverage90);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("failures");
        foreach (var (kind, count) in snapshot.Failures)
        {
            json.WriteNumber(kind, count);
        }

        json.WriteEndObject();
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
