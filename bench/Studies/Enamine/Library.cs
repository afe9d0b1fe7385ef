using System.Globalization;
using System.IO.Compression;
using Lichen.Exploration.Running;
using Lichen.Learning;

namespace Lichen.Studies.Enamine;

/// <summary>A library with its docking scores: kcal/mol, the lower the better; NaN for what failed to dock.</summary>
internal sealed class Library
{
    private readonly double _threshold;
    private readonly int _better;
    private readonly HashSet<int> _best;

    private Library(string[] smiles, double[] scores, int hits, Features features)
    {
        (Smiles, Scores, Hits, Features) = (smiles, scores, hits, features);
        double[] sorted = [.. scores.Where(double.IsFinite).Order()];
        _threshold = sorted[hits - 1];
        _better = sorted.Count(score => score < _threshold);
        _best =
        [
            .. Enumerable
                .Range(0, scores.Length)
                .Where(i => double.IsFinite(scores[i]))
                .OrderBy(i => scores[i])
                .Take(hits),
        ];
    }

    public string[] Smiles { get; }

    public double[] Scores { get; }

    /// <summary>The length of the list of the best.</summary>
    public int Hits { get; }

    public Features Features { get; }

    public int Count => Smiles.Length;

    public static Library Read(string folder, string table)
    {
        string[] smiles = [.. Lines(Path.Combine(folder, $"Enamine{table}_library.csv.gz"))];
        var scores = new Dictionary<string, double>();
        foreach (var line in Lines(Path.Combine(folder, $"Enamine{table}_scores.csv.gz")))
        {
            var parts = line.Split(',');
            scores.TryAdd(parts[0], double.Parse(parts[1], CultureInfo.InvariantCulture));
        }

        var raw = MoleculeFeatures.Compute(smiles, MoleculeFeatures.Usual, 2, CancellationToken.None);
        var scaling = DescriptorScaling.FromPool(raw.Descriptors, MoleculeFeatures.Usual.Descriptors.Length);
        return new Library(
            smiles,
            [.. smiles.Select(molecule => scores.GetValueOrDefault(molecule, double.NaN))],
            table == "10k" ? 100 : 500,
            raw.Scaled(scaling)
        );
    }

    /// <summary>Share of the scores of the best list that were found: a tie with the last of it counts while there is room.</summary>
    public double ScoresFound(IReadOnlyCollection<int> bought)
    {
        var better = bought.Count(i => Scores[i] < _threshold);
        var ties = bought.Count(i => Scores[i] == _threshold);
        return (double)(better + Math.Min(ties, Hits - _better)) / Hits;
    }

    /// <summary>Share of the molecules of the best list that were found: of those that tie, the first of the file are on it.</summary>
    public double MoleculesFound(IReadOnlyCollection<int> bought) => (double)bought.Count(_best.Contains) / Hits;

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
