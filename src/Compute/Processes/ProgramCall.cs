using System.Collections.Immutable;
using Lichen.Core.Calculations;

namespace Lichen.Compute.Processes;

/// <summary>A program to run: an argument list, never a line for a shell to take apart.</summary>
/// <param name="Program">A path, or a name to be found on PATH.</param>
/// <param name="Arguments">Passed as they are, without quoting.</param>
/// <param name="Folder">Working folder, which must exist.</param>
public sealed record ProgramCall(string Program, IReadOnlyList<string> Arguments, string Folder)
{
    /// <summary>Variables set over those of this process; null takes one away.</summary>
    public ImmutableDictionary<string, string?> Environment { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>Text on standard input; null gives an empty one.</summary>
    public string? Input { get; init; }

    /// <summary>Bounds of the whole process tree; null for none.</summary>
    public ResourceLimits? Limits { get; init; }

    /// <summary>Time between asking the tree to stop (SIGTERM) and killing it.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Most bytes kept of each of standard output and error; the last ones are kept.</summary>
    public int MostOutputBytes { get; init; } = 8 << 20;

    /// <summary>Size of the main thread's stack in bytes, bounded by the host's hard limit; 0 leaves the host's own.</summary>
    public long StackBytes { get; init; }
}
