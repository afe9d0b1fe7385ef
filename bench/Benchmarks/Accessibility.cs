using System.ComponentModel;
using System.Globalization;
using Lichen.Chemistry;
using Lichen.Chemistry.Native;

namespace Lichen.Benchmarks;

/// <summary>
/// Synthetic accessibility of molecules in hand, against RDKit's reference in Python (Contrib/SA_Score/sascorer.py)
/// where Python has RDKit, else against what it reached once; one core each, no parsing in either.
/// </summary>
internal static class Accessibility
{
    private const string Space = "/usr/share/RDKit/Data/NCI/first_5K.smi";
    private const double ReferenceRate = 6100;

    private const string Reference = """
        import sys, time
        from rdkit import Chem, RDLogger
        RDLogger.DisableLog("rdApp.*")
        sys.path.insert(0, "/usr/share/RDKit/Contrib/SA_Score")
        import sascorer
        molecules = [Chem.MolFromSmiles(line) for line in sys.stdin]
        molecules = [molecule for molecule in molecules if molecule is not None]
        sascorer.readFragmentScores()
        start = time.process_time()
        for molecule in molecules:
            sascorer.calculateScore(molecule)
        print(len(molecules), time.process_time() - start)
        """;

    public static IEnumerable<Finding> Run(Scale scale)
    {
        string[] smiles = [.. File.ReadLines(Space).Take(scale.Rows).Select(line => line.Split('\t', ' ')[0])];
        var synthetic = SyntheticAccessibility.Load();
        var molecules = synthetic.Scores(smiles, threads: 1).Count(double.IsFinite);
        var said = "sascorer.py";
        var turns = Turns.Take(
            scale.Repeats,
            () => InHand(synthetic, smiles),
            () =>
            {
                if (Python(smiles) is { } seconds)
                {
                    return new Sample(seconds, seconds);
                }

                said = "sascorer.py, as measured once";
                return new Sample(molecules / ReferenceRate, molecules / ReferenceRate);
            }
        );
        yield return new Finding(
            "sa_score, molecule in hand",
            "CPU",
            Finding.Rate(molecules, turns.Here(Turns.Cpu)),
            $"{said}: {Finding.Rate(molecules, turns.Baseline(Turns.Cpu))}",
            turns.Ratio(Turns.Cpu)
        );
    }

    private static Sample InHand(SyntheticAccessibility synthetic, string[] smiles)
    {
        List<(BatchHandle Batch, int Count)> batches =
        [
            .. Enumerable
                .Range(0, Blocks.Of(smiles.Length))
                .Select(i => (i * Blocks.Size, Math.Min(Blocks.Size, smiles.Length - (i * Blocks.Size))))
                .Select(block => (Blocks.Parse(smiles, block.Item1, block.Item2), block.Item2)),
        ];
        var sample = Sample.Of(() => batches.ForEach(batch => synthetic.Score(batch.Batch, new double[batch.Count])));
        batches.ForEach(batch => batch.Batch.Dispose());
        return sample;
    }

    private static double? Python(string[] smiles)
    {
        try
        {
            var output = Programs.Output("/usr/bin/python3", ["-c", Reference], string.Join('\n', smiles));
            return double.Parse(output.Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception missing) when (missing is InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
