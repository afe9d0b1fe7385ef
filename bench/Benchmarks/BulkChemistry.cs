using System.Globalization;
using Lichen.Chemistry;

namespace Lichen.Benchmarks;

/// <summary>
/// Molecules through the C door in bulk, against the same steps in a plain loop over RDKit's own C++
/// (native/tests/plain_loop.cpp); one core each.
/// </summary>
internal static class BulkChemistry
{
    private const int Radius = 2;
    private const string Space = "/usr/share/RDKit/Data/NCI/first_5K.smi";

    public static IEnumerable<Finding> Run(Scale scale)
    {
        var loop = Programs.Native("plain_loop");
        using var folder = new ScratchFolder();
        string[] lines = [.. File.ReadLines(Space).Take(scale.Rows)];
        var space = folder.Write("space.smi", string.Join('\n', lines) + "\n");
        string[] smiles = [.. lines.Select(line => line.Split('\t', ' ')[0])];

        var scan = Turns.Take(scale.Repeats, () => Sample.Of(() => Scan(smiles)), () => Plain(loop, [space]));
        yield return Against(scan, "parse, canonicalise, count Morgan: scan", smiles.Length);

        string[] molecules = [.. Canonical(smiles)];
        var features = Turns.Take(
            scale.Repeats,
            () =>
                Sample.Of(() =>
                {
                    CountFingerprints.Morgan(molecules, Radius, threads: 1);
                    Descriptors.Compute(molecules, threads: 1);
                }),
            () => Plain(loop, [space])
        );
        yield return Against(
            features,
            $"features of a pool: count Morgan and {Descriptors.Names.Count} descriptors",
            molecules.Length
        );

        Finding Against(Turns turns, string path, int count) =>
            new(
                path,
                "CPU",
                Finding.Rate(count, turns.Here(Turns.Cpu)),
                $"plain C++ loop, parse to Morgan: {Finding.Rate(smiles.Length, turns.Baseline(Turns.Cpu))}",
                turns.Ratio(Turns.Cpu) * smiles.Length / count
            );
    }

    private static void Scan(string[] smiles)
    {
        foreach (var block in MoleculeScan.Scan(smiles, threads: 1, morganRadius: Radius))
        {
            // The canonical text is made with the block; as strings it is only wanted for what the rules keep.
            for (var i = 0; i < block.Count; i++)
            {
                _ = block[i].CanonicalSmilesUtf8.Length + block[i].FeatureIds.Length;
            }
        }
    }

    private static IEnumerable<string> Canonical(string[] smiles) =>
        MoleculeScan
            .Scan(smiles, threads: 1)
            .SelectMany(block => Enumerable.Range(0, block.Count).Select(i => block[i]))
            .Where(molecule => molecule.IsMolecule)
            .Select(molecule => molecule.CanonicalSmiles);

    // The loop says its own CPU time, so that reading the file and loading the libraries are left out as they are here.
    internal static Sample Plain(string loop, IReadOnlyList<string> arguments)
    {
        // "4999 molecules in 2.345 s: ..."
        var said = Programs.Output(loop, arguments).Split(' ');
        var seconds = double.Parse(said[Array.IndexOf(said, "in") + 1], CultureInfo.InvariantCulture);
        return new Sample(seconds, seconds);
    }
}
