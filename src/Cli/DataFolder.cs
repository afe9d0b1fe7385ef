using Lichen.Learning.Potentials;

namespace Lichen.Cli;

/// <summary>The user's data folder, where the archive lives: XDG_DATA_HOME/lichen.</summary>
/// <remarks>XDG Base Directory Specification 0.8: a relative XDG_DATA_HOME counts as unset.</remarks>
internal static class DataFolder
{
    public static string Path => Of(Environment.GetEnvironmentVariable("XDG_DATA_HOME"), UserFolder);

    public static string Archive => System.IO.Path.Combine(Path, "archive.db");

    /// <summary>Where machine-learned potentials are installed.</summary>
    public static PotentialStore Potentials => new(System.IO.Path.Combine(Path, "models"));

    private static string UserFolder => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    public static string Of(string? dataHome, string userFolder) =>
        System.IO.Path.Combine(
            System.IO.Path.IsPathRooted(dataHome) ? dataHome : System.IO.Path.Combine(userFolder, ".local", "share"),
            "lichen"
        );
}
