using Lichen.Testing;

namespace Lichen.Storage.Tests;

public sealed class RunLockTests
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
}
