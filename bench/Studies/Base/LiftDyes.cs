using System.Globalization;
using Lichen.Chemistry;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials.Heads;
using Lichen.Studies.Ladders;

namespace Lichen.Studies.Base;

/// <summary>
/// Lifted gaps on force-field conformers of dyes, beside those of lichen-base and of GFN2-xTB, against B3LYP/def2-SVP//GFN2-xTB: as they are,
/// and after the straight line that fits these very molecules best, which no one has who does not know the answers.
/// </summary>
internal sealed class LiftDyes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly List<(double Single, double Optimised, double Truth, Geometry Geometry)> _rows = [];

    private LiftDyes() { }

    /// <summary>Those of the table that are not among the molecules to learn from.</summary>
    public static LiftDyes Open()
    {
        var dyes = new LiftDyes();
        foreach (var dye in DyesDftTable.Gaps())
        {
            Molecule molecule = Molecule.Parse(dye.Smiles).Molecule!;
            if (
                Candidates.Split(molecule.CanonicalSmiles) != "train"
                && Conformers.Build(molecule.CanonicalSmiles, 3, 1, Patience) is ConformerOutcome.Built built
            )
            {
                dyes._rows.Add((dye.Single, dye.Optimised, dye.Top, built.Geometry));
            }
        }

        return dyes;
    }

    /// <summary>Mean absolute error of gaps in eV.</summary>
    public double Error(PropertyHeads heads, Line line) =>
        _rows.Average(row => Math.Abs(line.At(heads.Evaluate(row.Geometry).Gap) - row.Truth));

    public void Write(PropertyHeads unlifted, PropertyHeads lifted)
    {
        var rows = _rows
            .Select(row =>
                (
                    row.Single,
                    row.Optimised,
                    row.Truth,
                    Base: unlifted.Evaluate(row.Geometry),
                    Lifted: lifted.Evaluate(row.Geometry)
                )
            )
            .ToList();
        var lines = new List<string> { "gap_of,molecules,mae_eV,mae_after_best_line_eV,rank_correlation" };
        var believed = rows.Where(row => row.Lifted.GapDeviation <= PropertyHeads.MostGapDeviation).ToList();
        foreach (var (of, some) in new[] { ("all", rows), ("believed", believed) })
        {
            double[] truths = [.. some.Select(row => row.Truth)];
            Add($"lifted ({of})", [.. some.Select(row => row.Lifted.Gap)]);
            Add($"lichen-base ({of})", [.. some.Select(row => row.Base.Gap)]);
            Add($"GFN2-xTB//MMFF94 ({of})", [.. some.Select(row => row.Single)]);
            Add($"GFN2-xTB ({of})", [.. some.Select(row => row.Optimised)]);

            void Add(string name, double[] gaps)
            {
                var line = Line.Fit(gaps, truths);
                lines.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name},{gaps.Length},{gaps.Zip(truths, (g, t) => Math.Abs(g - t)).Average():0.000},{gaps.Zip(truths, (g, t) => Math.Abs(line.At(g) - t)).Average():0.000},{Statistics.Spearman(gaps, truths):0.000}"
                    )
                );
                Console.WriteLine(lines[^1]);
            }
        }

        File.WriteAllLines(FileIn(BaseResults.Folder), lines);
    }

    /// <summary>What was found of one kind of gaps, by the columns of the file.</summary>
    public static string[] Row(string folder, string of) =>
        File.ReadLines(FileIn(folder)).Select(line => line.Split(',')).First(fields => fields[0] == of);

    private static string FileIn(string folder) => Path.Combine(folder, "lifted-dyes.csv");
}
