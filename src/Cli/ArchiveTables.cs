using System.Diagnostics;
using Lichen.Cli.Views;
using Lichen.Core.Calculations;
using Lichen.Storage;
using Spectre.Console;
using Table = Spectre.Console.Table;
using TableColumn = Spectre.Console.TableColumn;

namespace Lichen.Cli;

/// <summary>What <c>lichen archive</c> shows to people.</summary>
internal static class ArchiveTables
{
    public static Table Outcomes(IEnumerable<ArchivedOutcome> outcomes)
    {
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("id", "level", "engine", "outcome", "CPU", "SMILES");
        foreach (var archived in outcomes)
        {
            var (calculation, outcome) = (archived.Calculation, archived.Outcome);
            var said = outcome switch
            {
                Computed computed => string.Join(
                    ", ",
                    computed.Values.Select(v => $"{v.Key} {Figures.Number(v.Value)}")
                ),
                Failed failed => $"failed: {failed.Code}",
                _ => throw new UnreachableException(),
            };
            table.AddRow(
                new Text(StyledLine.Printable(calculation.Candidate.Id)),
                new Text(calculation.Level.ToString()),
                new Text(calculation.EngineVersion),
                new Text(said),
                new Text($"{Figures.Number(archived.Footprint.Usage.CpuSeconds, 3)} s"),
                new Text(calculation.Candidate.Smiles)
            );
        }

        return table;
    }

    public static Table Statistics(IReadOnlyList<ArchiveStatistics> statistics)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("level", "engine");
        foreach (var heading in (ReadOnlySpan<string>)["computed", "failed", "molecules", "CPU", "energy", "CO2e"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (var row in statistics)
        {
            table.AddRow(
                new Text(row.Level),
                new Text(row.EngineVersion),
                new Text(Figures.Count(row.Computed)),
                new Text(Figures.Count(row.Failed)),
                new Text(Figures.Count(row.Molecules)),
                new Text(Figures.Duration(TimeSpan.FromSeconds(row.CpuSeconds))),
                new Text($"{Figures.Number(row.EnergyKilowattHours, 3)} kWh"),
                new Text($"{Figures.Number(row.GramsCo2e, 3)} g")
            );
        }

        return table;
    }
}
