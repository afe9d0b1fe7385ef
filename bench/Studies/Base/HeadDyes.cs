using System.Globalization;
using System.IO.Compression;
using Lichen.Chemistry;
using Lichen.Compute.Metering;
using Lichen.Core;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Heads;
using Lichen.Studies.Dyes;
using Lichen.Studies.Fronts;

namespace Lichen.Studies.Base;

/// <summary>
/// The gaps of lichen-base on force-field conformers of those molecules of the dyes pool that it was not taught, beside those of
/// GFN2-xTB from the table of the dyes study.
/// </summary>
internal static class HeadDyes
{
    private const int Small = 12;
    private const double Debye = Constants.AtomicDipoleInDebye / Constants.BohrInAngstrom;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static string File { get; } = Path.Combine(BaseResults.Folder, "dyes-unseen.csv.gz");

    public static void Run(PropertyHeads heads)
    {
        using var text = new StreamWriter(new GZipStream(System.IO.File.Create(File), CompressionLevel.SmallestSize));
        text.WriteLine(
            "row,smiles,heavy_atoms,gap_base_mmff94_eV,gap_base_deviation_eV,gap_gfn2_mmff94_eV,gap_gfn2_eV,dipole_base_mmff94_D,dipole_gfn2_mmff94_D,dipole_gfn2_D,cost_base_core_seconds,cost_heads_core_seconds,cost_gfn2_mmff94_core_seconds,cost_gfn2_core_seconds"
        );
        var dipoles = Lines(DipolesTable.File).ToDictionary(line => line[0], line => $"{line[1]},{line[2]}");
        var rows = new List<(int Heavy, double Base, double Single, double Optimised, double[] Costs)>();
        foreach (string[] fields in Lines(DyesTable.File))
        {
            Molecule molecule = Molecule.Parse(fields[2]).Molecule!;
            if (
                Candidates.Split(molecule.CanonicalSmiles) == "train"
                || fields[3].Length == 0
                || fields[4].Length == 0
                || !dipoles.ContainsKey(fields[2])
            )
            {
                continue;
            }

            TimeSpan start = ThreadClock.Now;
            if (Conformers.Build(molecule.CanonicalSmiles, 3, 1, Patience) is not ConformerOutcome.Built built)
            {
                continue;
            }

            TimeSpan made = ThreadClock.Now;
            HeadResult found = heads.Evaluate(built.Geometry);
            double gap = found.Gap;
            double own = (ThreadClock.Now - made).TotalSeconds,
                all = (ThreadClock.Now - start).TotalSeconds;
            double[] numbers = [.. fields[3..7].Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
            rows.Add((molecule.HeavyAtomCount, gap, numbers[0], numbers[1], [all, own, numbers[2], numbers[3]]));
            text.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{fields[0]},{fields[2]},{molecule.HeavyAtomCount},{gap:0.0000},{found.GapDeviation:0.0000},{fields[3]},{fields[4]},{found.DipoleLength * Debye:0.000},{dipoles.GetValueOrDefault(fields[2])},{all:0.####},{own:0.#####},{fields[5]},{fields[6]}"
                )
            );
        }

        Say("all", _ => true);
        Say($"up to {Small} heavy atoms", row => row.Heavy <= Small);
        Say("more", row => row.Heavy > Small);

        void Say(string of, Func<(int Heavy, double Base, double Single, double Optimised, double[] Costs), bool> which)
        {
            var some = rows.Where(which).ToArray();
            int hits = Math.Max(1, some.Length / 100);
            var best = some.OrderBy(row => row.Optimised).Take(hits).ToHashSet();
            double Share(
                Func<(int Heavy, double Base, double Single, double Optimised, double[] Costs), double> by,
                int times
            ) => some.OrderBy(by).Take(times * hits).Count(best.Contains) / (double)hits;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{of}: {some.Length} molecules; against GFN2-xTB//MMFF94 {some.Average(r => Math.Abs(r.Base - r.Single)):0.000} eV, against GFN2-xTB {some.Average(r => Math.Abs(r.Base - r.Optimised)):0.000} eV ({some.Average(r => Math.Abs(r.Single - r.Optimised)):0.000} of GFN2-xTB//MMFF94); rank correlation with GFN2-xTB {Statistics.Spearman([.. some.Select(r => r.Base)], [.. some.Select(r => r.Optimised)]):0.000} ({Statistics.Spearman([.. some.Select(r => r.Single)], [.. some.Select(r => r.Optimised)]):0.000}); the best 1 % in its best 1, 2, 5 %: {Share(r => r.Base, 1):0.00}, {Share(r => r.Base, 2):0.00}, {Share(r => r.Base, 5):0.00}; core-seconds {string.Join(", ", Enumerable.Range(0, 4).Select(c => some.Average(r => r.Costs[c]).ToString("0.0000", CultureInfo.InvariantCulture)))}"
                )
            );
        }
    }

    private static IEnumerable<string[]> Lines(string file)
    {
        using var text = new StreamReader(new GZipStream(System.IO.File.OpenRead(file), CompressionMode.Decompress));
        text.ReadLine();
        while (text.ReadLine() is { } line)
        {
            yield return line.Split(',');
        }
    }
}
