using Lichen.Chemistry;

namespace Lichen.Chemistry.Tests;

public class ReactiveGroupsTests
{
    // One molecule for each pattern, in the order of the patterns.
    public static TheoryData<string, string> Examples { get; } =
        new()
        {
            { "acyl halide", "CC(=O)Cl" },
            { "sulfonyl halide", "CS(=O)(=O)Cl" },
            { "phosphoryl halide", "CP(=O)(C)Cl" },
            { "acid anhydride", "CC(=O)OC(C)=O" },
            { "isocyanate or isothiocyanate", "CN=C=S" },
            { "ketene", "CC(C)=C=O" },
            { "carbodiimide", "CN=C=NC" },
            { "aldehyde", "O=Cc1ccccc1" },
            { "thioaldehyde or thioketone", "CC(C)=S" },
            { "epoxide, aziridine or thiirane", "CC1CO1" },
            { "beta-lactone or beta-sultone", "O=C1CCO1" },
            { "alkyl halide", "CCBr" },
            { "alpha-halo carbonyl", "CC(=O)CF" },
            { "N-, O- or S-halide", "CN(C)Cl" },
            { "sulfonate or sulfate ester", "COS(C)(=O)=O" },
            { "Michael acceptor", "C=CC(=O)N" },
            { "alkyne beside a carbonyl", "CC#CC(C)=O" },
            { "quinone", "O=C1C=CC(=O)C=C1" },
            { "peroxide", "COOC" },
            { "azide", "CCN=[N+]=[N-]" },
            { "diazo or diazonium", "c1ccccc1[N+]#N" },
            { "azo, aliphatic", "CN=NC" },
            { "nitroso", "O=Nc1ccccc1" },
            { "hydrazine", "CNNC" },
            { "activated ester", "CC(=O)ON1C(=O)CCC1=O" },
            { "halopyrimidine or halotriazine", "Clc1ncncn1" },
            { "disulfide", "CSSC" },
            { "thiol", "CCS" },
            { "acetal of formaldehyde with nitrogen", "CN(C)CN(C)C" },
            { "imine, not of an arene", "CC=NC" },
            { "enamine with a free NH2", "CC(N)=CC" },
            { "boron, silicon or phosphorus halide", "C[Si](C)(C)Cl" },
            { "metal-carbon bond", "C[Zn]C" },
        };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Each_pattern_matches_its_example(string name, string smiles)
    {
        using var filter = ReactiveGroups.Load();
        using var molecule = Molecule.Parse(smiles).Molecule!;
        Assert.Contains(name, filter.AllMatches(molecule).Select(match => filter.Names[match]));
    }

    [Fact]
    public void Every_pattern_has_an_example() =>
        Assert.Equal(ReactiveGroups.Patterns.Select(pattern => pattern.Name), Examples.Select(row => row.Data.Item1));

    [Theory]
    [InlineData("CC(=O)Oc1ccccc1C(=O)O")]
    [InlineData("CN1C=NC2=C1C(=O)N(C(=O)N2C)C")]
    [InlineData("CC(C)Cc1ccc(cc1)C(C)C(=O)O")]
    [InlineData("Clc1ccccc1C(=O)Nc1ccc(F)cc1")]
    [InlineData("CS(=O)(=O)Nc1ccncc1")]
    [InlineData("COC(=O)c1csc(C)n1")]
    [InlineData("N#Cc1ccc(OC(F)(F)F)cc1")]
    public void Stable_molecules_pass(string smiles)
    {
        using var filter = ReactiveGroups.Load();
        Assert.Equal([null], filter.FirstMatches([smiles], 1));
    }
}
