using System.Globalization;
using System.IO.Compression;
using Lichen.Exploration.Spaces;

namespace Lichen.Studies.Dyes;

/// <summary>What brute force found and what it cost, from the study's table.</summary>
/// <param name="Gap">Gap at GFN2-xTB in eV by id, of the molecules that could be computed.</param>
/// <param name="Best">Ids of the 1 % with the smallest gap.</param>
internal sealed record Truth(
    IReadOnlyDictionary<string, double> Gap,
    IReadOnlySet<string> Best,
    double BruteForceSeconds
)
{
    public static Truth Read(Pool pool)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(DyesTable.File), CompressionMode.Decompress));
        var header = text.ReadLine()!.Split(',').ToList();
        int smiles = header.IndexOf("smiles"),
            gap = header.IndexOf("gap_optimised_eV"),
            cost = header.IndexOf("cost_dear_core_seconds");
        var gaps = new Dictionary<string, double>();
        var idOf = pool.Candidates.ToDictionary(candidate => candidate.Smiles, candidate => candidate.Id);
        var seconds = 0.0;
        while (text.ReadLine() is { } line)
        {
            // SMILES hold no comma, and ids of this file are numbers.
            var fields = line.Split(',');
            seconds += double.Parse(fields[cost], CultureInfo.InvariantCulture);
            if (fields[gap].Length > 0)
            {
                gaps.Add(idOf[fields[smiles]], double.Parse(fields[gap], CultureInfo.InvariantCulture));
            }
        }

        var best = gaps.OrderBy(pair => pair.Value)
            .Take((int)Math.Round(0.01 * pool.Count))
            .Select(pair => pair.Key)
            .ToHashSet();
        return new Truth(gaps, best, seconds);
    }
}
