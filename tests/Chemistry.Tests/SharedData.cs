namespace Lichen.Chemistry.Tests;

/// <summary>Data kept beside the repository; tests that need them are skipped without them.</summary>
internal static class SharedData
{
    /// <summary>Path of a file in shared/data, beside the repository or above it.</summary>
    public static string File(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine([folder.FullName, "shared", "data", .. parts]);
            if (System.IO.File.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"shared/data/{string.Join('/', parts)} is not beside the repository.");
        return "";
    }
}
