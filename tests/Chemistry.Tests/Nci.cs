using Lichen.Chemistry;

namespace Lichen.Chemistry.Tests;

/// <summary>The 4,999 molecules that come with RDKit's data files; tests that need them are skipped without them.</summary>
internal static class Nci
{
    public static IReadOnlyList<string> Smiles()
    {
        var path = Path.Combine(Rdkit.DataFolder ?? "/usr/share/RDKit/Data", "NCI", "first_5K.smi");
        Assert.SkipUnless(File.Exists(path), $"{path} is missing: apt-get install rdkit-data");
        return [.. File.ReadLines(path).Select(line => line.Split('\t', ' ')[0])];
    }

    /// <summary>Every n-th molecule.</summary>
    public static IReadOnlyList<string> Sample(int step) => [.. Smiles().Where((_, row) => row % step == 0)];
}
