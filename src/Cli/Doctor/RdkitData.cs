namespace Lichen.Cli.Doctor;

/// <summary>RDKit's data folder: example molecules and the PAINS rules.</summary>
internal static class RdkitData
{
    private static readonly string[] Wanted = ["Data/NCI/first_5K.smi", "Data/Pains/wehi_pains.csv"];

    /// <param name="roots">Folders that may be RDKit's base folder, in order of preference.</param>
    public static Part Probe(IEnumerable<string?> roots)
    {
        const string Name = "rdkit-data";
        const string Purpose = "example molecules, PAINS rules";
        const string Licence = "BSD-3-Clause";
        var root = roots.FirstOrDefault(folder => folder is not null && Directory.Exists(Path.Combine(folder, "Data")));
        if (root is null)
        {
            return new(
                Name,
                Purpose,
                true,
                PartState.Missing,
                "",
                Licence,
                "",
                "no RDKit data folder",
                Cures.Package(Name)
            );
        }

        var missing = Wanted.Where(file => !File.Exists(Path.Combine(root, file))).ToArray();
        return missing.Length == 0
            ? new(Name, Purpose, true, PartState.Found, "", Licence, root, "", "")
            : new(
                Name,
                Purpose,
                true,
                PartState.Broken,
                "",
                Licence,
                root,
                $"without {string.Join(", ", missing)}",
                Cures.Reinstall(Name)
            );
    }

    public static IEnumerable<string?> UsualRoots() =>
        [Environment.GetEnvironmentVariable("RDBASE"), "/usr/share/RDKit", "/usr/local/share/RDKit"];
}
