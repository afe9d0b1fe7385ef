using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Lichen.Compute.Processes;

namespace Lichen.Benchmarks;

/// <summary>What it costs to run a program that does nothing: guarded and measured, against the class library's own way.</summary>
[MemoryDiagnoser]
public class ProgramOverhead
{
    private const string Nothing = "/bin/true";

    private readonly Guard _guard = Guard.Beside();
    private readonly ProgramCall _call = new(Nothing, [], Path.GetTempPath());
    private readonly ProcessStartInfo _start = new(Nothing)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    /// <summary>Neither bounded nor measured; descendants may outlive it.</summary>
    [Benchmark(Baseline = true)]
    public int ClassLibrary()
    {
        using var process = Process.Start(_start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    [Benchmark]
    public ProgramResult Guarded() => _guard.Run(_call, CancellationToken.None);
}
