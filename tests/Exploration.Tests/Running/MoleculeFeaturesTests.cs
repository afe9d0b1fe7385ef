using Lichen.Exploration.Running;
using Lichen.Learning.Models;

namespace Lichen.Exploration.Tests.Running;

public sealed class MoleculeFeaturesTests
{
    private static readonly string[] Smiles = ["CCO", "c1ccccc1", "CC(=O)O"];

    [Fact]
    public void Descriptors_come_by_name_in_the_order_of_the_recipe()
    {
        FeatureRecipe usual = MoleculeFeatures.Usual;
        double[] all = Compute(usual).Descriptors;
        int columns = usual.Descriptors.Length;
        double[] two = Compute(usual with { Descriptors = [usual.Descriptors[5], usual.Descriptors[0]] }).Descriptors;
        for (int row = 0; row < Smiles.Length; row++)
        {
            Assert.Equal(all[(row * columns) + 5], two[2 * row]);
            Assert.Equal(all[row * columns], two[(2 * row) + 1]);
        }
    }

    [Fact]
    public void Every_fingerprint_of_the_recipe_has_its_table()
    {
        RawFeatures features = Compute(MoleculeFeatures.Usual);
        Assert.Equal(MoleculeFeatures.Usual.Fingerprints.Length, features.Counts.Length);
        Assert.All(features.Counts, counts => Assert.Equal(Smiles.Length, counts.Rows));
    }

    [Fact]
    public void What_this_release_cannot_compute_is_refused_by_name()
    {
        var fingerprint = MoleculeFeatures.Usual with { Fingerprints = [new FingerprintRecipe("maccs", 0)] };
        var descriptor = MoleculeFeatures.Usual with { Descriptors = ["Magic"] };
        Assert.Contains("maccs", Assert.Throws<ModelFileException>(() => Compute(fingerprint)).Message);
        Assert.Contains("Magic", Assert.Throws<ModelFileException>(() => Compute(descriptor)).Message);
    }

    private static RawFeatures Compute(FeatureRecipe recipe) =>
        MoleculeFeatures.Compute(Smiles, recipe, threads: 1, TestContext.Current.CancellationToken);
}
