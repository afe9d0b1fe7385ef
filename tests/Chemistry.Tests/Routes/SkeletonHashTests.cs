using CsCheck;
using Lichen.Chemistry;
using Lichen.Chemistry.Routes;

namespace Lichen.Chemistry.Tests.Routes;

public class SkeletonHashTests
{
    [Fact]
    public void Every_way_to_write_a_molecule_has_the_same_hash()
    {
        string[] smiles = [.. Nci.Sample(25)];
        Gen.Int[0, smiles.Length - 1]
            .Select(Gen.ULong)
            .Sample(
                (row, seed) =>
                {
                    using var molecule = Molecule.Parse(smiles[row]).Molecule;
                    return molecule is null
                        || (
                            Hash(molecule.CanonicalSmiles) == Hash(molecule.ShuffledSmiles(seed))
                            && Hash(molecule.CanonicalSmiles) == Hash(smiles[row])
                        );
                },
                iter: 300
            );
    }

    [Theory]
    [InlineData("C1=CC=CC=C1", "c1ccccc1")]
    [InlineData("[H]OC", "CO")]
    [InlineData("[H]C([H])([H])[H]", "C")]
    [InlineData("[CH3][CH2][OH]", "CCO")]
    [InlineData("C%12CC%12", "C1CC1")]
    [InlineData("C[N+](=O)[O-]", "CN(=O)=O")]
    [InlineData("[Na+].[Cl-]", "[Cl-].[Na+]")]
    [InlineData("C[se]", "C[Se]")]
    [InlineData("N[C@@H](C)C(=O)O", "N[C@H](C)C(=O)O")]
    public void Bond_orders_hydrogens_charges_and_configurations_do_not_matter(string one, string other) =>
        Assert.Equal(Hash(one), Hash(other));

    [Fact]
    public void Different_skeletons_differ()
    {
        string[] smiles = ["C", "CC", "CO", "C.C", "CCC", "C1CC1", "CC(C)C", "CCCC", "ClC", "BrC", "[H][H]", "CCCCl"];
        Assert.Equal(smiles.Length, smiles.Select(Hash).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("C1CC")]
    [InlineData("C(C")]
    [InlineData("CC)")]
    [InlineData("[C")]
    [InlineData("[]")]
    [InlineData("nonsense!")]
    [InlineData("1CC1")]
    public void What_is_no_molecule_has_none(string text) => Assert.False(SkeletonHash.TryCompute(text, out _));

    private static ulong Hash(string smiles) =>
        SkeletonHash.TryCompute(smiles, out var hash)
            ? hash
            : throw new InvalidOperationException($"{smiles} was not read.");
}
