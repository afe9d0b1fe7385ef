using System.Globalization;
using System.IO.Compression;
using Lichen.Chemistry;
using Lichen.Compute.Metering;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Heads;
using Lichen.Studies.Ladders;

namespace Lichen.Studies.Base;

/// <summary>
/// Gaps of lichen-base-b3lyp on force-field conformers of all dyes whose gap at B3LYP/def2-SVP is known, none of them from heads that
/// were taught that molecule: heads are tuned anew for each fifth of the dyes that teach, and the rest is asked of those that ship.
/// </summary>
internal static class LiftCross
{
    private const int Folds = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static string File { get; } =
        Path.Combine(Repository.Folder, "bench", "Studies", "Ladders", "dyes-lifted.csv.gz");

    /// <param name="work">Folder of the labels, where it has any.</param>
    public static void Run(string work)
    {
        var store = new PotentialStore(work);
        PropertyHeads start = store.ReadHeads(BaseShip.Name)!,
            shipped = store.ReadHeads(BaseShip.LiftedName)!;
        Example[] small = [.. ExtendedXyz.Read(BaseStudy.FileOf(work, LiftData.Taught))],
            dyes = [.. ExtendedXyz.Read(BaseStudy.FileOf(work, LiftDyesData.File))];
        var folds = dyes.Select((dye, i) => (dye.Smiles, Fold: i % Folds)).ToDictionary(d => d.Smiles, d => d.Fold);
        PropertyHeads[] tuned =
        [
            .. Enumerable
                .Range(0, Folds)
                .Select(fold => LiftHeads.Tune(start, [.. small, .. dyes.Where(dye => folds[dye.Smiles] != fold)])),
        ];
        using var text = new StreamWriter(new GZipStream(System.IO.File.Create(File), CompressionLevel.SmallestSize));
        text.WriteLine("row,smiles,fold,gap_lifted_mmff94_eV,gap_lifted_deviation_eV,cost_lifted_core_seconds");
        List<double> gaps = [],
            truths = [];
        foreach (var dye in DyesDftTable.Gaps())
        {
            Molecule molecule = Molecule.Parse(dye.Smiles).Molecule!;
            TimeSpan begun = ThreadClock.Now;
            if (Conformers.Build(molecule.CanonicalSmiles, 3, 1, Patience) is not ConformerOutcome.Built built)
            {
                continue;
            }

            bool taught = folds.TryGetValue(molecule.CanonicalSmiles, out int fold);
            HeadResult found = (taught ? tuned[fold] : shipped).Evaluate(built.Geometry);
            gaps.Add(found.Gap);
            truths.Add(dye.Top);
            text.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{dye.Row},{dye.Smiles},{(taught ? fold : "")},{found.Gap:0.0000},{found.GapDeviation:0.0000},{(ThreadClock.Now - begun).TotalSeconds:0.####}"
                )
            );
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{gaps.Count} dyes: {gaps.Zip(truths, (gap, truth) => Math.Abs(gap - truth)).Average():0.000} eV, rank correlation {Statistics.Spearman([.. gaps], [.. truths]):0.000}"
            )
        );
    }
}
