using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Lichen.Cli.Tests.Launcher;

/// <summary>
/// A folder with a PATH of its own: the plain tools of the system and fake programs, so that scripts can be
/// tried on machines that lack things, without a network and without touching this one.
/// </summary>
internal sealed class Sandbox : IDisposable
{
    private static readonly string[] PlainTools =
    [
        "basename",
        "bash",
        "cat",
        "chmod",
        "cp",
        "cut",
        "date",
        "dirname",
        "env",
        "find",
        "flock",
        "grep",
        "head",
        "ls",
        "mkdir",
        "mv",
        "pwd",
        "readlink",
        "rm",
        "sed",
        "sh",
        "sleep",
        "sort",
        "tail",
        "touch",
        "tr",
        "wc",
    ];

    public Sandbox()
    {
        Folder = Directory.CreateTempSubdirectory("lichen-launcher-").FullName;
        Tools = Directory.CreateDirectory(Path.Combine(Folder, "tools")).FullName;
        foreach (var tool in PlainTools)
        {
            var real = ((string[])["/usr/bin", "/bin"]).Select(folder => Path.Combine(folder, tool)).First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(Tools, tool), real);
        }
    }

    public static string Repository { get; } = FindRepository();

    public string Folder { get; }

    /// <summary>The only folder on the scripts' PATH.</summary>
    public string Tools { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Puts a program on the PATH.</summary>
    public void Fake(string name, string script) => Script(Path.Combine(Tools, name), script);

    /// <summary>Writes an executable bash script.</summary>
    public static void Script(string path, string script)
    {
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{script}\n");
        Executable(path);
    }

    /// <summary>Copies the launcher and its library to a root of its own, with sources but no app.</summary>
    public string CopyOfLauncher()
    {
        var root = Directory.CreateDirectory(Path.Combine(Folder, "root")).FullName;
        Directory.CreateDirectory(Path.Combine(root, "eng"));
        Directory.CreateDirectory(Path.Combine(root, "native"));
        Directory.CreateDirectory(Path.Combine(root, "src", "Cli"));
        File.WriteAllText(Path.Combine(root, "src", "Cli", "Cli.csproj"), "<Project />");
        foreach (var file in (ReadOnlySpan<string>)["Directory.Build.props", "Directory.Packages.props", "global.json"])
        {
            File.WriteAllText(Path.Combine(root, file), "");
        }

        File.WriteAllText(Path.Combine(root, "eng", "BannedSymbols.txt"), "");
        File.Copy(Path.Combine(Repository, "eng", "setup.sh"), Path.Combine(root, "eng", "setup.sh"));
        File.Copy(Path.Combine(Repository, "lichen"), Path.Combine(root, "lichen"));
        Executable(Path.Combine(root, "lichen"));
        return root;
    }

    /// <summary>Runs a program with only this sandbox's PATH and reads all that it says.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Folder,
        };
        start.Environment["PATH"] = Tools;
        start.Environment.Remove("CONDA_PREFIX");
        start.Environment.Remove("RDBASE");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var texts = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(cancellationToken),
            process.StandardError.ReadToEndAsync(cancellationToken)
        );
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, texts[0], texts[1]);
    }

    private static void Executable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static string FindRepository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
