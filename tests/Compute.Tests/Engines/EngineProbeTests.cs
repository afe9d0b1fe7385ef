using Lichen.Compute.Engines;

namespace Lichen.Compute.Tests.Engines;

public sealed class EngineProbeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Report_names_what_brings_a_program_and_under_which_licence()
    {
        var reports = await new EngineProbe(Installed.Guard, _folder.Path).AllAsync(
            TestContext.Current.CancellationToken
        );

        Assert.Equal(["xtb", "mopac", "psi4", "nwchem"], reports.Select(report => report.Engine));
        Assert.All(reports, report => Assert.True(report.Program is null == report.Problem is not null));
        Assert.All(reports, report => Assert.StartsWith("apt-get install", report.Remedy, StringComparison.Ordinal));
        Assert.All(reports, report => Assert.NotEmpty(report.Licence));
    }

    [Fact]
    public async Task Answer_is_remembered_while_the_program_is_the_same_and_asked_again_when_the_memory_is_broken()
    {
        await Installed.Program("xtb");
        var probe = new EngineProbe(Installed.Guard, _folder.Path);
        var first = await probe.FindAsync("xtb", TestContext.Current.CancellationToken);
        var memory = _folder.File("engine-xtb.json");
        var text = File.ReadAllText(memory);
        // An answer out of memory shows by a version that no program gives.
        _folder.Write(
            "engine-xtb.json",
            text.Replace($"\"{first.Program!.Version}\"", "\"0.0.0\"", StringComparison.Ordinal)
        );
        Assert.Equal("0.0.0", (await probe.FindAsync("xtb", TestContext.Current.CancellationToken)).Program!.Version);

        _folder.Write("engine-xtb.json", text[..(text.Length / 2)]);

        Assert.Equal(
            first.Program.Version,
            (await probe.FindAsync("xtb", TestContext.Current.CancellationToken)).Program!.Version
        );
        Assert.Equal(text, File.ReadAllText(memory));
    }

    [Fact]
    public async Task Engine_that_runs_no_program_is_a_mistake_of_the_caller() =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            new EngineProbe(Installed.Guard, _folder.Path).FindAsync("gaussian", TestContext.Current.CancellationToken)
        );

    public void Dispose() => _folder.Dispose();
}
