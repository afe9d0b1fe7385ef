using Lichen.Chemistry;

namespace Lichen.Chemistry.Tests;

public class CountFingerprintsTests
{
    [Fact]
    public void Bulk_equals_one_molecule_at_a_time()
    {
        var smiles = Nci.Sample(7);
        var bulk = CountFingerprints.Morgan(smiles, 2, 2);
        Assert.Equal(smiles.Count, bulk.RowCount);
        for (var row = 0; row < smiles.Count; row++)
        {
            var alone = CountFingerprints.Morgan([smiles[row]], 2, 1);
            Assert.Equal(alone.FeatureIds, bulk.IdsOf(row).ToArray());
            Assert.Equal(alone.Counts, bulk.CountsOf(row).ToArray());
        }
    }

    [Fact]
    public void Threads_change_nothing()
    {
        var smiles = Nci.Smiles();
        var one = CountFingerprints.Morgan(smiles, 2, 1);
        var four = CountFingerprints.Morgan(smiles, 2, 4);
        Assert.Equal(one.RowOffsets, four.RowOffsets);
        Assert.Equal(one.FeatureIds, four.FeatureIds);
        Assert.Equal(one.Counts, four.Counts);
    }

    [Fact]
    public void Rows_are_sorted_distinct_and_without_zeros()
    {
        var prints = CountFingerprints.Morgan(Nci.Smiles(), 2, 2);
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

    [Fact]
    public void Counts_of_radius_zero_are_the_atoms_by_kind()
    {
        // Propane: two CH3 and one CH2.
        var propane = CountFingerprints.Morgan(["CCC"], 0, 1);
        Assert.Equal([1, 2], propane.Counts.Order().Select(count => (int)count));
        // RDKit's own identifiers of the default invariants.
        Assert.Equal([2245384272u, 2246728737u], propane.FeatureIds);
    }

    [Fact]
    public void The_spelling_of_a_molecule_does_not_matter()
    {
        var prints = CountFingerprints.Morgan(["OCC", "CCO", "C(O)C"], 2, 1);
        Assert.Equal(prints.IdsOf(0).ToArray(), prints.IdsOf(1).ToArray());
        Assert.Equal(prints.CountsOf(0).ToArray(), prints.CountsOf(2).ToArray());
    }

    [Fact]
    public void A_row_that_is_no_molecule_is_empty_and_moves_no_other()
    {
        var prints = CountFingerprints.Morgan(["CCO", "CF(C)C", "", "c1ccccc1"], 2, 1);
        Assert.Equal(0, prints.IdsOf(1).Length);
        Assert.Equal(0, prints.IdsOf(2).Length);
        Assert.Equal(CountFingerprints.Morgan(["c1ccccc1"], 2, 1).FeatureIds, prints.IdsOf(3).ToArray());
        Assert.Equal(0, CountFingerprints.Morgan([], 2, 1).RowCount);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(17)]
    public void A_radius_out_of_range_is_a_broken_precondition(int radius) =>
        Assert.ThrowsAny<ArgumentException>(() => CountFingerprints.Morgan(["C"], radius, 1));
}
