using Lichen.Compute.Processes;
using Xunit.Runner.InProc.SystemConsole;

namespace Lichen.Compute.Tests;

/// <summary>Runs the tests; or, as <c>hold SCRIPT</c>, is the caller of a guarded program that a test kills.</summary>
public static class EntryPoint
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["hold", var script])
        {
            var call = new ProgramCall("/bin/sh", ["-c", script], Path.GetTempPath());
            await Guard.Beside().RunAsync(call, CancellationToken.None);
            return 0;
        }

        return await ConsoleRunner.Run(args);
    }
}
