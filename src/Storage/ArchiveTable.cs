using System.Collections.Immutable;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;
using Lichen.Storage.Sqlite;

namespace Lichen.Storage;

/// <summary>The archive as a table for other programs.</summary>
internal static class ArchiveTable
{
    private static readonly ImmutableArray<TableColumn> Before =
    [
        new("key", ColumnType.Text, "", "SHA-256 of what identifies the calculation"),
        new("id", ColumnType.Text, "", "the user's identifier"),
        new("smiles", ColumnType.Text, "", "canonical isomeric SMILES"),
        new("charge", ColumnType.Whole, "e", "total charge"),
        new("multiplicity", ColumnType.Whole, "", "unpaired electrons + 1"),
        new("level", ColumnType.Text, "", "level of theory"),
        new("conformers", ColumnType.Text, "", "policy of the start geometry"),
        new("engine", ColumnType.Text, "", "engine and version that enter the key"),
        new("status", ColumnType.Text, "", "computed or failed"),
        new("failure_kind", ColumnType.Text, "", "input, convergence, resources or transient"),
        new("failure_code", ColumnType.Text),
        new("failure_reason", ColumnType.Text),
    ];

    private static readonly ImmutableArray<TableColumn> After =
    [
        new("cpu_seconds", ColumnType.Real, "s", "CPU time booked"),
        new("wall_seconds", ColumnType.Real, "s", "elapsed time booked"),
        new("peak_memory_bytes", ColumnType.Whole, "byte"),
        new("usage_basis", ColumnType.Text, "", "measured, modelled or assumed"),
        new("energy_kwh", ColumnType.Real, "kWh", "PUE included"),
        new("energy_basis", ColumnType.Text, "", "measured, modelled or assumed"),
        new("co2e_g", ColumnType.Real, "g", "modelled: energy times grid intensity"),
        new("money", ColumnType.Real),
        new("program", ColumnType.Text),
        new("program_version", ColumnType.Text),
        new("settings", ColumnType.Text, "", "everything that may change a number"),
        new("input_sha256", ColumnType.Text),
        new("run", ColumnType.Text, "", "the campaign run that paid"),
        new("decision", ColumnType.Whole, "", "number of the decision in that run"),
        new("finished_at", ColumnType.Text, "", "UTC, ISO 8601"),
    ];

    private const string OfLevel = "($level IS NULL OR level = $level)";

    public static Table Of(Database database, string? level)
    {
        var properties = database.Read(() => Properties(database, level));
        var columns = Before
            .AddRange(properties.Select(p => new TableColumn(p.ColumnName, ColumnType.Real, p.Unit, p.Definition)))
            .AddRange(After);
        return new Table(columns, Rows(database.Path, properties, level));
    }

    private static IEnumerable<object?[]> Rows(string path, List<Property> properties, string? level)
    {
        using var database = Database.OpenRead(path, Schema.Archive);
        var rows = new ArchiveRows(database, []);
        database.Execute("BEGIN");
        using var reader = database.Read(() =>
            database
                .Prepared(
                    $"{ArchiveRows.Select} WHERE {OfLevel} ORDER BY id",
                    ("$level", (object?)level ?? DBNull.Value)
                )
                .ExecuteReader()
        );
        while (database.Read(reader.Read))
        {
            yield return database.Read(() =>
                Row(rows.ReadOutcome(reader), properties, rows.ReadUnits(reader.GetInt64(0)))
            );
        }
    }

    /// <summary>A property that was declared with two units has two columns.</summary>
    private static List<Property> Properties(Database database, string? level)
    {
        var found = new List<Property>();
        using var reader = database
            .Prepared(
                "SELECT DISTINCT property, unit FROM property WHERE calculation IN "
                    + $"(SELECT id FROM calculation WHERE {OfLevel}) ORDER BY property, unit",
                ("$level", (object?)level ?? DBNull.Value)
            )
            .ExecuteReader();
        while (reader.Read())
        {
            found.Add(Property.Declared(reader.GetString(0), reader.GetString(1)));
        }

        return found;
    }

    private static object?[] Row(ArchivedOutcome archived, List<Property> properties, Dictionary<string, string> units)
    {
        var (calculation, outcome, footprint) = (archived.Calculation, archived.Outcome, archived.Footprint);
        var failed = outcome as Failed;
        var values = (outcome as Computed)?.Values;
        return
        [
            calculation.Key.Hex,
            calculation.Candidate.Id,
            calculation.Candidate.Smiles,
            calculation.Candidate.Charge,
            calculation.Candidate.Multiplicity,
            calculation.Level.ToString(),
            calculation.Conformers,
            calculation.EngineVersion,
            failed is null ? "computed" : "failed",
            failed is null ? null : Words.Of(failed.Kind),
            failed?.Code,
            failed?.Reason,
            .. properties.Select(property => ValueOf(property)),
            footprint.Usage.CpuSeconds,
            footprint.Usage.WallSeconds,
            footprint.Usage.PeakMemoryBytes,
            Words.Of(footprint.Usage.Basis),
            footprint.EnergyKilowattHours,
            Words.Of(footprint.EnergyBasis),
            footprint.GramsCo2e,
            footprint.Money,
            outcome.Provenance.Program,
            outcome.Provenance.Version,
            outcome.Provenance.Settings,
            outcome.Provenance.InputHash,
            archived.Run,
            archived.Decision,
            Words.Of(archived.FinishedAt),
        ];

        object? ValueOf(Property property) =>
            values is not null && units.GetValueOrDefault(property.Name) == property.Unit
                ? values[property.Name]
                : null;
    }
}
