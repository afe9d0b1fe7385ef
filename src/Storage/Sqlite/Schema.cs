using System.Globalization;
using System.Reflection;

namespace Lichen.Storage.Sqlite;

/// <summary>
/// A kind of database: its mark in the file's header and its numbered migrations, NAME-001.sql and on.
/// </summary>
internal sealed class Schema
{
    public static readonly Schema Archive = new("archive", "Lichen archive", 0x4C69_6341);

    public static readonly Schema Journal = new("journal", "Lichen journal", 0x4C69_634A);

    private readonly string _what;
    private readonly int _applicationId;
    private readonly string[] _migrations;

    private Schema(string name, string what, int applicationId)
    {
        _what = what;
        _applicationId = applicationId;
        _migrations = [.. Scripts(name)];
    }

    /// <summary>The version that this Lichen writes; kept in user_version.</summary>
    public int Latest => _migrations.Length;

    /// <summary>Says which version a file has, 0 when it is empty; changes nothing.</summary>
    /// <exception cref="StorageException">Another program's database, or a newer Lichen's.</exception>
    public int Check(Database database)
    {
        // In one transaction: another process may be making this very file.
        var (mark, version, tables) = database.Snapshot(() =>
            (
                database.Integer("PRAGMA application_id"),
                (int)database.Integer("PRAGMA user_version"),
                database.Integer("SELECT count(*) FROM sqlite_schema")
            )
        );
        if (mark == 0 && version == 0 && tables == 0)
        {
            return 0;
        }

        if (mark != _applicationId)
        {
            throw new StorageException(
                StorageProblem.Foreign,
                database.Path,
                $"this database is not a {_what}; nothing was changed, give another path"
            );
        }

        if (version > Latest)
        {
            throw new StorageException(
                StorageProblem.Newer,
                database.Path,
                $"this {_what} has schema version {version}; this Lichen knows versions up to {Latest}. "
                    + "Nothing was changed: use the Lichen that wrote it, or a newer one"
            );
        }

        return version;
    }

    /// <summary>Applies what is missing, all of it or nothing.</summary>
    public void Migrate(Database database, Action<Database>? first) =>
        database.Write(() =>
        {
            // Another process may have been first.
            var version = Check(database);
            for (var next = version; next < _migrations.Length; next++)
            {
                database.Configure(_migrations[next]);
            }

            if (version == 0)
            {
                first?.Invoke(database);
            }

            database.Configure(
                string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {_applicationId}")
            );
            database.Configure(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Latest}"));
            return version;
        });

    private static IEnumerable<string> Scripts(string name)
    {
        var assembly = Assembly.GetExecutingAssembly();
        for (var number = 1; ; number++)
        {
            using var stream = assembly.GetManifestResourceStream($"{name}-{number:D3}.sql");
            if (stream is null)
            {
                yield break;
            }

            using var reader = new StreamReader(stream);
            yield return reader.ReadToEnd();
        }
    }
}
