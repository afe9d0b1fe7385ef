using Lichen.Learning.Potentials;

namespace Lichen.Learning.Tests.Potentials;

/// <summary>The published potentials where their files are beside the repository; tests skip where they are
/// not.</summary>
internal static class PublishedModel
{
    private static readonly Lazy<AniModel> Ani2x = new(() => Read("ANI-2x"));
    private static readonly Lazy<AniModel> Ani1ccx = new(() => Read("ANI-1ccx"));

    public static AniModel Take(string name)
    {
        Folder(name);
        return (name == "ANI-2x" ? Ani2x : Ani1ccx).Value;
    }

    public static string Folder(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "data", name.ToLowerInvariant());
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"../shared/data/{name.ToLowerInvariant()} is not beside the repository.");
        return "";
    }

    private static AniModel Read(string name) => AniFolder.Read(Folder(name), PotentialCard.Find(name)!);
}
