using Lichen.Compute.Processes;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;

namespace Lichen.Compute.Engines;

/// <summary>What went wrong, before its cost is known.</summary>
/// <param name="Kind">What to do next.</param>
/// <param name="Code">One of <see cref="FailureCodes"/>.</param>
/// <param name="Reason">The same in words, with the program's own message where it has one.</param>
internal sealed record Failure(FailureKind Kind, string Code, string Reason)
{
    public Failed At(ResourceUsage usage, Provenance provenance) => new(Kind, Code, Reason, usage, provenance);

    /// <summary>The failures that show at the process, whatever program it was; null when it ended by itself.</summary>
    public static Failure? OfProcess(string program, ProgramResult result)
    {
        if (result.StartProblem is { } problem)
        {
            return new(FailureKind.Transient, FailureCodes.EngineMissing, $"{program} did not start: {problem}");
        }

        return result.Stop switch
        {
            StopReason.None => null,
            StopReason.CpuTime => new(
                FailureKind.Resources,
                FailureCodes.TimeLimit,
                $"{program} was stopped at its limit of CPU time after {result.Usage.CpuSeconds:F1} s"
            ),
            StopReason.WallTime => new(
                FailureKind.Resources,
                FailureCodes.TimeLimit,
                $"{program} was stopped at its limit of elapsed time after {result.Usage.WallSeconds:F1} s"
            ),
            StopReason.Memory => new(
                FailureKind.Resources,
                FailureCodes.MemoryLimit,
                $"{program} was stopped at its limit of memory with {result.Usage.PeakMemoryBytes >> 20} MiB"
            ),
            _ => new(FailureKind.Transient, FailureCodes.Interrupted, $"{program} was ended from outside"),
        };
    }

    /// <summary>What an engine answers to a request outside its domain: nothing was run.</summary>
    public static Failed Refused(string program, string version, LevelOfTheory level, string reason) =>
        new Failure(FailureKind.Input, FailureCodes.OutsideDomain, reason).At(
            ResourceUsage.Nothing,
            new Provenance(program, version, level.ToString(), "")
        );

    /// <summary>Another version than the one found at the start; null when it is the same.</summary>
    public static Failure? OfVersion(string program, string? answered, string found) =>
        answered == found
            ? null
            : new(
                FailureKind.Transient,
                FailureCodes.EngineVersion,
                $"{program} {answered} answered where {found} was found at the start"
            );

    /// <summary>A full disk, which any program tells of in the system's words; null when it does not.</summary>
    public static Failure? OfDisk(string program, ProgramResult result, string text) =>
        result.EndedWell || !text.Contains("No space left on device", StringComparison.Ordinal)
            ? null
            : new(FailureKind.Transient, FailureCodes.DiskFull, $"{program} found no space left on the device");

    /// <summary>An end by a signal or with an exit code that says no, with the last words; only where nothing else explains it.</summary>
    public static Failure? OfExit(string program, ProgramResult result)
    {
        if (result.ExitCode == 0)
        {
            return null;
        }

        var end = result.Signal is { } signal
            ? $"was ended by signal {signal}"
            : $"ended with exit code {result.ExitCode}";
        return new(FailureKind.Transient, FailureCodes.Crash, $"{program} {end}: {LastWords(result)}");
    }

    /// <summary>The last line that says anything.</summary>
    private static string LastWords(ProgramResult result)
    {
        var text = result.Errors.AsSpan().Trim().Length > 0 ? result.Errors : result.Output;
        var last = text.Split('\n').LastOrDefault(line => line.AsSpan().Trim().Length > 0)?.Trim() ?? "it said nothing";
        return last.Length <= 200 ? last : last[..200];
    }
}
