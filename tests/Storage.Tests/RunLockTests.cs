using System.Runtime.InteropServices;
using Lichen.Testing;

namespace Lichen.Storage.Tests;

public sealed partial class RunLockTests
{
    [Fact]
    public void A_second_process_is_refused_and_told_who_holds_the_run()
    {
        using var folder = new TemporaryFolder();
        using var holder = OtherProcess.Start("hold-lock", folder["run"], 0);
        Assert.Equal("held", holder.StandardOutput.ReadLine());
        var refusal = Assert.Throws<StorageException>(() => RunLock.Acquire(folder["run"], Samples.Time));
        Assert.Equal(StorageProblem.InUse, refusal.Problem);
        Assert.Contains(
            $"process {holder.Id} on {Environment.MachineName} since 2026-03-04T05:06:07",
            refusal.Message,
            StringComparison.Ordinal
        );

        holder.StandardInput.WriteLine("let go");
        holder.WaitForExit();
        using var mine = RunLock.Acquire(folder["run"], Samples.Time);
    }

    [Fact]
    public void The_lock_of_a_killed_process_is_gone()
    {
        using var folder = new TemporaryFolder();
        using var holder = OtherProcess.Start("hold-lock", folder.Path, 0);
        Assert.Equal("held", holder.StandardOutput.ReadLine());
        holder.Kill();
        holder.WaitForExit();
        using var mine = RunLock.Acquire(folder.Path, Samples.Time);
        var refusal = Assert.Throws<StorageException>(() => RunLock.Acquire(folder.Path, Samples.Time));
        Assert.Contains($"process {Environment.ProcessId} on", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_holders_in_one_process_exclude_each_other_and_letting_go_twice_does_no_harm()
    {
        using var folder = new TemporaryFolder();
        var first = RunLock.Acquire(folder.Path, Samples.Time);
        Assert.Throws<StorageException>(() => RunLock.Acquire(folder.Path, Samples.Time));
        first.Dispose();
        first.Dispose();
        RunLock.Acquire(folder.Path, Samples.Time).Dispose();
    }

    [Fact]
    public void A_program_that_is_just_being_started_does_not_keep_a_lock_that_was_let_go()
    {
        using var folder = new TemporaryFolder();
        var mine = RunLock.Acquire(folder.Path, Samples.Time);
        // Between fork and exec a child has a copy of every open file, as this one is.
        var copy = Duplicate(DescriptorOf(Path.Combine(folder.Path, RunLock.FileName)));
        Assert.True(copy >= 0);
        mine.Dispose();
        using var again = RunLock.Acquire(folder.Path, Samples.Time);
        Assert.Equal(0, Close(copy));
    }

    private static int DescriptorOf(string path) =>
        Directory
            .EnumerateFiles("/proc/self/fd")
            .Where(entry => new FileInfo(entry).LinkTarget == path)
            .Select(entry => int.Parse(Path.GetFileName(entry)))
            .First();

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
