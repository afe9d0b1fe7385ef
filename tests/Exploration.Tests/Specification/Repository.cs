namespace Lichen.Exploration.Tests.Specification;

/// <summary>Files of the source tree that tests read.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "Lichen.slnx")))
        {
            folder =
                Path.GetDirectoryName(folder)
                ?? throw new DirectoryNotFoundException("No folder above has Lichen.slnx.");
        }

        return folder;
    }
}

/// <summary>Texts that users depend on, kept beside the test that holds them.</summary>
internal static class Golden
{
    /// <summary>Compares a text with its file; with LICHEN_UPDATE_GOLDEN set, writes the file instead.</summary>
    public static void Check(string name, string actual)
    {
        var path = Repository.File("tests", "Exploration.Tests", "Specification", "Golden", name);
        if (Environment.GetEnvironmentVariable("LICHEN_UPDATE_GOLDEN") is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
