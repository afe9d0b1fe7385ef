using System.Diagnostics;
using System.Text.Json;
using Lichen.Cli.Views;
using Lichen.Core.Footprints;
using Lichen.Storage;
using Spectre.Console;
using Table = Spectre.Console.Table;
using TableColumn = Spectre.Console.TableColumn;

namespace Lichen.Cli.Footprints;

/// <summary>Stated beside recomputed emissions as a table for people, as CSV and as JSON.</summary>
internal static class StatedFootprintRows
{
    public static Table Table(IEnumerable<StatedFootprint> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("line", "name");
        foreach (
            var heading in (ReadOnlySpan<string>)
                ["structures", "CPU-hours", "W per core", "PUE", "g/kWh", "stated kg", "recomputed kg", "ratio"]
        )
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        table.AddColumn("verdict");
        foreach (var row in rows)
        {
            table.AddRow(
                new Text(Figures.Count(row.Line)),
                new Text(StyledLine.Printable(row.Name)),
                new Text(Figures.Count(row.Structures)),
                new Text(Figures.Given(row.CpuHours)),
                new Text(Figures.Given(row.CoreWatts)),
                new Text(Figures.Given(row.Pue)),
                new Text(Figures.Given(row.GramsPerKilowattHour)),
                new Text(Figures.Number(row.StatedKilograms)),
                new Text(Figures.Number(row.RecomputedKilograms)),
                new Text(Figures.Number(row.Ratio, 3)),
                new Text(InWords(row.Verdict))
            );
        }

        return table;
    }

    public static void WriteCsv(TextWriter output, IEnumerable<StatedFootprint> rows) =>
        CsvTable.Write(
            output,
            new Storage.Table(
                [
                    new("line", ColumnType.Whole),
                    new("name", ColumnType.Text),
                    new("structures", ColumnType.Whole),
                    new("cpu_hours", ColumnType.Real),
                    new("watts_per_core", ColumnType.Real),
                    new("pue", ColumnType.Real),
                    new("g_co2e_per_kwh", ColumnType.Real),
                    new("co2e_kg", ColumnType.Real),
                    new("recomputed_co2e_kg", ColumnType.Real),
                    new("ratio", ColumnType.Real),
                    new("verdict", ColumnType.Text),
                ],
                rows.Select(row =>
                    new object?[]
                    {
                        row.Line,
                        row.Name,
                        row.Structures,
                        row.CpuHours,
                        row.CoreWatts,
                        row.Pue,
                        row.GramsPerKilowattHour,
                        row.StatedKilograms,
                        row.RecomputedKilograms,
                        row.Ratio,
                        Word(row.Verdict),
                    }
                )
            )
        );

    public static void WriteJson(Utf8JsonWriter json, StatedFootprintFile file)
    {
        json.WriteStartObject();
        json.WriteStartArray("rows");
        foreach (var row in file.Rows)
        {
            json.WriteStartObject();
            json.WriteNumber("line", row.Line);
            json.WriteString("name", row.Name);
            json.WriteNumber("structures", row.Structures);
            json.WriteFinite("cpu_hours", row.CpuHours);
            json.WriteFinite("watts_per_core", row.CoreWatts);
            json.WriteFinite("pue", row.Pue);
            json.WriteFinite("g_co2e_per_kwh", row.GramsPerKilowattHour);
            json.WriteFinite("co2e_kg", row.StatedKilograms);
            json.WriteFinite("recomputed_co2e_kg", row.RecomputedKilograms);
            json.WriteFinite("ratio", row.Ratio);
            json.WriteString("verdict", Word(row.Verdict));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("refused", file.Refused);
        json.WriteStartArray("problems");
        foreach (var problem in file.Problems)
        {
            json.WriteStartObject();
            json.WriteNumber("line", problem.Line);
            json.WriteString("column", problem.Column);
            json.WriteString("reason", problem.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Word(StatedVerdict verdict) =>
        verdict switch
        {
            StatedVerdict.Consistent => "consistent",
            StatedVerdict.LikelyGramsForKilograms => "likely_g_for_kg",
            StatedVerdict.LikelyTonnesForKilograms => "likely_t_for_kg",
            StatedVerdict.Inconsistent => "inconsistent",
            _ => throw new UnreachableException(),
        };

    private static string InWords(StatedVerdict verdict) =>
        verdict switch
        {
            StatedVerdict.Consistent => "consistent",
            StatedVerdict.LikelyGramsForKilograms => "likely a slip of unit: g for kg",
            StatedVerdict.LikelyTonnesForKilograms => "likely a slip of unit: t for kg",
            StatedVerdict.Inconsistent => "inconsistent",
            _ => throw new UnreachableException(),
        };
}
