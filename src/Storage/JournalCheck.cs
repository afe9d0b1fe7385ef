using System.Globalization;
using Lichen.Storage.Sqlite;

namespace Lichen.Storage;

/// <summary>Reads a journal from the first event to the last and follows its chain of hashes.</summary>
internal static class JournalCheck
{
    /// <returns>Who the run is, and the number and hash of the last event.</returns>
    /// <exception cref="StorageException">Anything is missing or not as it was written.</exception>
    public static (RunIdentity Identity, long Seq, string Hash) Run(Database database)
    {
        try
        {
            return Follow(database);
        }
        catch (Exception exception) when (exception is InvalidOperationException or InvalidCastException)
        {
            throw Damaged(database, exception.Message);
        }
    }

    private static (RunIdentity Identity, long Seq, string Hash) Follow(Database database)
    {
        var meta = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using (var reader = database.Prepared("SELECT name, value FROM meta").ExecuteReader())
        {
            while (reader.Read())
            {
                meta.Add(reader.GetString(0), reader.GetString(1));
            }
        }

        var identity = new RunIdentity(
            Value("run"),
            Time(Value("created_at")),
            Value("lichen_version"),
            Value("spec_sha256"),
            Value("spec")
        );
        var seq = 0L;
        var hash = JournalChain.Start(meta);
        using var events = database
            .Prepared("SELECT seq, at, kind, payload, hash FROM event ORDER BY seq")
            .ExecuteReader();
        while (events.Read())
        {
            seq++;
            if (events.GetInt64(0) != seq)
            {
                throw Damaged(database, $"event {seq} is missing");
            }

            hash = JournalChain.Next(hash, seq, events.GetString(1), events.GetString(2), events.GetString(3));
            if (events.GetString(4) != hash)
            {
                throw Damaged(database, $"event {seq} is not as it was written");
            }

            Time(events.GetString(1));
        }

        return (identity, seq, hash);

        string Value(string name) =>
            meta.TryGetValue(name, out var value) ? value : throw Damaged(database, $"its '{name}' is missing");

        DateTimeOffset Time(string text)
        {
            try
            {
                return Words.Time(text);
            }
            catch (FormatException)
            {
                throw Damaged(database, string.Create(CultureInfo.InvariantCulture, $"'{text}' is no time"));
            }
        }
    }

    private static StorageException Damaged(Database database, string what) =>
        new(
            StorageProblem.Damaged,
            database.Path,
            $"the journal was damaged or edited: {what}. Nothing was overwritten. Put back a copy, or start a new run: "
                + "what was computed is in the archive and costs nothing again"
        );
}
