using Lichen.Core.Calculations;
using Lichen.Core.Footprints;

namespace Lichen.Compute.Engines;

/// <summary>The files of one calculation, and what a full disk does to them.</summary>
internal static class WorkFiles
{
    // Errors of Linux: no space left on device, and quota exceeded.
    private const int NoSpace = 28,
        QuotaExceeded = 122;
    private const long LeastFreeBytes = 1 << 20;

    /// <summary>Writes a program's input; a full disk is returned, any other trouble with files is thrown.</summary>
    public static async Task<Failure?> WriteAsync(
        string program,
        string folder,
        IEnumerable<KeyValuePair<string, string>> files,
        CancellationToken cancellationToken
    )
    {
        try
        {
            foreach (var (name, text) in files)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, name), text, cancellationToken);
            }

            return null;
        }
        catch (IOException problem) when (problem.HResult is NoSpace or QuotaExceeded)
        {
            return Full(program, folder);
        }
    }

    /// <summary>
    /// Names the disk as the reason where a program left half its output on a full one: xtb 6.5.1 does not notice, and
    /// ends normally.
    /// </summary>
    public static Outcome Explain(string program, string folder, Outcome outcome) =>
        outcome is Failed { Code: FailureCodes.OutputIncomplete or FailureCodes.Crash }
        && new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace < LeastFreeBytes
            ? Full(program, folder).At(outcome.Usage, outcome.Provenance)
            : outcome;

    private static Failure Full(string program, string folder) =>
        new(FailureKind.Transient, FailureCodes.DiskFull, $"{program}: no space left on the device of {folder}");
}
