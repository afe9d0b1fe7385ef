using System.Diagnostics;
using System.Text.Json;
using Lichen.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Lichen.Storage;

/// <summary>
/// The append-only record of one campaign, <c>journal.db</c> in its run folder. One process writes it, the holder of
/// the folder's <see cref="RunLock"/>; others may read. Safe to call from several threads.
/// </summary>
/// <remarks>
/// An event that <see cref="Append(string, string, DateTimeOffset)"/> has acknowledged survives the death of the
/// process at once, and the loss of power once a commit was synced: the first one after a second has passed syncs all
/// before it. A sync per event would cost ten to a hundred times as much (docs/guide/files.md). After a loss of power
/// the journal is whole up to some event of about its last second, and goes on from there.
/// </remarks>
public sealed class Journal : IDisposable
{
    public const string FileName = "journal.db";

    private static readonly TimeSpan SyncInterval = TimeSpan.FromSeconds(1);

    private readonly Database _database;
    private readonly Lock _gate = new();
    private long _lastSync;
    private bool _syncing;
    private long _seq;
    private string _hash;

    private Journal(Database database, RunIdentity identity, long seq, string hash)
    {
        _database = database;
        Identity = identity;
        _seq = seq;
        _hash = hash;
    }

    /// <summary>Absolute path of the file.</summary>
    public string Path => _database.Path;

    public RunIdentity Identity { get; }

    /// <summary>Number of the last event; 0 when there is none.</summary>
    public long LastSeq
    {
        get
        {
            lock (_gate)
            {
                return _seq;
            }
        }
    }

    /// <summary>Whether a folder holds a journal.</summary>
    public static bool Exists(string folder) => File.Exists(PathIn(folder));

    /// <summary>Makes the journal of a new run; the folder is made where there is none.</summary>
    /// <exception cref="StorageException">There is a journal already, or the folder cannot be written.</exception>
    public static Journal Create(string folder, RunIdentity identity)
    {
        var path = PathIn(folder);
        WholeFile.MakeFolderOf(path);
        var meta = Meta(identity);
        // Made under another name and then moved: a journal is there with its identity, or not at all.
        var making = path + ".new";
        File.Delete(making);
        Database.Create(making, Schema.Journal, made => WriteMeta(made, meta)).Dispose();
        try
        {
            File.Move(making, path);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            File.Delete(making);
            throw new StorageException(
                StorageProblem.Exists,
                path,
                "this folder holds a run already; resume it or name another folder",
                exception
            );
        }

        return Open(folder);
    }

    /// <summary>Opens a run's journal to go on writing it, and checks the whole of it.</summary>
    /// <exception cref="StorageException">Missing, damaged or edited, of a newer version, or not writable.</exception>
    public static Journal Open(string folder)
    {
        var path = PathIn(folder);
        RequireThere(path);
        var database = Database.Open(path, Schema.Journal);
        database.Configure("PRAGMA synchronous = NORMAL");
        return Start(database);
    }

    /// <summary>
    /// Opens a run's journal only to read it, while another process may write; checks the whole of it.
    /// </summary>
    /// <exception cref="StorageException">Missing, damaged or edited, or of another version.</exception>
    public static Journal OpenRead(string folder)
    {
        var path = PathIn(folder);
        RequireThere(path);
        return Start(Database.OpenRead(path, Schema.Journal));
    }

    /// <summary>Writes one event.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="ArgumentException">
    /// The payload is not JSON, or the kind is empty or has a line break.
    /// </exception>
    /// <exception cref="StorageException">Not written; the events before are unchanged.</exception>
    public long Append(string kind, string payload, DateTimeOffset at) => Append([new JournalEntry(kind, payload, at)]);

    /// <summary>Writes several events in one transaction: all of them, or none.</summary>
    /// <returns>The number of the last one.</returns>
    /// <inheritdoc cref="Append(string, string, DateTimeOffset)"/>
    public long Append(IReadOnlyList<JournalEntry> entries)
    {
        foreach (var entry in entries)
        {
            Require(entry);
        }

        lock (_gate)
        {
            ChooseSync();
            (_seq, _hash) = _database.Write(() =>
            {
                var (seq, hash) = (_seq, _hash);
                foreach (var entry in entries)
                {
                    seq++;
                    var at = Words.Of(entry.At);
                    hash = JournalChain.Next(hash, seq, at, entry.Kind, entry.Payload);
                    _database
                        .Prepared(
                            "INSERT INTO event (seq, at, kind, payload, hash)"
                                + " VALUES ($seq, $at, $kind, $payload, $hash)",
                            ("$seq", seq),
                            ("$at", at),
                            ("$kind", entry.Kind),
                            ("$payload", entry.Payload),
                            ("$hash", hash)
                        )
                        .ExecuteNonQuery();
                }

                return (seq, hash);
            });
            if (_syncing)
            {
                _lastSync = Stopwatch.GetTimestamp();
            }

            return _seq;
        }
    }

    /// <summary>Streams events in order, as far as they were written when the reading began.</summary>
    /// <param name="after">Leaves out the events up to this number.</param>
    public IEnumerable<JournalEvent> Read(long after = 0)
    {
        using var database = Database.OpenRead(Path, Schema.Journal);
        using var reader = database.Read(() =>
            database
                .Prepared("SELECT seq, at, kind, payload FROM event WHERE seq > $after ORDER BY seq", ("$after", after))
                .ExecuteReader()
        );
        while (database.Read(reader.Read))
        {
            yield return new JournalEvent(
                reader.GetInt64(0),
                Words.Time(reader.GetString(1)),
                reader.GetString(2),
                reader.GetString(3)
            );
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _database.Dispose();
        }
    }

    private static Journal Start(Database database)
    {
        try
        {
            var (identity, seq, hash) = database.Read(() => JournalCheck.Run(database));
            return new Journal(database, identity, seq, hash);
        }
        catch (StorageException)
        {
            database.Dispose();
            throw;
        }
    }

    private static string PathIn(string folder) => System.IO.Path.Combine(System.IO.Path.GetFullPath(folder), FileName);

    private static void RequireThere(string path)
    {
        if (!File.Exists(path))
        {
            throw new StorageException(
                StorageProblem.Missing,
                path,
                "there is no journal in this folder; it is not the folder of a run"
            );
        }
    }

    private static SortedDictionary<string, string> Meta(RunIdentity identity) =>
        new(StringComparer.Ordinal)
        {
            ["created_at"] = Words.Of(identity.CreatedAt),
            ["lichen_version"] = identity.LichenVersion,
            ["run"] = identity.Run,
            ["spec"] = identity.Spec,
            ["spec_sha256"] = identity.SpecSha256,
        };

    private static void WriteMeta(Database database, SortedDictionary<string, string> meta)
    {
        foreach (var (name, value) in meta)
        {
            database
                .Prepared("INSERT INTO meta (name, value) VALUES ($name, $value)", ("$name", name), ("$value", value))
                .ExecuteNonQuery();
        }
    }

    private static void Require(JournalEntry entry)
    {
        if (entry.Kind.Length == 0 || entry.Kind.AsSpan().ContainsAny('\n', '\r'))
        {
            throw new ArgumentException($"'{entry.Kind}' is no kind of event: it is one word.");
        }

        try
        {
            using var parsed = JsonDocument.Parse(entry.Payload);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException(
                $"The payload of a '{entry.Kind}' event is not JSON: {exception.Message}",
                exception
            );
        }
    }

    /// <summary>A commit in FULL mode syncs the whole log, and with it the commits before it that were not.</summary>
    private void ChooseSync()
    {
        var due = Stopwatch.GetElapsedTime(_lastSync) >= SyncInterval;
        if (due != _syncing)
        {
            _database.Configure(due ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            _syncing = due;
        }
    }
}
