using Lichen.Chemistry;

namespace Lichen.Chemistry.Tests;

// Equality with RDKit's own fingerprints, id by id, is tested in native/tests/fingerprints_against_rdkit.cpp.
public class FingerprintKindTests
{
    private static readonly FingerprintKind[] _all =
    [
        FingerprintKind.Morgan(1),
        FingerprintKind.Morgan(2),
        FingerprintKind.Morgan(3),
        FingerprintKind.MorganBits(2),
        FingerprintKind.AtomPairs,
        FingerprintKind.TopologicalTorsions,
    ];

    [Fact]
    public void Several_kinds_from_one_parse_equal_each_alone()
    {
        var smiles = Nci.Sample(11);
        var together = CountFingerprints.Compute(smiles, _all, 2);
        for (var i = 0; i < _all.Length; i++)
        {
            var alone = CountFingerprints.Compute(smiles, [_all[i]], 1)[0];
            Assert.Equal(alone.RowOffsets, together[i].RowOffsets);
            Assert.Equal(alone.FeatureIds, together[i].FeatureIds);
            Assert.Equal(alone.Counts, together[i].Counts);
        }
    }

    [Fact]
    public void Rows_are_sorted_distinct_and_without_zeros()
    {
        foreach (var prints in CountFingerprints.Compute(Nci.Sample(5), _all, 2))
        {
            for (var row = 0; row < prints.RowCount; row++)
            {
                var ids = prints.IdsOf(row);
                for (var i = 1; i < ids.Length; i++)
                {
                    Assert.True(ids[i - 1] < ids[i]);
                }

                Assert.False(prints.CountsOf(row).Contains((ushort)0));
            }
        }
    }

    [Fact]
    public void A_larger_radius_keeps_every_count_of_a_smaller_one()
    {
        var prints = CountFingerprints.Compute(
            Nci.Sample(50),
            [FingerprintKind.Morgan(1), FingerprintKind.Morgan(3)],
            1
        );
        for (var row = 0; row < prints[0].RowCount; row++)
        {
            var small = prints[0].IdsOf(row);
            var large = prints[1].IdsOf(row);
            for (var i = 0; i < small.Length; i++)
            {
                var there = large.BinarySearch(small[i]);
                Assert.True(there >= 0 && prints[1].CountsOf(row)[there] >= prints[0].CountsOf(row)[i]);
            }
        }
    }

    [Fact]
    public void Atom_pairs_of_a_molecule_are_as_many_as_its_pairs_of_atoms()
    {
        var pairs = CountFingerprints.Compute(["CCO", "c1ccccc1", "C", "C.C"], [FingerprintKind.AtomPairs], 1)[0];
        Assert.Equal([3, 15, 0, 0], Enumerable.Range(0, 4).Select(row => Sum(pairs.CountsOf(row))));
    }

    [Fact]
    public void Torsions_of_a_molecule_are_as_many_as_its_paths_of_four_atoms()
    {
        var torsions = CountFingerprints.Compute(
            ["CCO", "CCCO", "c1ccccc1", "C1CC1", "CC(C)CC"],
            [FingerprintKind.TopologicalTorsions],
            1
        )[0];
        Assert.Equal([0, 1, 6, 1, 2], Enumerable.Range(0, 5).Select(row => Sum(torsions.CountsOf(row))));
    }

    [Fact]
    public void Bits_are_the_counted_environments_folded()
    {
        var prints = CountFingerprints.Compute(
            Nci.Sample(50),
            [FingerprintKind.Morgan(2), FingerprintKind.MorganBits(2, 512)],
            1
        );
        for (var row = 0; row < prints[0].RowCount; row++)
        {
            var folded = prints[0].IdsOf(row).ToArray().Select(id => id % 512).Distinct().Order();
            Assert.Equal(folded, prints[1].IdsOf(row).ToArray());
            Assert.All(prints[1].CountsOf(row).ToArray(), count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Configurations_are_ignored_and_rows_that_are_no_molecule_are_empty()
    {
        foreach (var prints in CountFingerprints.Compute(["C[C@H](N)C(=O)O", "CFC", "CC(N)C(=O)O"], _all, 1))
        {
            Assert.Equal(prints.IdsOf(2).ToArray(), prints.IdsOf(0).ToArray());
            Assert.Equal(prints.CountsOf(2).ToArray(), prints.CountsOf(0).ToArray());
            Assert.Equal(0, prints.IdsOf(1).Length);
        }
    }

    [Fact]
    public void Kinds_out_of_range_are_broken_preconditions()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FingerprintKind.Morgan(17));
        Assert.Throws<ArgumentOutOfRangeException>(() => FingerprintKind.MorganBits(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FingerprintKind.MorganBits(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CountFingerprints.Compute(["C"], [], 1));
    }

    private static int Sum(ReadOnlySpan<ushort> counts)
    {
        var sum = 0;
        foreach (var count in counts)
        {
            sum += count;
        }

        return sum;
    }
}
