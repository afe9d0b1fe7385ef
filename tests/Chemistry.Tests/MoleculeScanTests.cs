using Lichen.Chemistry;

namespace Lichen.Chemistry.Tests;

public class MoleculeScanTests
{
    [Fact]
    public void Every_row_of_the_nci_file_is_a_molecule_or_has_a_reason_and_3315_fit_the_dyes()
    {
        var smiles = Nci.Smiles();
        var allowed = ElementSet.Of(["H", "C", "N", "O", "F", "S", "Cl"]);
        var dyes = new HashSet<string>();
        int molecules = 0,
            refused = 0,
            fitting = 0;
        foreach (var block in MoleculeScan.Scan(smiles, 2))
        {
            for (var i = 0; i < block.Count; i++)
            {
                var row = block[i];
                if (!row.IsMolecule)
                {
                    Assert.NotEmpty(row.Reason!);
                    refused++;
                    continue;
                }

                molecules++;
                if (
                    row.FormalCharge == 0
                    && row.Multiplicity == 1
                    && row.FragmentCount == 1
                    && row.HeavyAtomCount is >= 5 and <= 20
                    && row.Elements.IsSubsetOf(allowed)
                )
                {
                    fitting++;
                    dyes.Add(row.CanonicalSmiles);
                }
            }
        }

        Assert.Equal(4999, smiles.Count);
        Assert.Equal(smiles.Count, molecules + refused);
        // 65 rows repeat a molecule of an earlier row.
        Assert.Equal(3380, fitting);
        Assert.Equal(3315, dyes.Count);
    }

    [Fact]
    public void A_scan_tells_of_each_row_what_the_molecule_alone_tells()
    {
        var smiles = Nci.Sample(10).Concat(["CF(C)C", "", "not a smiles", "[CH2]"]).ToList();
        using var filter = SubstructureFilter.Compile([("ring", "[R]"), ("acid", "C(=O)[OH]")]);
        var row = 0;
        foreach (var block in MoleculeScan.Scan(smiles, 2, [filter]))
        {
            Assert.Equal(row, block.FirstRow);
            for (var i = 0; i < block.Count; i++, row++)
            {
                var scanned = block[i];
                var outcome = Molecule.Parse(smiles[row]);
                Assert.Equal(row, scanned.Row);
                Assert.Equal(outcome.IsMolecule, scanned.IsMolecule);
                Assert.Equal(outcome.Reason, scanned.Reason);
                if (outcome.Molecule is not { } molecule)
                {
                    Assert.Null(scanned.FirstMatch(0));
                    Assert.Throws<InvalidOperationException>(() => scanned.CanonicalSmiles);
                    continue;
                }

                Assert.Equal(molecule.CanonicalSmiles, scanned.CanonicalSmiles);
                Assert.Equal(molecule.FormalCharge, scanned.FormalCharge);
                Assert.Equal(molecule.Multiplicity, scanned.Multiplicity);
                Assert.Equal(molecule.HeavyAtomCount, scanned.HeavyAtomCount);
                Assert.Equal(molecule.AtomCount, scanned.AtomCount);
                Assert.Equal(molecule.ElectronCount, scanned.ElectronCount);
                Assert.Equal(molecule.MolecularWeight, scanned.MolecularWeight);
                Assert.Equal(molecule.RingCount, scanned.RingCount);
                Assert.Equal(molecule.FragmentCount, scanned.FragmentCount);
                Assert.Equal(molecule.RotatableBonds, scanned.RotatableBonds);
                Assert.Equal(molecule.UnspecifiedStereocentres, scanned.UnspecifiedStereocentres);
                Assert.Equal(molecule.Elements, scanned.Elements);
                int? first = filter.AllMatches(molecule) is [var match, ..] ? match : null;
                Assert.Equal(first, scanned.FirstMatch(0));
                molecule.Dispose();
            }
        }

        Assert.Equal(smiles.Count, row);
    }

    [Fact]
    public void Threads_change_nothing_and_blocks_come_in_order()
    {
        var smiles = Nci.Smiles();
        string[] Texts(int threads) =>
            [
                .. MoleculeScan
                    .Scan(smiles, threads)
                    .SelectMany(block => Enumerable.Range(0, block.Count).Select(i => block[i]))
                    .Select(row => $"{row.Row} {(row.IsMolecule ? row.CanonicalSmiles : row.Reason)}"),
            ];
        Assert.Equal(Texts(1), Texts(4));
    }

    [Fact]
    public void Fingerprints_of_a_scan_are_those_made_in_bulk()
    {
        var smiles = Nci.Sample(6);
        var bulk = CountFingerprints.Morgan(smiles, 2, 1);
        foreach (var block in MoleculeScan.Scan(smiles, 2, morganRadius: 2))
        {
            for (var i = 0; i < block.Count; i++)
            {
                var row = block[i];
                Assert.Equal(bulk.IdsOf((int)row.Row), row.FeatureIds);
                Assert.Equal(bulk.CountsOf((int)row.Row), row.FeatureCounts);
            }
        }

        var without = MoleculeScan.Scan(["C"], 1).Single();
        Assert.Throws<InvalidOperationException>(() => _ = without[0].FeatureIds.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => MoleculeScan.Scan(["C"], 1, morganRadius: 17));
    }

    [Fact]
    public void The_space_is_read_only_as_far_as_needed()
    {
        var read = 0;
        IEnumerable<string> Endless()
        {
            while (true)
            {
                read++;
                yield return "C";
            }
        }

        var first = MoleculeScan.Scan(Endless(), 2).First();
        Assert.Equal("C", first[0].CanonicalSmiles);
        Assert.InRange(read, 1, 3 * MoleculeScan.BlockSize);
    }

    [Fact]
    public void An_empty_space_has_no_blocks() => Assert.Empty(MoleculeScan.Scan([], 2));

    [Fact]
    public void A_cancelled_scan_stops()
    {
        using var source = new CancellationTokenSource();
        var scan = MoleculeScan
            .Scan(Enumerable.Repeat("C", 10_000), 1, cancellationToken: source.Token)
            .GetEnumerator();
        Assert.True(scan.MoveNext());
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => scan.MoveNext());
    }
}
