using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lichen.Storage.Sqlite;

/// <summary>One SQLite file of ours: write-ahead log, one writer at a time, numbered migrations.</summary>
internal sealed class Database : IDisposable
{
    /// <summary>How long a process waits for another one's transaction.</summary>
    public const int BusySeconds = 60;

    private readonly Dictionary<string, SqliteCommand> _commands = [];

    private Database(SqliteConnection connection, string path)
    {
        Connection = connection;
        Path = path;
    }

    public SqliteConnection Connection { get; }

    public string Path { get; }

    /// <summary>
    /// Opens a database for writing, creates it where there is none, and brings its schema up to date.
    /// </summary>
    /// <param name="first">What to write into a new database together with its schema; null for nothing.</param>
    /// <exception cref="StorageException">The file is not usable; nothing was changed.</exception>
    public static Database Create(string path, Schema schema, Action<Database>? first = null) =>
        Prepare(Connect(path, SqliteOpenMode.ReadWriteCreate), schema, first);

    /// <summary>Opens a database that is there for writing and brings its schema up to date.</summary>
    /// <exception cref="StorageException">The file is missing or not usable; nothing was changed.</exception>
    public static Database Open(string path, Schema schema) =>
        Prepare(Connect(path, SqliteOpenMode.ReadWrite), schema, null);

    /// <summary>Opens a database that is only read; also on media that cannot be written.</summary>
    /// <exception cref="StorageException">The file is missing or not usable.</exception>
    public static Database OpenRead(string path, Schema schema)
    {
        if (!File.Exists(path))
        {
            throw new StorageException(StorageProblem.Missing, path, "there is no such file");
        }

        var database = Connect(path, SqliteOpenMode.ReadOnly);
        try
        {
            try
            {
                RefuseOlder(schema, schema.Check(database), path);
                return database;
            }
            catch (SqliteException exception)
                when (exception.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY
                    && !File.Exists(path + "-wal")
                )
            {
                // A write-ahead log needs a writable folder even to read; where nothing can write, nothing changes
                // either.
                database.Dispose();
                database = Connect(path, SqliteOpenMode.ReadOnly, new Uri(path).AbsoluteUri + "?immutable=1");
                RefuseOlder(schema, schema.Check(database), path);
                return database;
            }
        }
        catch (SqliteException exception)
        {
            database.Dispose();
            throw SqliteProblems.Translate(exception, path);
        }
        catch (StorageException)
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A prepared command, kept for the life of the connection; its parameters are named in the text.
    /// </summary>
    public SqliteCommand Prepared(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            _commands.Add(sql, command);
        }
        else
        {
            for (var i = 0; i < parameters.Length; i++)
            {
                command.Parameters[i].Value = parameters[i].Value;
            }
        }

        return command;
    }

    public void Execute(string sql) => Prepared(sql).ExecuteNonQuery();

    /// <summary>Runs a pragma or a script. Not kept prepared: some pragmas act while they are compiled.</summary>
    public void Configure(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public long Integer(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Runs work inside one write transaction: all of it is kept, or nothing.</summary>
    /// <exception cref="StorageException">The write failed; what was there before is unchanged.</exception>
    public T Write<T>(Func<T> work)
    {
        try
        {
            Execute("BEGIN IMMEDIATE");
            try
            {
                var result = work();
                Execute("COMMIT");
                return result;
            }
            catch
            {
                // A full disk or an I/O error may have rolled back already.
                if (raw.sqlite3_get_autocommit(Connection.Handle) == 0)
                {
                    Execute("ROLLBACK");
                }

                throw;
            }
        }
        catch (SqliteException exception)
        {
            throw SqliteProblems.Translate(exception, Path);
        }
    }

    /// <summary>Runs several queries on one state of the file.</summary>
    public T Snapshot<T>(Func<T> work)
    {
        if (raw.sqlite3_get_autocommit(Connection.Handle) == 0)
        {
            return work();
        }

        Execute("BEGIN");
        try
        {
            return work();
        }
        finally
        {
            Execute("COMMIT");
        }
    }

    /// <summary>Runs a query, with SQLite's errors as problems of the file.</summary>
    public T Read<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException exception)
        {
            throw SqliteProblems.Translate(exception, Path);
        }
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        Connection.Dispose();
    }

    private static Database Connect(string path, SqliteOpenMode mode, string? uri = null)
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = uri ?? path,
            Mode = mode,
            DefaultTimeout = BusySeconds,
            // A closed database has no open handle, its log is folded in, and the file can be moved.
            Pooling = false,
        };
        var connection = new SqliteConnection(text.ToString());
        try
        {
            connection.Open();
            var database = new Database(connection, path);
            // SQLite's own waiting is finer than the driver's, which sleeps 150 ms at a time.
            database.Configure($"PRAGMA busy_timeout = {1000 * BusySeconds}");
            return database;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw SqliteProblems.Translate(exception, path);
        }
    }

    private static Database Prepare(Database database, Schema schema, Action<Database>? first)
    {
        try
        {
            // SQLite opens what it may not write for reading, and says so only at the first write.
            if (raw.sqlite3_db_readonly(database.Connection.Handle, "main") == 1)
            {
                throw new StorageException(
                    StorageProblem.ReadOnly,
                    database.Path,
                    "the file may be read but not written; give write permission or another path"
                );
            }

            // First of all look, without writing, whether this file is ours.
            if (schema.Check(database) < schema.Latest)
            {
                schema.Migrate(database, first);
            }

            database.Configure("PRAGMA journal_mode = WAL");
            database.Configure("PRAGMA foreign_keys = ON");
            return database;
        }
        catch (SqliteException exception)
        {
            database.Dispose();
            throw SqliteProblems.Translate(exception, database.Path);
        }
        catch (StorageException)
        {
            database.Dispose();
            throw;
        }
    }

    private static void RefuseOlder(Schema schema, int version, string path)
    {
        if (version < schema.Latest)
        {
            throw new StorageException(
                StorageProblem.Unusable,
                path,
                $"its schema is version {version} and this Lichen reads version {schema.Latest}; "
                    + "open it once for writing (lichen run) to bring it up to date"
            );
        }
    }
}
