using System.Globalization;
using System.Text.Json;
using Lichen.Cli.Views;
using Lichen.Core.Footprints;
using Lichen.Exploration.Results;
using Lichen.Storage;
using Spectre.Console;
using Table = Spectre.Console.Table;
using TableColumn = Spectre.Console.TableColumn;

namespace Lichen.Cli.Footprints;

/// <summary>Footprints of runs as a table for people, as CSV and as JSON.</summary>
internal static class RunFootprintRows
{
    public static Table Table(IEnumerable<RunFootprint> runs)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("run");
        foreach (var heading in (ReadOnlySpan<string>)["structures", "CPU-hours", "kWh", "kg CO2e"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        table.AddColumns("level", "elements", "basis", "interval");
        foreach (var run in runs)
        {
            table.AddRow(
                new Text(StyledLine.Printable(run.Run)),
                new Text(Figures.Count(run.Structures)),
                new Text(Figures.Number(run.CpuHours, 3)),
                new Text(Figures.Number(run.Cost.EnergyKilowattHours, 3)),
                new Text(Figures.Number(run.KilogramsCo2e, 3)),
                new Text(string.Join('\n', run.Levels)),
                new Text(string.Join(' ', run.Elements)),
                new Text(Word(run.Cost.EnergyBasis)),
                new Text(run.RelativeError is { } share ? $"± {Figures.Percent(share)}" : "unknown")
            );
        }

        return table;
    }

    public static void WriteCsv(TextWriter output, IEnumerable<RunFootprint> runs) =>
        CsvTable.Write(
            output,
            new Storage.Table(
                [
                    new("run", ColumnType.Text),
                    new("structures", ColumnType.Whole),
                    new("calculations", ColumnType.Whole),
                    new("from_archive", ColumnType.Whole),
                    new("cpu_hours", ColumnType.Real),
                    new("cpu_hours_own_work", ColumnType.Real),
                    new("cpu_hours_basis", ColumnType.Text),
                    new("energy_kwh", ColumnType.Real),
                    new("energy_kwh_low", ColumnType.Real),
                    new("energy_kwh_high", ColumnType.Real),
                    new("energy_basis", ColumnType.Text),
                    new("co2e_kg", ColumnType.Real),
                    new("co2e_kg_low", ColumnType.Real),
                    new("co2e_kg_high", ColumnType.Real),
                    new("levels", ColumnType.Text),
                    new("elements", ColumnType.Text),
                ],
                runs.Select(run =>
                    new object?[]
                    {
                        run.Run,
                        run.Structures,
                        run.Calculations,
                        run.FromArchive,
                        run.CpuHours,
                        OwnHours(run),
                        Word(run.Cost.Usage.Basis),
                        run.Cost.EnergyKilowattHours,
                        Low(run, run.Cost.EnergyKilowattHours),
                        High(run, run.Cost.EnergyKilowattHours),
                        Word(run.Cost.EnergyBasis),
                        run.KilogramsCo2e,
                        Low(run, run.KilogramsCo2e),
                        High(run, run.KilogramsCo2e),
                        string.Join("; ", run.Levels),
                        string.Join(' ', run.Elements),
                    }
                )
            )
        );

    public static void WriteJson(Utf8JsonWriter json, IEnumerable<RunFootprint> runs)
    {
        json.WriteStartArray();
        foreach (var run in runs)
        {
            json.WriteStartObject();
            json.WriteString("run", run.Run);
            json.WriteNumber("structures", run.Structures);
            json.WriteNumber("calculations", run.Calculations);
            json.WriteNumber("from_archive", run.FromArchive);
            json.WriteFinite("cpu_hours", run.CpuHours);
            json.WriteFinite("cpu_hours_own_work", OwnHours(run));
            json.WriteString("cpu_hours_basis", Word(run.Cost.Usage.Basis));
            json.WriteFinite("energy_kwh", run.Cost.EnergyKilowattHours);
            json.WriteFinite("energy_kwh_low", Low(run, run.Cost.EnergyKilowattHours));
            json.WriteFinite("energy_kwh_high", High(run, run.Cost.EnergyKilowattHours));
            json.WriteString("energy_basis", Word(run.Cost.EnergyBasis));
            json.WriteFinite("co2e_kg", run.KilogramsCo2e);
            json.WriteFinite("co2e_kg_low", Low(run, run.KilogramsCo2e));
            json.WriteFinite("co2e_kg_high", High(run, run.KilogramsCo2e));
            WriteWords(json, "levels", run.Levels);
            WriteWords(json, "elements", run.Elements);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteWords(Utf8JsonWriter json, string name, IEnumerable<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }

    private static double OwnHours(RunFootprint run) => TimeSpan.FromSeconds(run.OwnWork.Usage.CpuSeconds).TotalHours;

    private static double? Low(RunFootprint run, double value) => value * (1 - run.RelativeError);

    private static double? High(RunFootprint run, double value) => value * (1 + run.RelativeError);

    private static string Word(CostBasis basis) => basis.ToString().ToLower(CultureInfo.InvariantCulture);
}
