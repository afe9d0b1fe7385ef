using System.Runtime.CompilerServices;

namespace Lichen.Testing;

/// <summary>Texts that users depend on, kept in files beside the tests.</summary>
public static class GoldenFile
{
    /// <summary>Holds a text against Golden/NAME beside the calling test's file.</summary>
    /// <remarks>
    /// With LICHEN_GOLDEN=write in the environment the file is written instead, and the test fails to say so:
    /// look at the difference before it is committed.
    /// </remarks>
    public static void Matches(string text, string name, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("LICHEN_GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            Assert.Fail($"{path} was written.");
        }

        Assert.Equal(File.ReadAllText(path), text);
    }
}
