using Lichen.Chemistry;

namespace Lichen.Benchmarks;

/// <summary>
/// Count fingerprints of 100,000 SMILES, parse included, against a plain loop over RDKit's own C++
/// (native/tests/plain_loop.cpp) that parses and counts the same; one core each.
/// </summary>
internal static class BulkFingerprints
{
    private const string Space = "/usr/share/RDKit/Data/NCI/first_5K.smi";

    public static IEnumerable<Finding> Run(Scale scale)
    {
        var loop = Programs.Native("plain_loop");
        using var folder = new ScratchFolder();
        string[] once = [.. File.ReadLines(Space).Take(scale.Rows).Select(line => line.Split('\t', ' ')[0])];
        string[] smiles = [.. Enumerable.Range(0, scale.Fingerprints).Select(row => once[row % once.Length])];
        var space = folder.Write("space.smi", string.Join('\n', smiles) + "\n");
        (string Name, FingerprintKind[] Kinds, string[] Steps)[] paths =
        [
            ("count Morgan, radius 2", [FingerprintKind.Morgan(2)], ["morgan"]),
            ("atom pairs", [FingerprintKind.AtomPairs], ["pairs"]),
            ("topological torsions", [FingerprintKind.TopologicalTorsions], ["torsions"]),
            (
                "the three from one parse",
                [FingerprintKind.Morgan(2), FingerprintKind.AtomPairs, FingerprintKind.TopologicalTorsions],
                ["morgan", "pairs", "torsions"]
            ),
        ];
        foreach (var (name, kinds, steps) in paths)
        {
            var turns = Turns.Take(
                Math.Min(3, scale.Repeats),
                () => Sample.Of(() => CountFingerprints.Compute(smiles, kinds, threads: 1)),
                () => BulkChemistry.Plain(loop, [space, .. steps])
            );
            yield return new Finding(
                $"parse and {name}, {smiles.Length:N0} SMILES",
                "CPU",
                Finding.Rate(smiles.Length, turns.Here(Turns.Cpu)),
                $"the same in a plain C++ loop: {Finding.Rate(smiles.Length, turns.Baseline(Turns.Cpu))}",
                turns.Ratio(Turns.Cpu)
            );
        }
    }
}
