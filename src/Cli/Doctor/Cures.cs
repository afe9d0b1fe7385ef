namespace Lichen.Cli.Doctor;

/// <summary>Commands that bring what is missing, for the system at hand.</summary>
internal static class Cures
{
    private static readonly bool HasApt = File.Exists("/usr/bin/apt-get");

    private static readonly string Rights = Environment.IsPrivilegedProcess ? "" : "sudo ";

    public static string Package(string name) =>
        HasApt
            ? $"{Rights}apt-get install --no-install-recommends {name}"
            : $"install {name} by your system's package manager";

    public static string Reinstall(string name) =>
        HasApt ? $"{Rights}apt-get install --reinstall {name}" : $"install {name} again";

    public static string Rebuild => "./lichen, after removing the folder artifacts/, builds it again";
}
