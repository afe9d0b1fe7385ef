using System.Text.Json;
using Lichen.Core.Calculations;
using Lichen.Storage;

namespace Lichen.Cli;

/// <summary>What <c>lichen archive --json</c> writes; the fields are documented in docs/guide/command-line.md.</summary>
internal static class ArchiveJson
{
    /// <summary>One outcome per line.</summary>
    public static void WriteList(TextWriter output, IEnumerable<ArchivedOutcome> outcomes)
    {
        foreach (var archived in outcomes)
        {
            Json.Write(output, json => WriteOutcome(json, archived), indented: false);
        }
    }

    public static void WriteStatistics(TextWriter output, string path, IReadOnlyList<ArchiveStatistics> statistics) =>
        Json.Write(
            output,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("archive", path);
                json.WriteStartArray("levels");
                foreach (var row in statistics)
                {
                    json.WriteStartObject();
                    json.WriteString("level", row.Level);
                    json.WriteString("engine", row.EngineVersion);
                    json.WriteNumber("computed", row.Computed);
                    json.WriteNumber("failed", row.Failed);
                    json.WriteNumber("molecules", row.Molecules);
                    json.WriteNumber("cpu_seconds", row.CpuSeconds);
                    json.WriteNumber("energy_kwh", row.EnergyKilowattHours);
                    json.WriteNumber("co2e_g", row.GramsCo2e);
                    json.WriteString("first_finished_at", row.FirstFinishedAt);
                    json.WriteString("last_finished_at", row.LastFinishedAt);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }
        );

    public static void WriteProblems(TextWriter output, string path, IReadOnlyList<string> problems) =>
        Json.Write(
            output,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("archive", path);
                json.WriteStartArray("problems");
                foreach (var problem in problems)
                {
                    json.WriteStringValue(problem);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }
        );

    private static void WriteOutcome(Utf8JsonWriter json, ArchivedOutcome archived)
    {
        var (calculation, footprint) = (archived.Calculation, archived.Footprint);
        json.WriteStartObject();
        json.WriteString("key", calculation.Key.Hex);
        json.WriteString("id", calculation.Candidate.Id);
        json.WriteString("smiles", calculation.Candidate.Smiles);
        json.WriteNumber("charge", calculation.Candidate.Charge);
        json.WriteNumber("multiplicity", calculation.Candidate.Multiplicity);
        json.WriteString("level", calculation.Level.ToString());
        json.WriteString("engine", calculation.EngineVersion);
        switch (archived.Outcome)
        {
            case Computed computed:
                json.WriteString("status", "computed");
                json.WriteStartObject("values");
                foreach (var (name, value) in computed.Values)
                {
                    json.WriteNumber(name, value);
                }

                json.WriteEndObject();
                break;
            case Failed failed:
                json.WriteString("status", "failed");
                json.WriteString("failure_kind", failed.Kind.ToString().ToLowerInvariant());
                json.WriteString("failure_code", failed.Code);
                json.WriteString("failure_reason", failed.Reason);
                break;
        }

        json.WriteNumber("cpu_seconds", footprint.Usage.CpuSeconds);
        json.WriteNumber("energy_kwh", footprint.EnergyKilowattHours);
        json.WriteNumber("co2e_g", footprint.GramsCo2e);
        json.WriteString("run", archived.Run);
        json.WriteNumber("decision", archived.Decision);
        json.WriteString("finished_at", archived.FinishedAt);
        json.WriteEndObject();
    }
}
