using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Lichen.Testing;
using Microsoft.Data.Sqlite;

namespace Lichen.Storage.Tests;

public sealed class JournalTests
{
    [Fact]
    public void Events_come_back_as_they_were_written()
    {
        using var folder = new TemporaryFolder();
        var written = new List<JournalEvent>();
        using (var journal = Journal.Create(folder.Path, Samples.Identity()))
        {
            Gen.Select(Gen.OneOf("decided", "finished", "own_work"), Gen.String, Gen.Long[0, 3_000_000_000_000_000_000])
                .Sample(
                    (kind, text, ticks) =>
                    {
                        var payload = System.Text.Json.JsonSerializer.Serialize(new { text, number = 1.0 / 3 });
                        var at = new DateTimeOffset(ticks, TimeSpan.Zero);
                        var seq = journal.Append(kind, payload, at);
                        written.Add(new JournalEvent(seq, at, kind, payload));
                    },
                    iter: 200,
                    threads: 1
                );
            Assert.Equal(written, journal.Read());
        }

        using var again = Journal.Open(folder.Path);
        Assert.Equal(Samples.Identity(), again.Identity);
        Assert.Equal(written, again.Read());
        Assert.Equal(written.Skip(150), again.Read(after: 150));
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), written.Select(e => e.Seq));
        Assert.Equal(201, again.Append("stopped", "{}", Samples.Time));
    }

    [Fact]
    public void A_batch_is_kept_whole_or_not_at_all()
    {
        using var folder = new TemporaryFolder();
        using var journal = Journal.Create(folder.Path, Samples.Identity());
        Assert.Equal(2, journal.Append(Samples.Events(1, 0)));
        Assert.Throws<ArgumentException>(() =>
            journal.Append([
                new JournalEntry("finished", "{}", Samples.Time),
                new JournalEntry("decided", "{not json", Samples.Time),
            ])
        );
        Assert.Throws<ArgumentException>(() => journal.Append("two\nlines", "{}", Samples.Time));
        Assert.Equal(2, journal.Read().Count());
        Assert.Equal(3, journal.Append("finished", "{}", Samples.Time));
    }

    [Fact]
    public void A_writer_killed_at_any_instant_leaves_a_whole_journal_with_everything_acknowledged()
    {
        using var folder = new TemporaryFolder();
        using (Journal.Create(folder.Path, Samples.Identity())) { }

        for (var seed = 0; seed < 8; seed++)
        {
            using var process = OtherProcess.Start("append-forever", folder.Path, seed);
            var acknowledged = 0L;
            for (var lines = 1 + (seed * 53 % 90); lines > 0; lines--)
            {
                acknowledged = long.Parse(process.StandardOutput.ReadLine()!);
            }

            process.Kill();
            var rest = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            // The last line may be cut off; a whole one ends in a line feed.
            if (rest.Split('\n') is { Length: > 1 } said)
            {
                acknowledged = long.Parse(said[^2]);
            }

            using var journal = Journal.Open(folder.Path);
            // Two events a batch: the batch that was being written is there whole or not at all.
            Assert.Contains(journal.LastSeq - acknowledged, new long[] { 0, 2 });
            Assert.Equal(journal.LastSeq, journal.Read().Count());
        }
    }

    [Fact]
    public void A_journal_is_never_made_over_another()
    {
        using var folder = new TemporaryFolder();
        Assert.False(Journal.Exists(folder.Path));
        using (var journal = Journal.Create(folder.Path, Samples.Identity("first")))
        {
            journal.Append("started", "{}", Samples.Time);
        }

        Assert.True(Journal.Exists(folder.Path));
        Assert.Equal(
            StorageProblem.Exists,
            Refusal(() => Journal.Create(folder.Path, Samples.Identity("second"))).Problem
        );
        using var again = Journal.Open(folder.Path);
        Assert.Equal(("first", 1L), (again.Identity.Run, again.LastSeq));
        Assert.Equal(
            ["journal.db"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Where(name => !name!.Contains('-'))
        );
    }

    [Fact]
    public void A_folder_without_a_journal_is_said()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(StorageProblem.Missing, Refusal(() => Journal.Open(folder.Path)).Problem);
        Assert.Equal(StorageProblem.Missing, Refusal(() => Journal.OpenRead(folder["nowhere"])).Problem);
        Assert.False(Directory.Exists(folder["nowhere"]));
    }

    [Theory]
    [InlineData("UPDATE event SET payload = '{}' WHERE seq = 2")]
    [InlineData("DELETE FROM event WHERE seq = 4")]
    [InlineData("UPDATE meta SET value = 'other' WHERE name = 'run'")]
    [InlineData("DELETE FROM meta")]
    public void History_refuses_to_be_changed(string edit)
    {
        using var folder = new TemporaryFolder();
        using var journal = Journal.Create(folder.Path, Samples.Identity());
        journal.Append(Samples.Events(1, 0));
        journal.Append(Samples.Events(1, 2));
        var exception = Assert.Throws<SqliteException>(() => Execute(journal.Path, edit));
        Assert.Contains("append-only", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "DROP TRIGGER event_is_final; UPDATE event SET payload = '{}' WHERE seq = 2",
        "event 2 is not as it was written"
    )]
    [InlineData(
        "DROP TRIGGER event_is_final; UPDATE event SET at = '2000-01-01T00:00:00.0000000Z' WHERE seq = 4",
        "event 4"
    )]
    [InlineData("DROP TRIGGER event_is_final; UPDATE event SET kind = 'fitted' WHERE seq = 1", "event 1")]
    [InlineData("DROP TRIGGER event_stays; DELETE FROM event WHERE seq = 3", "event 3 is missing")]
    [InlineData("DROP TRIGGER meta_is_final; UPDATE meta SET value = 'other' WHERE name = 'spec'", "event 1")]
    [InlineData("DROP TRIGGER meta_stays; DELETE FROM meta WHERE name = 'run'", "'run' is missing")]
    [InlineData(
        "INSERT INTO event VALUES (5, '2026-01-01T00:00:00.0000000Z', 'decided', '{}', '0000000000000000000000000000000000000000000000000000000000000000')",
        "event 5"
    )]
    public void Edited_history_is_found_on_opening(string edit, string found)
    {
        using var folder = new TemporaryFolder();
        using (var journal = Journal.Create(folder.Path, Samples.Identity()))
        {
            journal.Append(Samples.Events(1, 0));
            journal.Append(Samples.Events(1, 2));
        }

        Execute(folder[Journal.FileName], edit);
        var refusal = Refusal(() => Journal.Open(folder.Path));
        Assert.Equal(StorageProblem.Damaged, refusal.Problem);
        Assert.Contains(found, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(StorageProblem.Damaged, Refusal(() => Journal.OpenRead(folder.Path)).Problem);
    }

    [Fact]
    public void Damage_anywhere_in_the_file_is_refused_or_changes_no_event()
    {
        using var folder = new TemporaryFolder();
        JournalEvent[] events;
        using (var journal = Journal.Create(folder["whole"], Samples.Identity()))
        {
            for (var i = 0; i < 50; i++)
            {
                journal.Append(Samples.Events(1, journal.LastSeq));
            }

            events = [.. journal.Read()];
        }

        var whole = File.ReadAllBytes(Path.Combine(folder["whole"], Journal.FileName));
        var number = 0;
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[1, 200], Gen.Byte)
            .Sample(
                (start, length, value) =>
                {
                    var copy = folder[$"damaged-{Interlocked.Increment(ref number)}"];
                    Directory.CreateDirectory(copy);
                    var bytes = whole.ToArray();
                    Array.Fill(bytes, value, start, Math.Min(length, bytes.Length - start));
                    File.WriteAllBytes(Path.Combine(copy, Journal.FileName), bytes);
                    try
                    {
                        using var journal = Journal.OpenRead(copy);
                        // What is lost at the very end does not show; what is read is true.
                        Assert.Equal(events.Take((int)journal.LastSeq), journal.Read());
                    }
                    catch (StorageException) { }
                },
                iter: 200,
                threads: 1
            );
    }

    [Fact]
    public void The_chain_can_be_followed_without_Lichen()
    {
        using var folder = new TemporaryFolder();
        using (var journal = Journal.Create(folder.Path, Samples.Identity()))
        {
            journal.Append("started", """{"reason":"begin"}""", Samples.Time);
        }

        var meta = string.Concat(Rows(folder, "SELECT name || '=' || value || char(10) FROM meta ORDER BY name"));
        var before = Sha256(meta);
        var lines = Rows(folder, "SELECT seq || char(10) || at || char(10) || kind || char(10) || payload FROM event");
        Assert.Equal([Sha256($"{before}\n{lines[0]}")], Rows(folder, "SELECT hash FROM event"));

        static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Decisions_and_finishes_read_in_plain_sqlite_also_where_fields_are_missing()
    {
        using var folder = new TemporaryFolder();
        using (var journal = Journal.Create(folder.Path, Samples.Identity()))
        {
            journal.Append("started", """{"reason":"begin"}""", Samples.Time);
            journal.Append(
                "decided",
                """{"at":1.5,"decision":1,"row":1,"id":"a","smiles":"CCO","purpose":"explore","mean":4.5,"reserved":{"core_seconds":2.5}}""",
                Samples.Time
            );
            journal.Append("decided", """{"decision":2,"id":"b"}""", Samples.Time);
            journal.Append("decided", """{"decision":3,"id":"c"}""", Samples.Time);
            journal.Append(
                "finished",
                """{"decision":1,"values":{"homo_lumo_gap":4.25},"cost":{"usage":{"cpu_seconds":0.8},"energy_kilowatt_hours":1e-05}}""",
                Samples.Time
            );
            journal.Append(
                "finished",
                """{"decision":2,"values":{},"failure":{"kind":"convergence","code":"scf","reason":"no"},"from_archive":true}""",
                Samples.Time
            );
            journal.Append("interrupted", """{"decision":3}""", Samples.Time);
            journal.Append("fitted", """{"labels":12}""", Samples.Time);
            journal.Append("own_work", """{"what":"fit","cost":{"usage":{"cpu_seconds":0.1}}}""", Samples.Time);
            journal.Append("stopped", "{}", Samples.Time);
        }

        Assert.Equal(
            ["1 a CCO 4.5 2.5", "2 b - - -", "3 c - - -"],
            Rows(
                folder,
                "SELECT decision||' '||id||' '||ifnull(smiles,'-')||' '||ifnull(mean,'-')||' '||ifnull(reserved_core_seconds,'-') FROM decision"
            )
        );
        Assert.Equal(
            ["1 computed - 4.25 0.8", "2 failed scf - -"],
            Rows(
                folder,
                "SELECT decision||' '||outcome||' '||ifnull(code,'-')||' '||ifnull(\"values\"->>'homo_lumo_gap','-')||' '||ifnull(core_seconds,'-') FROM finish"
            )
        );
        Assert.Equal(
            ["1 computed", "2 failed", "3 running"],
            Rows(folder, "SELECT decision||' '||ifnull(outcome,'running') FROM calculation ORDER BY decision")
        );
        Assert.Equal(["3"], Rows(folder, "SELECT cast(decision AS TEXT) FROM interruption"));
        Assert.Equal(["12"], Rows(folder, "SELECT cast(labels AS TEXT) FROM fit"));
        Assert.Equal(["fit 0.1"], Rows(folder, "SELECT what||' '||core_seconds FROM own_work"));
        Assert.Equal(["started begin", "stopped -"], Rows(folder, "SELECT kind||' '||ifnull(reason,'-') FROM course"));
    }

    [Fact]
    public void A_reader_reads_while_the_writer_writes()
    {
        using var folder = new TemporaryFolder();
        using var journal = Journal.Create(folder.Path, Samples.Identity());
        journal.Append("started", "{}", Samples.Time);
        using var reader = Journal.OpenRead(folder.Path);
        journal.Append("decided", "{}", Samples.Time);
        Assert.Equal(2, reader.Read().Count());
        Assert.Equal(StorageProblem.ReadOnly, Refusal(() => reader.Append("decided", "{}", Samples.Time)).Problem);
        Assert.Equal(3, journal.Append("decided", "{}", Samples.Time));
    }

    [Fact]
    public void A_full_disk_is_said_and_what_was_acknowledged_stays()
    {
        using var folder = new TemporaryFolder();
        using (Journal.Create(folder.Path, Samples.Identity())) { }

        // The shell limits the size of any file that its child writes, in blocks of 1 kB.
        var limited = new ProcessStartInfo("/bin/bash")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "-c",
                "trap '' XFSZ; ulimit -f 200; exec \"$0\" other-process append-until-refused \"$1\" 1",
                Environment.ProcessPath!,
                folder.Path,
            },
        };
        // The runtime's own code pages lie in a large sparse file otherwise, which the limit would refuse.
        limited.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using var process = Process.Start(limited)!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.Equal(nameof(StorageProblem.Full), lines[^1]);
        using var journal = Journal.Open(folder.Path);
        Assert.Equal(long.Parse(lines[^2]), journal.LastSeq);
    }

    private static StorageException Refusal(Action action) => Assert.Throws<StorageException>(action);

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<string> Rows(TemporaryFolder folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder[Journal.FileName]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
