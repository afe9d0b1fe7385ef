using System.Globalization;
using System.IO.Compression;

namespace Lichen.Studies.Sparse;

/// <summary>Molecules of MolPAL's Enamine library with their docking scores.</summary>
/// <remarks>Graff, Shakhnovich and Coley 2021, <see href="https://doi.org/10.1039/D0SC06805E"/>.</remarks>
/// <param name="Smiles">The molecules that have a score, in the order of the file, each once.</param>
/// <param name="Scores">Vina scores, kcal/mol, lower is better.</param>
internal sealed record DockingTable(string[] Smiles, double[] Scores)
{
    /// <param name="file">Gzipped CSV with a header and the columns smiles and score.</param>
    public static DockingTable Read(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var scores = new Dictionary<string, double>();
        _ = reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            scores.TryAdd(fields[0], double.Parse(fields[1], CultureInfo.InvariantCulture));
        }

        return new DockingTable([.. scores.Keys], [.. scores.Values]);
    }
}
