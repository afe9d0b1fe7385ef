using System.Collections.Immutable;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;
using Lichen.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Lichen.Storage;

/// <summary>Outcomes to rows and back, without the loss of a digit.</summary>
internal sealed class ArchiveRows(Database database, IEnumerable<Property> declared)
{
    private static readonly string[] Columns =
    [
        "key",
        "smiles",
        "charge",
        "multiplicity",
        "level",
        "conformers",
        "engine_version",
        "candidate_id",
        "candidate_row",
        "heavy_atoms",
        "atoms",
        "electrons",
        "elements",
        "status",
        "failure_kind",
        "failure_code",
        "failure_reason",
        "program",
        "program_version",
        "settings",
        "input_sha256",
        "run_cpu_seconds",
        "run_wall_seconds",
        "run_peak_memory_bytes",
        "run_basis",
        "cost_cpu_seconds",
        "cost_wall_seconds",
        "cost_peak_memory_bytes",
        "cost_basis",
        "energy_kwh",
        "energy_basis",
        "co2e_g",
        "money",
        "run",
        "decision",
        "finished_at",
    ];

    /// <summary>Reads <c>id</c> and the columns above, in their order.</summary>
    public static readonly string Select = $"SELECT id, {string.Join(", ", Columns)} FROM calculation";

    private static readonly string Insertion =
        $"INSERT INTO calculation ({string.Join(", ", Columns)}, attempt)"
        + $" SELECT {string.Join(", ", Columns.Select(column => "$" + column))},"
        + " 1 + (SELECT coalesce(max(attempt), 0) FROM calculation WHERE run = $run AND decision = $decision)"
        // The plus signs make SQLite search by key: a decision may have left thousands of outcomes, a key has few.
        + " WHERE NOT EXISTS (SELECT 1 FROM calculation WHERE key = $key AND +run = $run AND +decision = $decision"
        + " AND finished_at = $finished_at) RETURNING id";

    private readonly Dictionary<string, string> _units = declared.ToDictionary(
        property => property.Name,
        property => property.Unit
    );

    /// <exception cref="ArgumentException">A number of the outcome is not finite, or there is none.</exception>
    public static void RequireFinite(ArchivedOutcome archived)
    {
        if (archived.Outcome is Computed { Values: var values })
        {
            if (values.Count == 0)
            {
                throw new ArgumentException(
                    $"The computed outcome of '{archived.Calculation.Candidate.Id}' has no values."
                );
            }

            foreach (var (name, value) in values)
            {
                Require(value, name);
            }
        }

        Require(archived.Outcome.Usage.CpuSeconds, "CPU seconds");
        Require(archived.Outcome.Usage.WallSeconds, "wall seconds");
        Require(archived.Footprint.Usage.CpuSeconds, "booked CPU seconds");
        Require(archived.Footprint.Usage.WallSeconds, "booked wall seconds");
        Require(archived.Footprint.EnergyKilowattHours, "energy");
        Require(archived.Footprint.GramsCo2e, "emissions");
        Require(archived.Footprint.Money, "money");

        void Require(double value, string what)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException(
                    $"The {what} of '{archived.Calculation.Candidate.Id}' is {value}: only finite numbers are archived."
                );
            }
        }
    }

    /// <summary>Writes one outcome inside the caller's transaction, unless it is there already.</summary>
    public void Insert(ArchivedOutcome archived)
    {
        var (calculation, outcome, footprint) = (archived.Calculation, archived.Outcome, archived.Footprint);
        var (candidate, failed, provenance) = (calculation.Candidate, outcome as Failed, outcome.Provenance);
        object[] values =
        [
            calculation.Key.Hex,
            candidate.Smiles,
            candidate.Charge,
            candidate.Multiplicity,
            calculation.Level.ToString(),
            calculation.Conformers,
            calculation.EngineVersion,
            candidate.Id,
            candidate.Row,
            candidate.HeavyAtoms,
            candidate.Atoms,
            candidate.Electrons,
            string.Join(' ', candidate.Elements),
            failed is null ? "computed" : "failed",
            failed is null ? DBNull.Value : Words.Of(failed.Kind),
            (object?)failed?.Code ?? DBNull.Value,
            (object?)failed?.Reason ?? DBNull.Value,
            provenance.Program,
            provenance.Version,
            provenance.Settings,
            provenance.InputHash,
            outcome.Usage.CpuSeconds,
            outcome.Usage.WallSeconds,
            outcome.Usage.PeakMemoryBytes,
            Words.Of(outcome.Usage.Basis),
            footprint.Usage.CpuSeconds,
            footprint.Usage.WallSeconds,
            footprint.Usage.PeakMemoryBytes,
            Words.Of(footprint.Usage.Basis),
            footprint.EnergyKilowattHours,
            Words.Of(footprint.EnergyBasis),
            footprint.GramsCo2e,
            footprint.Money,
            archived.Run,
            archived.Decision,
            Words.Of(archived.FinishedAt),
        ];
        var parameters = new (string, object)[Columns.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i] = ("$" + Columns[i], values[i]);
        }

        if (database.Prepared(Insertion, parameters).ExecuteScalar() is not long id || outcome is not Computed computed)
        {
            return;
        }

        foreach (var (name, value) in computed.Values)
        {
            database
                .Prepared(
                    "INSERT INTO property (calculation, property, unit, value)"
                        + " VALUES ($calculation, $property, $unit, $value)",
                    ("$calculation", id),
                    ("$property", name),
                    ("$unit", Property.Find(name)?.Unit ?? _units.GetValueOrDefault(name, "undeclared")),
                    ("$value", value)
                )
                .ExecuteNonQuery();
        }

        if (computed.Geometry is { } geometry)
        {
            database
                .Prepared(
                    "INSERT INTO geometry (calculation, qcschema) VALUES ($calculation, $qcschema)",
                    ("$calculation", id),
                    ("$qcschema", QcSchemaMolecule.Write(geometry))
                )
                .ExecuteNonQuery();
        }
    }

    /// <summary>Reads the outcome at the reader's row, with its values and geometry.</summary>
    /// <exception cref="StorageException">The row is not as it was written.</exception>
    public ArchivedOutcome ReadOutcome(SqliteDataReader row)
    {
        var id = row.GetInt64(0);
        try
        {
            var archived = ReadOutcome(row, id);
            return archived.Calculation.Key.Hex == row.GetString(1)
                ? archived
                : throw new FormatException("its key is not that of its molecule, level and engine");
        }
        catch (Exception exception)
            when (exception
                    is FormatException
                        or ArgumentException
                        or InvalidOperationException
                        or InvalidCastException
                        or OverflowException
            )
        {
            throw new StorageException(
                StorageProblem.Damaged,
                database.Path,
                $"calculation {id} was damaged or edited: {exception.Message}. Nothing was overwritten; "
                    + "put back a copy (lichen archive verify lists all such rows)",
                exception
            );
        }
    }

    private ArchivedOutcome ReadOutcome(SqliteDataReader row, long id)
    {
        var candidate = new Candidate(
            row.GetInt32(9),
            row.GetString(8),
            row.GetString(2),
            row.GetInt32(3),
            row.GetInt32(4),
            row.GetInt32(10),
            row.GetInt32(11),
            row.GetInt32(12),
            row.GetString(13).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
        var calculation = new Calculation(
            candidate,
            LevelOfTheory.Parse(row.GetString(5)),
            row.GetString(6),
            row.GetString(7)
        );
        var provenance = new Provenance(row.GetString(18), row.GetString(19), row.GetString(20), row.GetString(21));
        var usage = new ResourceUsage(
            row.GetDouble(22),
            row.GetDouble(23),
            row.GetInt64(24),
            Words.Basis(row.GetString(25))
        );
        var booked = new ResourceUsage(
            row.GetDouble(26),
            row.GetDouble(27),
            row.GetInt64(28),
            Words.Basis(row.GetString(29))
        );
        Outcome outcome =
            row.GetString(14) == "failed"
                ? new Failed(Words.Kind(row.GetString(15)), row.GetString(16), row.GetString(17), usage, provenance)
                : new Computed(ReadValues(id), ReadGeometry(id), usage, provenance);
        return new ArchivedOutcome(
            calculation,
            outcome,
            new Footprint(
                booked,
                row.GetDouble(30),
                Words.Basis(row.GetString(31)),
                row.GetDouble(32),
                row.GetDouble(33)
            ),
            row.GetString(34),
            row.GetInt64(35),
            Words.Time(row.GetString(36))
        );
    }

    /// <summary>Reads the unit of each value of a row, by property name.</summary>
    public Dictionary<string, string> ReadUnits(long id)
    {
        var units = new Dictionary<string, string>();
        using var reader = database
            .Prepared("SELECT property, unit FROM property WHERE calculation = $calculation", ("$calculation", id))
            .ExecuteReader();
        while (reader.Read())
        {
            units.Add(reader.GetString(0), reader.GetString(1));
        }

        return units;
    }

    private ImmutableSortedDictionary<string, double> ReadValues(long id)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, double>();
        using var reader = database
            .Prepared("SELECT property, value FROM property WHERE calculation = $calculation", ("$calculation", id))
            .ExecuteReader();
        while (reader.Read())
        {
            values.Add(reader.GetString(0), reader.GetDouble(1));
        }

        return values.ToImmutable();
    }

    private Geometry? ReadGeometry(long id)
    {
        using var reader = database
            .Prepared("SELECT qcschema FROM geometry WHERE calculation = $calculation", ("$calculation", id))
            .ExecuteReader();
        return reader.Read() ? QcSchemaMolecule.Read(reader.GetString(0)) : null;
    }
}
