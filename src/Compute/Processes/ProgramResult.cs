using Lichen.Core.Footprints;

namespace Lichen.Compute.Processes;

/// <summary>How a program ended, what it wrote and what it took.</summary>
/// <param name="ExitCode">Exit code, or null when it was ended by a signal or did not start.</param>
/// <param name="Signal">Number of the signal that ended it, or null.</param>
/// <param name="Stop">Why it was stopped from outside.</param>
/// <param name="StartProblem">Why it did not start, or null when it did.</param>
/// <param name="Output">Standard output, or its end where there was more than is kept.</param>
/// <param name="Errors">Standard error, or its end.</param>
/// <param name="DroppedBytes">Bytes of both streams that were not kept.</param>
/// <param name="Outlived">Number of descendants that outlived the program and were killed.</param>
/// <param name="Usage">CPU time and peak memory of the whole process tree, measured by the operating system.</param>
public sealed record ProgramResult(
    int? ExitCode,
    int? Signal,
    StopReason Stop,
    string? StartProblem,
    string Output,
    string Errors,
    long DroppedBytes,
    int Outlived,
    ResourceUsage Usage
)
{
    /// <summary>True when the program ran to its own end and says that all is well.</summary>
    public bool EndedWell => ExitCode == 0 && Stop == StopReason.None;
}

/// <summary>Why a program was stopped from outside.</summary>
public enum StopReason
{
    None,
    CpuTime,
    WallTime,
    Memory,

    /// <summary>Somebody asked the guard to end, by a signal.</summary>
    Asked,

    /// <summary>The guard itself was killed, and the program with it; its cost is unknown but for the elapsed time.</summary>
    GuardLost,
}
