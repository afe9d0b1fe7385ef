using Lichen.Compute.Engines;
using Lichen.Compute.Processes;

namespace Lichen.Compute.Tests.Engines;

/// <summary>The programs of this machine, for tests that run them where they are found.</summary>
internal static class Installed
{
    private static readonly string Memory = Directory.CreateTempSubdirectory("lichen-test-probes-").FullName;

    public static Guard Guard { get; } = Guard.Beside();

    /// <summary>The program of an engine; the test is skipped, with the reason, where it is missing.</summary>
    public static async Task<FoundProgram> Program(string engine)
    {
        var report = await new EngineProbe(Guard, Memory).FindAsync(engine, TestContext.Current.CancellationToken);
        Assert.SkipWhen(report.Program is null, $"{engine}: {report.Problem}");
        return report.Program!;
    }
}
