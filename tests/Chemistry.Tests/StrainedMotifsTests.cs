namespace Lichen.Chemistry.Tests;

public sealed class StrainedMotifsTests
{
    public static TheoryData<string, string> Examples { get; } =
        new()
        {
            { "allene in a ring of seven or less", "C1=C=CCCC1" },
            { "alkyne in a ring of seven or less", "C1#CCCCC1" },
            { "cyclobutadiene", "C1=CC=C1" },
            { "tetrahedrane", "C12C3C1C23" },
            { "bicyclobutane or propellane", "CC12CC1C2" },
            { "spiropentane", "C1CC12CC2" },
            { "three-membered ring with a double bond", "CC1=CC1" },
            { "three-membered ring of two heteroatoms", "CC1OO1" },
            { "chain of three peroxidic oxygens", "COOOC" },
            { "chain of three saturated nitrogens", "CN(C)N(C)N(C)C" },
            { "halogen of higher valence", "CI(=O)=O" },
        };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Each_motif_is_found_in_its_example(string name, string smiles)
    {
        using var filter = StrainedMotifs.Load();
        var found = filter.FirstMatches([smiles], 1, TestContext.Current.CancellationToken)[0];
        Assert.Equal(name, filter.Names[found!.Value]);
    }

    [Fact]
    public void Each_motif_has_an_example() =>
        Assert.Equal(StrainedMotifs.Patterns.Select(pattern => pattern.Name), Examples.Select(row => row.Data.Item1));

    [Theory]
    [InlineData("C1CC1C(=O)N")]
    [InlineData("C1CO1")]
    [InlineData("C1=CCC=CC1")]
    [InlineData("c1ccc2ccccc2c1")]
    [InlineData("CC(C)=C=CC")]
    [InlineData("CC#CC")]
    [InlineData("C1CC2CCC1C2")]
    [InlineData("C1CCC2=CCCCC2C1")]
    [InlineData("COOC")]
    [InlineData("CN=NN(C)C")]
    [InlineData("c1nnn[nH]1")]
    [InlineData("Clc1ccc(Br)cc1I")]
    [InlineData("C1=CC2CCC1C2")]
    public void Ordinary_molecules_have_none(string smiles)
    {
        using var filter = StrainedMotifs.Load();
        Assert.Null(filter.FirstMatches([smiles], 1, TestContext.Current.CancellationToken)[0]);
    }
}
