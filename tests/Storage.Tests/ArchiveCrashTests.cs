using System.Diagnostics;
using CsCheck;
using Lichen.Core.Calculations;
using Lichen.Testing;
using Microsoft.Data.Sqlite;

namespace Lichen.Storage.Tests;

public sealed class ArchiveCrashTests
{
    [Fact]
    public void A_writer_killed_at_any_instant_leaves_a_whole_archive_with_everything_acknowledged()
    {
        using var folder = new TemporaryFolder();
        var path = folder["archive.db"];
        var acknowledged = new HashSet<string>();
        for (var seed = 0; seed < 8; seed++)
        {
            using var process = OtherProcess.Start("put-forever", path, seed);
            // Kills while it works: after so many lines, and then a moment that is different each time.
            for (var lines = 1 + (seed * 37 % 60); lines > 0; lines--)
            {
                acknowledged.Add(process.StandardOutput.ReadLine()!);
            }

            SpinFor(TimeSpan.FromMicroseconds(seed * 137));
            process.Kill();
            acknowledged.UnionWith(process.StandardOutput.ReadToEnd().Split('\n').Where(line => line.Length == 64));
            process.WaitForExit();

            using var archive = Archive.Open(path);
            Assert.Empty(archive.Verify());
            var kept = archive.Read().Select(outcome => outcome.Calculation.Key.Hex).ToHashSet();
            Assert.Subset(kept, acknowledged);
            // At most the one that was being written when the process died was kept but not said.
            Assert.InRange(kept.Count - acknowledged.Count, 0, seed + 1);
        }
    }

    [Fact]
    public void Several_processes_write_one_archive_at_once()
    {
        using var folder = new TemporaryFolder();
        var path = folder["archive.db"];
        Process[] processes = [.. Enumerable.Range(0, 3).Select(seed => OtherProcess.Start("put-500", path, seed))];
        foreach (var process in processes)
        {
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            process.Dispose();
        }

        using var archive = Archive.Open(path);
        Assert.Equal(1500, archive.Read().Count());
        Assert.Empty(archive.Verify());
    }

    [Fact]
    public async Task Several_open_a_new_archive_at_the_same_moment()
    {
        using var folder = new TemporaryFolder();
        for (var round = 0; round < 20; round++)
        {
            var path = folder[$"archive-{round}.db"];
            using var together = new Barrier(4);
            // A thread each: they meet at the barrier.
            await Task.WhenAll(
                Enumerable
                    .Range(0, 4)
                    .Select(seed =>
                        Task.Factory.StartNew(
                            () =>
                            {
                                together.SignalAndWait();
                                using var archive = Archive.Open(path);
                                archive.Put(Samples.Computed(seed, 0));
                            },
                            TestContext.Current.CancellationToken,
                            TaskCreationOptions.LongRunning,
                            TaskScheduler.Default
                        )
                    )
            );
            using var opened = Archive.OpenRead(path);
            Assert.Equal(4, opened.Read().Count());
        }
    }

    [Fact]
    public void Threads_share_one_archive()
    {
        using var folder = new TemporaryFolder();
        using var archive = Archive.Open(folder["archive.db"]);
        Parallel.For(
            0,
            200,
            number =>
            {
                archive.Put(Samples.Computed(1, number));
                Assert.NotNull(archive.TryGet(Samples.Calculation(1, number).Key));
            }
        );
        Assert.Equal(200, archive.Read().Count());
    }

    [Fact]
    public void A_file_that_is_not_an_archive_is_refused_and_left_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var text = string.Concat(Enumerable.Repeat("this is not a database\n", 200));
        File.WriteAllText(folder["notes.txt"], text);
        Assert.Equal(StorageProblem.Foreign, Refusal(() => Archive.Open(folder["notes.txt"])).Problem);
        Assert.Equal(text, File.ReadAllText(folder["notes.txt"]));

        Execute(folder["other.db"], "CREATE TABLE mine (a); INSERT INTO mine VALUES (1)");
        var before = File.ReadAllBytes(folder["other.db"]);
        Assert.Equal(StorageProblem.Foreign, Refusal(() => Archive.Open(folder["other.db"])).Problem);
        Assert.Equal(before, File.ReadAllBytes(folder["other.db"]));

        using (Journal.Create(folder["run"], Samples.Identity())) { }

        var refusal = Refusal(() => Archive.Open(Path.Combine(folder["run"], Journal.FileName)));
        Assert.Equal(StorageProblem.Foreign, refusal.Problem);
        Assert.Contains(refusal.Path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_schema_is_refused_and_left_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var path = folder["archive.db"];
        using (var archive = Archive.Open(path))
        {
            archive.Put(Samples.Computed(1, 1));
        }

        Execute(path, "PRAGMA user_version = 99");
        var before = File.ReadAllBytes(path);
        Assert.Equal(StorageProblem.Newer, Refusal(() => Archive.Open(path)).Problem);
        Assert.Equal(StorageProblem.Newer, Refusal(() => Archive.OpenRead(path)).Problem);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void Damage_anywhere_in_the_file_is_refused_or_found_and_never_crashes()
    {
        using var folder = new TemporaryFolder();
        using (var archive = Archive.Open(folder["archive.db"]))
        {
            archive.Put([.. Enumerable.Range(0, 60).Select(number => Samples.Computed(1, number))]);
        }

        var whole = File.ReadAllBytes(folder["archive.db"]);
        var found = 0;
        var number = 0;
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[1, 4096], Gen.Byte)
            .Sample(
                (start, length, value) =>
                {
                    var path = folder[$"damaged-{Interlocked.Increment(ref number)}.db"];
                    var bytes = whole.ToArray();
                    Array.Fill(bytes, value, start, Math.Min(length, bytes.Length - start));
                    File.WriteAllBytes(path, bytes);
                    try
                    {
                        using var archive = Archive.Open(path);
                        if (archive.Verify().Count > 0)
                        {
                            found++;
                        }
                    }
                    catch (StorageException)
                    {
                        found++;
                    }

                    File.Delete(path);
                },
                iter: 200,
                threads: 1
            );
        // Free space, padding and text that nothing checks may be overwritten unnoticed; most of the file may not.
        Assert.True(found > 100, $"found {found} of 200");
    }

    [Fact]
    public void A_file_cut_short_is_damage()
    {
        using var folder = new TemporaryFolder();
        var path = folder["archive.db"];
        using (var archive = Archive.Open(path))
        {
            archive.Put([.. Enumerable.Range(0, 60).Select(number => Samples.Computed(1, number))]);
        }

        using (var file = File.OpenWrite(path))
        {
            file.SetLength(file.Length / 2);
        }

        try
        {
            using var archive = Archive.Open(path);
            Assert.NotEmpty(archive.Verify());
        }
        catch (StorageException exception)
        {
            Assert.Equal(StorageProblem.Damaged, exception.Problem);
        }
    }

    [Theory]
    [InlineData("UPDATE calculation SET charge = 1 WHERE id = 2", "calculation 2: its key")]
    [InlineData("UPDATE calculation SET smiles = 'CCO' WHERE id = 3", "calculation 3: its key")]
    [InlineData("UPDATE calculation SET level = 'HF/STO-3G' WHERE id = 1", "calculation 1: its key")]
    [InlineData("UPDATE property SET value = 9e999 WHERE calculation = 2 AND property = 'homo_energy'", "homo_energy")]
    [InlineData("UPDATE geometry SET qcschema = '{}' WHERE calculation = 2", "calculation 2: Not a QCSchema")]
    [InlineData(
        "UPDATE geometry SET qcschema = '{\"symbols\":[\"C\"],\"geometry\":[0,0,0]}' WHERE calculation = 2",
        "1 atoms"
    )]
    [InlineData("DELETE FROM property WHERE calculation = 3", "no values")]
    [InlineData("PRAGMA foreign_keys = OFF; DELETE FROM calculation WHERE id = 2", "belongs to no calculation")]
    public void An_edited_row_is_found(string edit, string problem)
    {
        using var folder = new TemporaryFolder();
        using var archive = Archive.Open(folder["archive.db"]);
        archive.Put([.. Enumerable.Range(0, 3).Select(number => Samples.Computed(1, number))]);
        Assert.Empty(archive.Verify());
        Execute(folder["archive.db"], edit);
        Assert.Contains(archive.Verify(), found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_full_disk_is_said_and_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        var path = folder["archive.db"];
        using var archive = Archive.Open(path);
        archive.Limit(pages: 60);
        var put = 0;
        var refusal = Refusal(() =>
        {
            for (; ; put++)
            {
                archive.Put(Samples.Computed(1, put));
            }
        });
        Assert.Equal(StorageProblem.Full, refusal.Problem);
        Assert.InRange(put, 1, 200);
        Assert.Equal(put, archive.Read().Count());
        Assert.Empty(archive.Verify());
        // Space was freed: it goes on where it was.
        archive.Limit(pages: 10_000);
        archive.Put(Samples.Computed(1, put));
        Assert.Equal(put + 1, archive.Read().Count());
    }

    [Fact]
    public void An_archive_opened_for_reading_is_not_written()
    {
        using var folder = new TemporaryFolder();
        var path = folder["archive.db"];
        Assert.Equal(StorageProblem.Missing, Refusal(() => Archive.OpenRead(path)).Problem);
        using (var archive = Archive.Open(path))
        {
            archive.Put(Samples.Computed(1, 1));
        }

        using var reader = Archive.OpenRead(path);
        Assert.NotNull(reader.TryGet(Samples.Calculation(1, 1).Key));
        Assert.Equal(StorageProblem.ReadOnly, Refusal(() => reader.Put(Samples.Computed(1, 2))).Problem);
    }

    [Fact]
    public void A_path_that_cannot_be_is_said()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        Assert.Equal(
            StorageProblem.Unusable,
            Refusal(() => Archive.Open(Path.Combine(folder["file"], "archive.db"))).Problem
        );
        Assert.Equal(StorageProblem.Unusable, Refusal(() => Archive.Open(folder.Path)).Problem);
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

    private static void SpinFor(TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            Thread.SpinWait(10);
        }
    }
}
