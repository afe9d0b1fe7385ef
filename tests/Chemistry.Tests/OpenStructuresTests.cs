namespace Lichen.Chemistry.Tests;

public sealed class OpenStructuresTests
{
    [Theory]
    [InlineData("CCO", 1)]
    [InlineData("CC(F)Cl", 1)]
    [InlineData("CC(F)C(F)C", 2)]
    [InlineData("CC(F)C(Cl)Br", 2)]
    [InlineData("C[C@H](F)C(Cl)Br", 2)]
    [InlineData("FC=CC=CF", 3)]
    [InlineData("CC1CCC(C)CC1", 2)]
    [InlineData("F/C=C/F", 1)]
    public void As_many_isomers_as_are_not_mirror_images_of_each_other(string smiles, int count)
    {
        var isomers = OpenStructures.Stereoisomers(smiles)!;
        Assert.Equal(count, isomers.Count);
        Assert.All(isomers, isomer => Assert.Equal([isomer], OpenStructures.Stereoisomers(isomer)!));
        Assert.All(isomers, isomer => Assert.Equal(isomer, Canonical(isomer)));
    }

    [Fact]
    public void Too_many_open_configurations_are_not_tried() =>
        Assert.Null(OpenStructures.Stereoisomers(string.Concat(Enumerable.Repeat("C(F)", 14)) + "Cl"));

    [Theory]
    [InlineData("Oc1ccccn1", "O=c1cccc[nH]1")]
    [InlineData("CC(O)=CC(C)=O", "CC(=O)CC(C)=O")]
    [InlineData("c1cc2[nH]cnc2cn1", "c1cc2nc[nH]c2cn1")]
    public void Tautomers_have_one_form(string one, string other)
    {
        var chosen = OpenStructures.CanonicalTautomer(one);
        Assert.Equal(chosen, OpenStructures.CanonicalTautomer(other));
        Assert.Equal(chosen, OpenStructures.CanonicalTautomer(chosen));
    }

    private static string Canonical(string smiles)
    {
        using var molecule = Molecule.Parse(smiles).Molecule;
        return molecule!.CanonicalSmiles;
    }
}
