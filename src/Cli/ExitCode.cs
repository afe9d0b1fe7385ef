namespace Lichen.Cli;

/// <summary>What the process says to scripts when it ends; documented in docs/guide/command-line.md.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>Something that was asked for could not be done; the message says what.</summary>
    public const int Failed = 1;

    /// <summary>Wrong use of the command line, or an invalid file.</summary>
    public const int Usage = 2;

    /// <summary>Ended with something missing: a run that paused, a doctor that found a gap.</summary>
    public const int Partial = 3;

    /// <summary>Interrupted by the user; what was finished is kept.</summary>
    public const int Interrupted = 130;
}
