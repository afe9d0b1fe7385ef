using System.Diagnostics;

namespace Lichen.Chemistry.Tests;

public class NativeDoorTests
{
    private const int PartMissing = 77;

    [Fact]
    public async Task The_door_holds_under_AddressSanitizer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The sanitised build is made on Linux.");
        var script = FindUpwards(Path.Combine("eng", "native-asan.sh"));
        Assert.SkipWhen(script is null, "The tests run apart from the sources.");

        var start = new ProcessStartInfo("/bin/sh", [script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        var text = await output + await errors;
        Assert.SkipWhen(process.ExitCode == PartMissing, text.Trim());
        Assert.True(process.ExitCode == 0, text);
        Assert.Contains("checks hold", text, StringComparison.Ordinal);
    }

    private static string? FindUpwards(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, path);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
