using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>The RDKit this process is linked to.</summary>
public static class Rdkit
{
    private const string DebianDataFolder = "/usr/share/RDKit/Data";

    /// <summary>RDKit's release, such as "2022.09.3".</summary>
    /// <exception cref="DllNotFoundException">The C door or RDKit itself is not installed.</exception>
    public static string Version { get; } =
        Door.Text(static (Span<byte> buffer, out long needed) => Door.Version(buffer, buffer.Length, out needed));

    /// <summary>Folder of RDKit's data files: <c>$RDBASE/Data</c>, else Debian's; null where neither exists.</summary>
    public static string? DataFolder
    {
        get
        {
            var root = Environment.GetEnvironmentVariable("RDBASE");
            var own = string.IsNullOrEmpty(root) ? null : Path.Combine(root, "Data");
            return Directory.Exists(own) ? own
                : Directory.Exists(DebianDataFolder) ? DebianDataFolder
                : null;
        }
    }
}
