using Lichen.Exploration.Journals;

namespace Lichen.Cli.Tests.Campaigns;

public sealed class KillTests
{
    [Fact]
    public async Task Killed_at_random_instants_it_loses_and_repeats_nothing()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var run = new KilledRun();
        var random = new Random(20261122);
        for (var life = 0; life < 4; life++)
        {
            await run.KillAfterAsync(random.Next(1, 6), cancellationToken);
            await run.NothingRunsAsync(cancellationToken);
        }

        var (code, output, error) = await run.FinishAsync(cancellationToken);
        Assert.True(code == 0, $"exit code {code}\n{output}\n{error}");
        await run.NothingRunsAsync(cancellationToken);

        var events = run.Events();
        var decided = events.OfType<Decided>().ToList();
        var finished = events.OfType<Finished>().ToList();
        Assert.Equal(Enumerable.Range(1, decided.Count).Select(i => (long)i), decided.Select(d => d.Decision));
        Assert.Equal(decided.Select(d => d.Decision), finished.Select(f => f.Decision).Order());
        Assert.Equal("exhausted", events.OfType<Stopped>().Last().Code);

        // Nothing lost and nothing twice: one success for each molecule, and a second call only for what was lost.
        var keys = run.ArchivedKeys();
        Assert.Equal(KilledRun.Candidates, keys.Count);
        Assert.Equal(KilledRun.Candidates, keys.Distinct().Count());
        Assert.All(finished, f => Assert.Null(f.Failure));
        var lost = events.OfType<Interrupted>().GroupBy(i => i.Decision).ToDictionary(g => g.Key, g => g.Count());
        var smilesOf = decided.ToDictionary(d => d.Smiles, d => d.Decision);
        foreach (var calls in run.Calls.GroupBy(smiles => smiles))
        {
            Assert.InRange(calls.Count(), 1, 1 + lost.GetValueOrDefault(smilesOf[calls.Key]));
        }

        // Counts reconcile from rows to candidates.
        Assert.Equal(KilledRun.Candidates, events.OfType<Started>().Single().PoolSize);
        Assert.Equal(KilledRun.Refused, File.ReadAllLines(Path.Combine(run.RunFolder, "rejects.csv")).Length - 1);
        Assert.Equal(KilledRun.Candidates, File.ReadAllLines(Path.Combine(run.RunFolder, "molecules.csv")).Length - 1);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(run.RunFolder, "work")));
    }
}
