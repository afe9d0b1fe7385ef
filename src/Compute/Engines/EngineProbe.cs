using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lichen.Compute.Processes;
using Lichen.Core.Calculations;

namespace Lichen.Compute.Engines;

/// <summary>Finds the programs that engines run, asks each once for its version, and remembers the answer.</summary>
/// <param name="guard">Runs the programs.</param>
/// <param name="cacheFolder">Folder of the file that remembers; made when it is not there.</param>
/// <remarks>An answer counts while the executable file has the same path, length and time of change.</remarks>
public sealed class EngineProbe(Guard guard, string cacheFolder)
{
    private static readonly ResourceLimits Patience = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(120), 0);

    private static readonly ImmutableArray<ProgramQuestion> Questions =
    [
        Xtb.XtbProbe.Question,
        Psi4.Psi4Probe.Question,
        Nwchem.NwchemProbe.Question,
    ];

    /// <summary>What `lichen doctor` shows: every program that an engine knows, found or not.</summary>
    public async Task<IReadOnlyList<EngineReport>> AllAsync(CancellationToken cancellationToken)
    {
        var reports = new List<EngineReport>();
        foreach (var question in Questions)
        {
            reports.Add(await AskAsync(question, cancellationToken));
        }

        return reports;
    }

    /// <summary>One program by its engine's name; the report says what is missing where it is not found.</summary>
    /// <exception cref="ArgumentException">No engine has this name.</exception>
    public Task<EngineReport> FindAsync(string engine, CancellationToken cancellationToken) =>
        AskAsync(
            Questions.FirstOrDefault(question => question.Engine == engine)
                ?? throw new ArgumentException(
                    $"No engine '{engine}' runs a program; known are {string.Join(", ", Questions.Select(q => q.Engine))}."
                ),
            cancellationToken
        );

    /// <summary>The first executable file of this name on PATH, or null.</summary>
    public static string? Locate(string executable) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, executable))
            .FirstOrDefault(File.Exists);

    private async Task<EngineReport> AskAsync(ProgramQuestion question, CancellationToken cancellationToken)
    {
        if (Locate(question.Executable) is not { } location)
        {
            var problem = $"there is no program '{question.Executable}' on PATH";
            return new(question.Engine, null, question.Licence, problem, question.Remedy);
        }

        var file = new FileInfo(File.ResolveLinkTarget(location, returnFinalTarget: true)?.FullName ?? location);
        // The question is part of it: an answer to an older one may lack what is asked now.
        var stamp = $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks} {question.Fingerprint}";
        var memory = Path.Combine(cacheFolder, $"engine-{question.Engine}.json");
        if (Recall(memory, stamp) is { } known)
        {
            return new(question.Engine, known, question.Licence, null, question.Remedy);
        }

        var folder = Directory.CreateTempSubdirectory("lichen-probe-").FullName;
        try
        {
            foreach (var (name, text) in question.Files)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, name), text, cancellationToken);
            }

            var call = new ProgramCall(location, question.Arguments, folder) { Limits = Patience };
            var result = await guard.RunAsync(call, cancellationToken);
            if (question.Read(result.Output) is not var (version, capabilities))
            {
                var words = Failure.OfProcess(question.Engine, result)?.Reason ?? $"exit code {result.ExitCode}";
                var problem = $"{location} does not say its version ({words}): {result.Errors.Trim()}";
                return new(question.Engine, null, question.Licence, problem, question.Remedy);
            }

            var found = new FoundProgram(question.Engine, location, version, capabilities);
            Remember(memory, new Remembered(stamp, found));
            return new(question.Engine, found, question.Licence, null, question.Remedy);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static FoundProgram? Recall(string path, string stamp)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var remembered = JsonSerializer.Deserialize<Remembered>(File.ReadAllText(path));
            return remembered?.Stamp == stamp ? remembered.Program : null;
        }
        catch (JsonException)
        {
            // Half a file from a full disk is no answer; asking again writes a whole one.
            return null;
        }
    }

    private static void Remember(string path, Remembered remembered)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Several may ask at once, in this process too.
        var whole = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllText(whole, JsonSerializer.Serialize(remembered));
        File.Move(whole, path, overwrite: true);
    }

    private sealed record Remembered(string Stamp, FoundProgram Program);
}

/// <summary>What is known of an engine's program on this machine.</summary>
/// <param name="Engine">Name of the engine.</param>
/// <param name="Program">The program, or null when it is missing or does not answer.</param>
/// <param name="Licence">SPDX identifier.</param>
/// <param name="Problem">Why there is no program; null when there is one.</param>
/// <param name="Remedy">The command that brings it.</param>
public sealed record EngineReport(string Engine, FoundProgram? Program, string Licence, string? Problem, string Remedy);

/// <summary>How to ask a program for its version.</summary>
/// <param name="Read">Version and capabilities out of standard output; null when they are not there.</param>
internal sealed record ProgramQuestion(
    string Engine,
    string Executable,
    string Licence,
    string Remedy,
    ImmutableArray<string> Arguments,
    ImmutableSortedDictionary<string, string> Files,
    Func<string, (string Version, IReadOnlyList<string> Capabilities)?> Read
)
{
    /// <summary>SHA-256 of the files of the question, in hexadecimal.</summary>
    public string Fingerprint =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', Files.Values))));
}
