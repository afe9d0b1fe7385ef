using System.Globalization;
using System.IO.Compression;
using Lichen.Core.Calculations;
using Lichen.Storage;
using Lichen.Studies.Dyes;

namespace Lichen.Studies.Fronts;

/// <summary>Writes dipole moments of the dyes pool from an archive in which Lichen computed them: a row a molecule.</summary>
internal static class DipolesTable
{
    public static string File { get; } =
        Path.Combine(Repository.Folder, "bench", "Studies", "Fronts", "dyes-dipoles.csv.gz");

    public static Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var path])
        {
            Console.Error.WriteLine("usage: fronts-table ARCHIVE");
            return Task.FromResult(2);
        }

        using var archive = Archive.OpenRead(path);
        var rows = new SortedDictionary<string, double?[]>(StringComparer.Ordinal);
        foreach (var kept in archive.Read())
        {
            var rung = Array.IndexOf([DyesTable.Cheap, DyesTable.Dear], kept.Calculation.Level.ToString());
            if (rung >= 0 && kept.Outcome is Computed computed)
            {
                var smiles = kept.Calculation.Candidate.Smiles;
                rows.TryAdd(smiles, new double?[2]);
                rows[smiles][rung] = computed.Values["dipole_moment"];
            }
        }

        using var file = System.IO.File.Create(File);
        using var text = new StreamWriter(new GZipStream(file, CompressionLevel.SmallestSize));
        text.WriteLine("smiles,dipole_single_point_D,dipole_optimised_D");
        foreach (var (smiles, values) in rows)
        {
            text.WriteLine(
                string.Join(',', [smiles, .. values.Select(v => v?.ToString("R", CultureInfo.InvariantCulture))])
            );
        }

        Console.WriteLine(
            $"{rows.Count} molecules, {rows.Values.Count(values => values.All(v => v is not null))} at both levels"
        );
        return Task.FromResult(0);
    }
}
