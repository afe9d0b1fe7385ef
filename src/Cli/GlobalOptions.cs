using System.CommandLine;

namespace Lichen.Cli;

/// <summary>Options that every verb has.</summary>
internal sealed class GlobalOptions
{
    public Option<bool> Json { get; } =
        new("--json") { Description = "Write JSON for programs to read.", Recursive = true };

    public Option<bool> Quiet { get; } =
        new("--quiet", "-q") { Description = "Say nothing but the result and problems.", Recursive = true };

    public Option<bool> Verbose { get; } =
        new("--verbose", "-v") { Description = "Say more; show where an error came from.", Recursive = true };
}
