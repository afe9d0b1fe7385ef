using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Lichen.Cli.Doctor;

/// <summary>A program of somebody else that no engine runs: found on PATH, asked for its version.</summary>
/// <param name="Name">Name of the program and of its Debian package.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Licence">SPDX identifier of the licence it comes under.</param>
/// <param name="IsNeeded">True when the examples need it.</param>
/// <param name="Version">Finds the version in what <c>--version</c> prints, as its first group.</param>
internal sealed record ExternalProgram(string Name, string Purpose, string Licence, bool IsNeeded, Regex Version)
{
    private const int MostCharacters = 100_000;

    public static readonly ExternalProgram Mopac = new(
        "mopac",
        "PM7, PM6-D3H4; no engine uses it yet",
        "LGPL-3.0-or-later",
        IsNeeded: false,
        new Regex(@"MOPAC version (\S+)", RegexOptions.CultureInvariant)
    );

    /// <summary>Looks for the program and runs it with <c>--version</c>.</summary>
    /// <param name="path">Folders to look in, separated as in PATH.</param>
    /// <param name="limit">Time it may take to answer.</param>
    /// <param name="cancellationToken">Ends the wait; no process is left behind.</param>
    public async Task<Part> ProbeAsync(string path, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (Find(path) is not { } file)
        {
            return Describe(PartState.Missing, "", "", "not found on PATH", Cures.Package(Name));
        }

        try
        {
            var text = await AskAsync(file, limit, cancellationToken);
            var match = Version.Match(text);
            return match.Success
                ? Describe(PartState.Found, match.Groups[1].Value, file, "", "")
                : Describe(
                    PartState.Broken,
                    "",
                    file,
                    $"does not tell its version: {FirstLine(text)}",
                    Cures.Reinstall(Name)
                );
        }
        catch (TimeoutException)
        {
            var problem = $"'{Name} --version' gave no answer within {limit.TotalSeconds:0} s";
            return Describe(PartState.Broken, "", file, problem, Cures.Reinstall(Name));
        }
        catch (Win32Exception exception)
        {
            return Describe(
                PartState.Broken,
                "",
                file,
                $"cannot be started: {exception.Message}",
                Cures.Reinstall(Name)
            );
        }
    }

    private string? Find(string path) =>
        path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, Name))
            .FirstOrDefault(File.Exists);

    private static async Task<string> AskAsync(string file, TimeSpan limit, CancellationToken cancellationToken)
    {
        // Some programs leave files where they are started.
        var folder = Directory.CreateTempSubdirectory("lichen-doctor-");
        var start = new ProcessStartInfo(file, ["--version"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder.FullName,
        };
        try
        {
            return await ReadAsync(start, limit, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> ReadAsync(
        ProcessStartInfo start,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timed.CancelAfter(limit);
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var texts = await Task.WhenAll(
                ReadAsync(process.StandardOutput, timed.Token),
                ReadAsync(process.StandardError, timed.Token)
            );
            await process.WaitForExitAsync(timed.Token);
            return string.Concat(texts);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    // A program that floods its output is read to a bound, and then not at all.
    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var buffer = new char[MostCharacters];
        var length = await reader.ReadBlockAsync(buffer, cancellationToken);
        return new string(buffer, 0, length);
    }

    private static string FirstLine(string text) =>
        text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "no output";

    private Part Describe(PartState state, string version, string where, string problem, string cure) =>
        new(Name, Purpose, IsNeeded, state, version, Licence, where, problem, cure);
}
