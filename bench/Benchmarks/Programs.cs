using System.Diagnostics;

namespace Lichen.Benchmarks;

/// <summary>Programs that serve as baselines: run from the repository's root, and believed only when they succeed.</summary>
internal static class Programs
{
    /// <summary>The repository's root: the first folder upwards with the solution in it.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What a program prints on standard output.</summary>
    /// <exception cref="InvalidOperationException">It did not end with 0.</exception>
    public static string Output(string program, IReadOnlyList<string> arguments, string input = "")
    {
        using var process =
            Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    WorkingDirectory = Root,
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                }
            ) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}."
            );
    }

    /// <summary>A program of native/ that is only built when asked for: here, where it is missing.</summary>
    public static string Native(string target)
    {
        var folder = Path.Combine(Root, "artifacts", "native");
        var program = Path.Combine(folder, target);
        if (!File.Exists(program))
        {
            Output("cmake", ["--build", folder, "--target", target]);
        }

        return program;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Lichen.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Lichen.slnx above {AppContext.BaseDirectory}.");
    }
}
