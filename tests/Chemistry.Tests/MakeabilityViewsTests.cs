using Lichen.Chemistry;

namespace Lichen.Chemistry.Tests;

public class MakeabilityViewsTests
{
    [Theory]
    [InlineData("C[C@H](O)F", "stereocentres", 1)]
    [InlineData("C[C@H](O)F", "unassigned_stereocentres", 0)]
    [InlineData("CC(O)F", "unassigned_stereocentres", 1)]
    [InlineData("C[C@H](O)C(O)F", "stereocentres", 2)]
    [InlineData("CC(C)O", "stereocentres", 0)]
    [InlineData("CC(=O)Cl", "reactive_group_alert", 1)]
    [InlineData("CC(=O)N", "reactive_group_alert", 0)]
    [InlineData("c1ccccc1Cl", "reactive_group_alert", 0)]
    public void Values_are_those_counted_by_hand(string smiles, string name, double expected)
    {
        using var views = MakeabilityViews.Load(name);
        Assert.Equal([expected], views.Compute([smiles], 1).Values);
    }

    [Theory]
    [InlineData("CCO", 0)]
    [InlineData("c1ccccc1", 0)]
    [InlineData("Cn1cnc2c1c(=O)n(C)c(=O)n2C", 0)]
    [InlineData("C[C@]12CC[C@H]3[C@@H](CCc4cc(O)ccc34)[C@@H]1CC[C@@H]2O", 0)]
    [InlineData("CC(=O)Nc1ccc2ccc(Cl)cc2c1", 0)]
    [InlineData("C12C3C4C1C5C2C3C45", 0)]
    [InlineData("B1NBNBN1", 1)]
    public void Rare_ring_systems_are_those_that_nobody_made(string smiles, double expected)
    {
        SkipWithoutData();
        using var views = MakeabilityViews.Load("rare_ring_systems");
        Assert.Equal([expected], views.Compute([smiles], 1).Values);
    }

    [Fact]
    public void All_views_come_from_one_parse_and_threads_change_nothing()
    {
        SkipWithoutData();
        using var views = MakeabilityViews.Load([.. MakeabilityViews.All.Select(view => view.Name)]);
        var smiles = Nci.Sample(7);
        var table = views.Compute(smiles, 1);
        Assert.Equal(table.Values, views.Compute(smiles, 3).Values);
        Assert.Equal(smiles.Count, table.RowCount);
        Assert.Equal(
            SyntheticAccessibility.Load().Scores(smiles, 1),
            table.Values.Where((_, i) => i % table.ColumnCount == 0)
        );
        Assert.All(views.Compute(["no molecule"], 1).Values, value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void An_unknown_name_is_refused_with_those_that_are_known()
    {
        var error = Assert.Throws<ArgumentException>(() => MakeabilityViews.Load("beauty"));
        Assert.Contains("rare_ring_systems", error.Message, StringComparison.Ordinal);
    }

    private static void SkipWithoutData() =>
        Assert.SkipUnless(
            File.Exists(FragmentScores.DefaultPath),
            $"{FragmentScores.DefaultPath} is missing: apt-get install rdkit-data"
        );
}
