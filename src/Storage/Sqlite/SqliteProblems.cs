using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lichen.Storage.Sqlite;

/// <summary>SQLite's error codes as problems of a file, with their cures.</summary>
internal static class SqliteProblems
{
    public static StorageException Translate(SqliteException exception, string path)
    {
        var (problem, text) = exception.SqliteErrorCode switch
        {
            raw.SQLITE_NOTADB => (
                StorageProblem.Foreign,
                "this is not a SQLite database; nothing was changed, give another path"
            ),
            raw.SQLITE_CORRUPT => (
                StorageProblem.Damaged,
                "the database is damaged; nothing was overwritten. Copy the file away with its -wal and -shm, then "
                    + "'sqlite3 FILE .recover' brings out what is readable, or put back a copy"
            ),
            raw.SQLITE_READONLY or raw.SQLITE_PERM => (
                StorageProblem.ReadOnly,
                "the file or its folder cannot be written; give write permission or another path"
            ),
            raw.SQLITE_FULL => (
                StorageProblem.Full,
                "no space is left to write; everything acknowledged before is kept. Free space, then go on"
            ),
            // A file-size limit or a quota reaches SQLite as a failed write.
            raw.SQLITE_IOERR
                when exception.SqliteExtendedErrorCode is raw.SQLITE_IOERR_WRITE or raw.SQLITE_IOERR_SHMSIZE => (
                StorageProblem.Full,
                "the operating system refused to write: disk full, quota or file-size limit; everything acknowledged "
                    + "before is kept. Free space, then go on"
            ),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (
                StorageProblem.Busy,
                $"another process held the database for more than {Database.BusySeconds} s; "
                    + "see who has it open, then go on"
            ),
            raw.SQLITE_CANTOPEN => (
                StorageProblem.Unusable,
                "the file cannot be opened; see that its folder exists and may be entered"
            ),
            _ => (StorageProblem.Unusable, "SQLite reports: " + exception.Message),
        };
        return new StorageException(
            problem,
            path,
            $"{text} (SQLite code {exception.SqliteExtendedErrorCode})",
            exception
        );
    }
}
