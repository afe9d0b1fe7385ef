using System.Globalization;
using Lichen.Learning.Potentials.Heads;

namespace Lichen.Studies.Base;

/// <summary>How far the heads of lichen-base are from GFN2-xTB on molecules that they never saw, by kind of structure, and
/// whether their members disagree where they err.</summary>
internal static class HeadJudge
{
    public static void Run(PropertyHeads heads, Example[] test)
    {
        var lines = new List<string> { "of,structures,gap_mae_eV,gap_mean_alone_mae_eV,dipole_mae_D,charge_mae_e" };
        double mean = test.Average(example => example.Label.GapElectronvolts);
        Add("all", test);
        foreach (var kind in test.GroupBy(example => example.Kind).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Add(kind.Key, [.. kind]);
        }

        foreach (var (low, high) in ((int, int)[])[(1, 6), (7, 9), (10, 40)])
        {
            Add(
                $"{low} to {high} heavy atoms",
                [.. test.Where(e => BaseSet.Heavy(e.Label.Geometry) >= low && BaseSet.Heavy(e.Label.Geometry) <= high)]
            );
        }

        var found = test.Select(example => (Example: example, Result: heads.Evaluate(example.Label.Geometry)))
            .OrderBy(pair => pair.Result.GapDeviation)
            .ToArray();
        foreach (var (fifth, i) in found.Chunk((found.Length + 4) / 5).Select((fifth, i) => (fifth, i)))
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"fifth {i + 1} by spread {fifth.Average(p => p.Result.GapDeviation):0.000} eV: gap error {fifth.Average(p => Math.Abs(p.Result.Gap - p.Example.Label.GapElectronvolts)):0.000} eV"
                )
            );
        }

        BaseResults.Write("heads.csv", lines);

        void Add(string of, Example[] examples)
        {
            HeadErrors errors = HeadErrors.Of(heads, examples);
            double alone = examples.Average(example => Math.Abs(example.Label.GapElectronvolts - mean));
            lines.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{of},{examples.Length},{errors.Gap:0.000},{alone:0.000},{errors.Dipole:0.000},{errors.Charge:0.0000}"
                )
            );
            Console.WriteLine(lines[^1]);
        }
    }
}
