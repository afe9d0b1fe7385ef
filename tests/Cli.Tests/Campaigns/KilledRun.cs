using System.Diagnostics;
using Lichen.Exploration.Journals;
using Lichen.Storage;
using Lichen.Testing;

namespace Lichen.Cli.Tests.Campaigns;

/// <summary>
/// A campaign of the built program as a process of its own, with a script as its engine, that can be killed at will.
/// The script writes a line to "calls" whenever it is asked.
/// </summary>
internal sealed class KilledRun : IDisposable
{
    public const int Candidates = 24;
    public const int Refused = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public KilledRun()
    {
        File.WriteAllLines(
            _folder["space.smi"],
            [
                .. Enumerable.Range(1, Candidates).Select(i => $"{new string('C', i)}N amine{i}"),
                "NC again",
                "not-a-molecule bad",
                "C1CC open",
            ]
        );
        File.WriteAllText(
            _folder["campaign.yaml"],
            """
            space: {file: space.smi}
            objective: {property: homo_lumo_gap, level: Made, goal: minimise}
            hits: 3
            ladder:
              - level: Made
                command: {program: [./engine.sh], properties: {homo_lumo_gap: eV}, version: "1"}
            budget: unlimited
            stop: {chance_better_left: 0, failures_in_row: 50}
            workers: 2
            seed: 3

            """
        );
        var engine = _folder["engine.sh"];
        File.WriteAllText(
            engine,
            """
            #!/bin/bash
            read -r request
            smiles=${request#*\"smiles\":\"}; smiles=${smiles%%\"*}
            echo "$smiles" >> "${0%/*}/calls"
            sleep 0.01
            printf '{"values":{"homo_lumo_gap":%d}}' ${#smiles}

            """
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(engine, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The SMILES that the engine was asked for, in order.</summary>
    public string[] Calls => File.Exists(_folder["calls"]) ? File.ReadAllLines(_folder["calls"]) : [];

    public string RunFolder => _folder["run"];

    public void Dispose() => _folder.Dispose();

    /// <summary>Starts, or goes on, and kills the process with SIGKILL once the engine was asked so many times more.</summary>
    public async Task KillAfterAsync(int calls, CancellationToken cancellationToken)
    {
        var goal = Calls.Length + calls;
        using var process = Start();
        await UntilAsync(() => Calls.Length >= goal || process.HasExited, "the engine to be asked", cancellationToken);
        process.Kill();
        await process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Goes on to the end.</summary>
    public async Task<(int Code, string Output, string Error)> FinishAsync(CancellationToken cancellationToken)
    {
        using var process = Start();
        var texts = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(cancellationToken),
            process.StandardError.ReadToEndAsync(cancellationToken)
        );
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, texts[0], texts[1]);
    }

    /// <summary>Waits until no process of this machine names the folder any more.</summary>
    public Task NothingRunsAsync(CancellationToken cancellationToken) =>
        UntilAsync(() => Processes().Length == 0, "every process to end", cancellationToken);

    public List<CampaignEvent> Events()
    {
        using var journal = Journal.OpenRead(RunFolder);
        return [.. EventJournal.ReadAll(journal)];
    }

    public List<string> ArchivedKeys()
    {
        using var archive = Archive.OpenRead(_folder["archive.db"]);
        Assert.Empty(archive.Verify());
        return [.. archive.Read().Select(outcome => outcome.Calculation.Key.Hex)];
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "lichen"),
            [
                "run",
                _folder["campaign.yaml"],
                "--out",
                RunFolder,
                "--archive",
                _folder["archive.db"],
                "--strategy",
                "random",
                "--quiet",
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        };
        start.Environment["XDG_DATA_HOME"] = _folder["data"];
        return Process.Start(start)!;
    }

    private string[] Processes() =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
                .Select(CommandLine)
                .Where(line => line.Contains(_folder.Path, StringComparison.Ordinal)),
        ];

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return "";
        }
    }

    // What other processes do cannot be awaited: it is looked at again and again, with a bound.
    private static async Task UntilAsync(Func<bool> happened, string what, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!happened())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"waited {Patience} for {what}");
            await Task.Delay(2, cancellationToken);
        }
    }
}
