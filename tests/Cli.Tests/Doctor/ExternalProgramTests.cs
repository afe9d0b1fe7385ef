using System.Text.RegularExpressions;
using Lichen.Cli.Doctor;

namespace Lichen.Cli.Tests.Doctor;

public sealed class ExternalProgramTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-doctor-").FullName;

    private readonly ExternalProgram _program = new(
        "fake",
        "nothing",
        "MIT",
        IsNeeded: true,
        new Regex(@"fake version (\S+)", RegexOptions.CultureInvariant)
    );

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Program_that_is_not_there_is_missing_and_has_a_cure()
    {
        var part = await ProbeAsync(Limit);
        Assert.Equal(PartState.Missing, part.State);
        Assert.NotEmpty(part.Cure);
    }

    [Theory]
    [InlineData("echo 'fake version 1.2.3 (x)'")]
    [InlineData("echo 'fake version 1.2.3 (x)' >&2")]
    [InlineData("echo 'fake version 1.2.3 (x)'; exit 1")]
    public async Task Version_is_read_from_either_stream(string script)
    {
        Write(script);
        var part = await ProbeAsync(Limit);
        Assert.Equal((PartState.Found, "1.2.3"), (part.State, part.Version));
        Assert.Equal(Path.Combine(_folder, "fake"), part.Where);
    }

    [Fact]
    public async Task Program_that_says_something_else_is_broken_and_quoted()
    {
        Write("echo 'error while loading shared libraries' >&2; exit 127");
        var part = await ProbeAsync(Limit);
        Assert.Equal(PartState.Broken, part.State);
        Assert.Contains("error while loading shared libraries", part.Problem);
    }

    [Fact]
    public async Task Program_that_never_answers_is_broken_and_killed()
    {
        Write($"echo $$ > '{_folder}/pid'; exec sleep 1000");
        var part = await ProbeAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(PartState.Broken, part.State);
        Assert.Contains("no answer", part.Problem);
        var pid = (
            await File.ReadAllTextAsync(Path.Combine(_folder, "pid"), TestContext.Current.CancellationToken)
        ).Trim();
        Assert.False(IsRunning(pid), $"process {pid} still runs");
    }

    [Fact]
    public async Task Program_that_is_no_program_is_broken()
    {
        Write("echo", executable: false);
        var part = await ProbeAsync(Limit);
        Assert.Equal(PartState.Broken, part.State);
        Assert.Contains("cannot be started", part.Problem);
    }

    private Task<Part> ProbeAsync(TimeSpan limit) =>
        _program.ProbeAsync(_folder, limit, TestContext.Current.CancellationToken);

    private void Write(string script, bool executable = true)
    {
        var path = Path.Combine(_folder, "fake");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (executable && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    // A killed process that nobody has waited for yet is a zombie, state Z.
    private static bool IsRunning(string pid) =>
        File.Exists($"/proc/{pid}/stat")
        && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
}
