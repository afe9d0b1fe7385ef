using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Properties;
using Lichen.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Lichen.Storage;

/// <summary>
/// All outcomes ever, by key: one SQLite file that all campaigns of a user share. Several processes may use one file at
/// once, and any of them may be killed at any point. Safe to call from several threads.
/// </summary>
/// <remarks>
/// What <see cref="Put(ArchivedOutcome)"/> has acknowledged survives the death of the process at once. Against the
/// loss of power a commit is synced to the device as soon as a second of computing would be lost; one sync covers all
/// commits before it. A sync takes from 0.3 to 4 ms as the device is idle or busy, so it is bought when it protects
/// hundreds of times its price. Declared costs count as nothing: such an outcome can be had again for nothing.
/// Measured: docs/guide/files.md.
/// </remarks>
public sealed class Archive : IDisposable
{
    private static readonly string OfKey = ArchiveRows.Select + " WHERE key = $key";

    private const double SyncCpuSeconds = 1;

    private readonly Database _database;
    private readonly ArchiveRows _rows;
    private readonly Lock _gate = new();
    private bool _syncing;

    private Archive(Database database, IEnumerable<Property> declared)
    {
        _database = database;
        _rows = new ArchiveRows(database, declared);
    }

    /// <summary>Computing that a loss of power now would lose, in CPU seconds.</summary>
    internal double AtRiskCpuSeconds { get; private set; }

    /// <summary>Absolute path of the file.</summary>
    public string Path => _database.Path;

    /// <summary>Opens an archive for reading and writing; creates it, and its folder, where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="declared">
    /// Properties beyond the known vocabulary whose units are to be kept with their values.
    /// </param>
    /// <exception cref="StorageException">
    /// Damaged, not an archive, of a newer version, or not writable; nothing was changed.
    /// </exception>
    public static Archive Open(string path, IEnumerable<Property>? declared = null)
    {
        var full = System.IO.Path.GetFullPath(path);
        WholeFile.MakeFolderOf(full);
        var database = Database.Create(full, Schema.Archive);
        database.Configure("PRAGMA synchronous = NORMAL");
        return new Archive(database, declared ?? []);
    }

    /// <summary>Opens an archive that is only read; it may lie on media that cannot be written.</summary>
    /// <exception cref="StorageException">Missing, damaged, not an archive, or of another version.</exception>
    public static Archive OpenRead(string path) =>
        new(Database.OpenRead(System.IO.Path.GetFullPath(path), Schema.Archive), []);

    /// <summary>
    /// Keeps an outcome. A convergence failure is put only after its cure, where it has one, was tried. The same
    /// outcome put twice (same run, decision, key and time) is kept once.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A value or a cost is not finite, or a computed outcome has no values.
    /// </exception>
    /// <exception cref="StorageException">Not written; what was there before is unchanged.</exception>
    public void Put(ArchivedOutcome outcome) => Put([outcome]);

    /// <summary>Keeps several outcomes in one transaction, for the price of about one: all are kept, or none.</summary>
    /// <inheritdoc cref="Put(ArchivedOutcome)"/>
    public void Put(IReadOnlyList<ArchivedOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            ArchiveRows.RequireFinite(outcome);
        }

        var cpuSeconds = outcomes
            .Where(outcome => outcome.Footprint.Usage.Basis != CostBasis.Assumed)
            .Sum(outcome => outcome.Footprint.Usage.CpuSeconds);
        lock (_gate)
        {
            var sync = AtRiskCpuSeconds + cpuSeconds >= SyncCpuSeconds;
            if (sync != _syncing)
            {
                _database.Configure(sync ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
                _syncing = sync;
            }

            _database.Write(() =>
            {
                foreach (var outcome in outcomes)
                {
                    _rows.Insert(outcome);
                }

                return outcomes.Count;
            });
            AtRiskCpuSeconds = sync ? 0 : AtRiskCpuSeconds + cpuSeconds;
        }
    }

    /// <summary>
    /// The outcome that answers for a calculation: the first success under its key; null when there is none.
    /// </summary>
    public ArchivedOutcome? TryGet(CalculationKey key) =>
        First(OfKey + " AND status = 'computed' ORDER BY id LIMIT 1", ("$key", key.Hex));

    /// <summary>
    /// The first success under a key that has a value of a property; null when there is none. Campaigns may have asked
    /// one engine for different properties at the same level.
    /// </summary>
    public ArchivedOutcome? TryGet(CalculationKey key, string property) =>
        First(
            OfKey
                + " AND status = 'computed'"
                + " AND EXISTS (SELECT 1 FROM property AS p WHERE p.calculation = calculation.id AND p.property = $property)"
                + " ORDER BY id LIMIT 1",
            ("$key", key.Hex),
            ("$property", property)
        );

    /// <summary>
    /// The failure that says never again: the latest of kind Input or Convergence under a key that has no success; null
    /// when there is none. Failures for want of resources and passing ones are no answers.
    /// </summary>
    public ArchivedOutcome? TryGetFailure(CalculationKey key) =>
        First(
            OfKey
                + " AND failure_kind IN ('input', 'convergence')"
                + " AND NOT EXISTS (SELECT 1 FROM calculation WHERE key = $key AND status = 'computed')"
                + " ORDER BY id DESC LIMIT 1",
            ("$key", key.Hex)
        );

    /// <summary>The latest outcome that a decision of a run left, whatever its key; null when there is none.</summary>
    public ArchivedOutcome? TryGetDecision(string run, long decision) =>
        First(
            ArchiveRows.Select + " WHERE run = $run AND decision = $decision ORDER BY attempt DESC LIMIT 1",
            ("$run", run),
            ("$decision", decision)
        );

    /// <summary>Streams outcomes in the order they were put, failures too. Later writes are not seen.</summary>
    /// <param name="level">Only this level, as <see cref="LevelOfTheory.ToString"/> writes it; null for all.</param>
    /// <param name="engineVersion">Only this engine and version; null for all.</param>
    /// <param name="run">Only what this run paid for; null for all.</param>
    public IEnumerable<ArchivedOutcome> Read(string? level = null, string? engineVersion = null, string? run = null)
    {
        // A connection of its own: a reader sees one state of the file and holds up no writer.
        using var database = Database.OpenRead(Path, Schema.Archive);
        var rows = new ArchiveRows(database, []);
        database.Execute("BEGIN");
        using var reader = database.Read(() =>
            database
                .Prepared(
                    ArchiveRows.Select
                        + " WHERE ($level IS NULL OR level = $level) AND ($engine IS NULL OR engine_version = $engine)"
                        + " AND ($run IS NULL OR run = $run) ORDER BY id",
                    ("$level", (object?)level ?? DBNull.Value),
                    ("$engine", (object?)engineVersion ?? DBNull.Value),
                    ("$run", (object?)run ?? DBNull.Value)
                )
                .ExecuteReader()
        );
        while (database.Read(reader.Read))
        {
            yield return database.Read(() => rows.ReadOutcome(reader));
        }
    }

    /// <summary>What the archive holds, by level, engine and version.</summary>
    public IReadOnlyList<ArchiveStatistics> Statistics()
    {
        lock (_gate)
        {
            return _database.Read(() => ArchiveStatistics.Of(_database));
        }
    }

    /// <summary>
    /// Checks every page and every row: the file's own integrity, keys recomputed from their parts, finite values,
    /// readable geometries of the right atoms.
    /// </summary>
    /// <returns>The problems in words, each with its row; empty when there is none.</returns>
    public IReadOnlyList<string> Verify()
    {
        using var database = Database.OpenRead(Path, Schema.Archive);
        return ArchiveCheck.Run(database);
    }

    /// <summary>The archive as one table: a row per outcome, a column per property, units in the names.</summary>
    /// <param name="level">Only this level, as <see cref="LevelOfTheory.ToString"/> writes it, and what it gives; null for all.</param>
    public Table AsTable(string? level = null)
    {
        lock (_gate)
        {
            return ArchiveTable.Of(_database, level);
        }
    }

    /// <summary>For tests of a full disk: no more pages than this.</summary>
    internal void Limit(int pages) => _database.Configure($"PRAGMA max_page_count = {pages}");

    public void Dispose()
    {
        lock (_gate)
        {
            _database.Dispose();
        }
    }

    private ArchivedOutcome? First(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        lock (_gate)
        {
            try
            {
                using var reader = _database.Prepared(sql, parameters).ExecuteReader();
                return reader.Read() ? _rows.ReadOutcome(reader) : null;
            }
            catch (SqliteException exception)
            {
                throw SqliteProblems.Translate(exception, Path);
            }
        }
    }
}
