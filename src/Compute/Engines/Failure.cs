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

    /// <summary>The failures that any program may meet and says in the system's words; null when it says none.</summary>
    public static Failure? OfSystem(string program, ProgramResult result)
    {
        if (
            result.Errors.Contains("No space left on device", StringComparison.Ordinal)
            || result.Output.Contains("No space left on device", StringComparison.Ordinal)
        )
        {
            return new(FailureKind.Transient, FailureCodes.DiskFull, $"{program} found no space left on the device");
        }

        if (result.Signal is { } signal)
        {
            return new(FailureKind.Transient, FailureCodes.Crash, $"{program} was ended by signal {signal}");
        }

        return null;
    }

    /// <summary>A crash with the last words of a program; only for exits that nothing else explains.</summary>
    public static Failure OfExit(string program, ProgramResult result) =>
        new(FailureKind.Transient, FailureCodes.Crash, $"{program} ended with exit code {result.ExitCode}: {LastWords(result)}");

    /// <summary>The last line that says anything.</summary>
    private static string LastWords(ProgramResult result)
    {
        var text = result.Errors.AsSpan().Trim().Length > 0 ? result.Errors : result.Output;
        var last = text.Split('\n').LastOrDefault(line => line.AsSpan().Trim().Length > 0)?.Trim() ?? "it said nothing";
        return last.Length <= 200 ? last : last[..200];
    }
}
