using Lichen.Compute.Processes;

namespace Lichen.Studies;

/// <summary>Where the repository is: studies keep their tables and results in it.</summary>
internal static class Repository
{
    public static string Folder { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The commit that a study ran at.</summary>
    public static string Commit =>
        Guard
            .Beside()
            .Run(new ProgramCall("git", ["rev-parse", "--short", "HEAD"], Folder), CancellationToken.None)
            .Output.Trim();

    private static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Lichen.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"'{start}' is not inside Lichen's repository: studies run from it.");
    }
}
