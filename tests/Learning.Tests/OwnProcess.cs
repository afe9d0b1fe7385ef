using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Lichen.Learning.Tests;

/// <summary>Runs a test in a process of its own: other tests load libtorch into this one.</summary>
internal static class OwnProcess
{
    private const string Alone = "LICHEN_TEST_ALONE";

    /// <summary>In the first process, runs the test again in a second and passes when it does; there, the body.</summary>
    public static async Task RunAsync(Action body, [CallerMemberName] string test = "")
    {
        if (Environment.GetEnvironmentVariable(Alone) == test)
        {
            body();
            return;
        }

        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "-method", $"*{test}" },
            Environment = { [Alone] = test },
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            string output = await process.StandardOutput.ReadToEndAsync(bound.Token);
            await process.WaitForExitAsync(bound.Token);
            Assert.True(process.ExitCode == 0, output);
            Assert.Contains("Total: 1", output);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
