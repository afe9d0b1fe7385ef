using System.Globalization;
using System.IO.Compression;
using Lichen.Chemistry;
using Lichen.Learning.Potentials.Heads;
using Lichen.Studies.Ladders;

namespace Lichen.Studies.Base;

/// <summary>
/// What the gaps of lichen-base say of those of a density functional, beside what GFN2-xTB says: each through the straight line
/// that all other molecules give, on the molecules of the dyes' table at B3LYP.
/// </summary>
internal static class HeadLift
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static void Run(PropertyHeads heads)
    {
        var rows = new List<(bool IsTaught, double Base, double Single, double Optimised, double Functional)>();
        foreach (string[] fields in Lines(DyesDftTable.File).Skip(1))
        {
            Molecule molecule = Molecule.Parse(fields[1]).Molecule!;
            if (
                fields[4].Length == 0
                || Conformers.Build(molecule.CanonicalSmiles, 3, 1, Patience) is not ConformerOutcome.Built built
            )
            {
                continue;
            }

            HeadResult found = heads.Evaluate(built.Geometry);
            if (found.GapDeviation > PropertyHeads.MostGapDeviation)
            {
                continue;
            }

            double[] gaps = [.. fields[2..5].Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
            rows.Add((Candidates.Split(molecule.CanonicalSmiles) == "train", found.Gap, gaps[0], gaps[1], gaps[2]));
        }

        var lines = new List<string> { "molecules,count,of,mae_eV,rank_correlation" };
        foreach (var (name, some) in new[] { ("all", rows), ("never seen", rows.FindAll(row => !row.IsTaught)) })
        {
            double[] wanted = [.. some.Select(row => row.Functional)];
            Add("lichen-base//MMFF94", [.. some.Select(row => row.Base)]);
            Add("GFN2-xTB//MMFF94", [.. some.Select(row => row.Single)]);
            Add("GFN2-xTB", [.. some.Select(row => row.Optimised)]);

            void Add(string of, double[] given)
            {
                lines.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name},{some.Count},{of},{LeftOut(given, wanted):0.000},{Statistics.Spearman(given, wanted):0.000}"
                    )
                );
                Console.WriteLine(lines[^1]);
            }
        }

        File.WriteAllLines(Path.Combine(Repository.Folder, "bench", "Studies", "Base", "headlift.csv"), lines);
    }

    // Mean absolute error of each by the least-squares line of all others.
    private static double LeftOut(double[] given, double[] wanted)
    {
        double n = given.Length,
            x = given.Sum(),
            y = wanted.Sum(),
            xx = given.Sum(value => value * value),
            xy = given.Zip(wanted, (one, other) => one * other).Sum(),
            error = 0;
        for (int i = 0; i < given.Length; i++)
        {
            double a = x - given[i],
                b = y - wanted[i],
                slope =
                    ((n - 1) * (xy - (given[i] * wanted[i])) - (a * b))
                    / (((n - 1) * (xx - (given[i] * given[i]))) - (a * a));
            error += Math.Abs(wanted[i] - ((b / (n - 1)) + (slope * (given[i] - (a / (n - 1)))))) / n;
        }

        return error;
    }

    private static IEnumerable<string[]> Lines(string file)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (text.ReadLine() is { } line)
        {
            yield return line.Split(',');
        }
    }
}
