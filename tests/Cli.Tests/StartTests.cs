using System.Diagnostics;

namespace Lichen.Cli.Tests;

/// <summary>What a command that does not learn loads: the dynamic linker itself keeps the list.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("--version")]
    [InlineData("properties")]
    [InlineData("schema")]
    public async Task A_command_that_does_not_learn_loads_no_libtorch(string verb)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The list is that of the linker of Linux.");
        var lichen = Path.Combine(AppContext.BaseDirectory, "lichen");
        Assert.True(File.Exists(lichen), $"{lichen} is missing.");
        var folder = Directory.CreateTempSubdirectory("lichen-start-");
        try
        {
            var loaded = await LibrariesAsync(lichen, verb, folder.FullName);
            // The list is a list: the runtime is on it.
            Assert.Contains(loaded, line => line.Contains("libcoreclr.so", StringComparison.Ordinal));
            Assert.DoesNotContain(loaded, line => line.Contains("torch", StringComparison.OrdinalIgnoreCase));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string[]> LibrariesAsync(string program, string verb, string folder)
    {
        var start = new ProcessStartInfo(program, [verb])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // ld.so(8): writes FILE.PID for each process.
            Environment = { ["LD_DEBUG"] = "files", ["LD_DEBUG_OUTPUT"] = Path.Combine(folder, "loaded") },
        };
        if (Path.GetDirectoryName(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")) is { Length: > 0 } root)
        {
            start.Environment["DOTNET_ROOT"] = root;
        }

        using var process = Process.Start(start)!;
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(bound.Token);
            var errors = process.StandardError.ReadToEndAsync(bound.Token);
            await process.WaitForExitAsync(bound.Token);
            Assert.NotEmpty(await output);
            Assert.True(process.ExitCode == ExitCode.Ok, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return [.. Directory.GetFiles(folder, "loaded.*").SelectMany(File.ReadAllLines)];
    }
}
