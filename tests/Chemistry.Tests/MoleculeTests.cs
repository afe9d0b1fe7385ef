using CsCheck;
using Lichen.Chemistry;

namespace Lichen.Chemistry.Tests;

public class MoleculeTests
{
    [Theory]
    [InlineData("CCO", "CCO", 0, 1, 3, 9, 26, 0, 1, 0, 0)]
    [InlineData("OCC", "CCO", 0, 1, 3, 9, 26, 0, 1, 0, 0)]
    [InlineData("C1=CC=CC=C1", "c1ccccc1", 0, 1, 6, 12, 42, 1, 1, 0, 0)]
    [InlineData("[CH3]", "[CH3]", 0, 2, 1, 4, 9, 0, 1, 0, 0)]
    [InlineData("[O][O]", "[O][O]", 0, 3, 2, 2, 16, 0, 1, 0, 0)]
    [InlineData("[Na+].[Cl-]", "[Cl-].[Na+]", 0, 1, 2, 2, 28, 0, 2, 0, 0)]
    [InlineData("C[NH3+]", "C[NH3+]", 1, 1, 2, 8, 18, 0, 1, 0, 0)]
    [InlineData("CC(N)C(=O)O", "CC(N)C(=O)O", 0, 1, 6, 13, 48, 0, 1, 1, 1)]
    [InlineData("C[C@H](N)C(=O)O", "C[C@H](N)C(=O)O", 0, 1, 6, 13, 48, 0, 1, 1, 0)]
    [InlineData("CC=CC", "CC=CC", 0, 1, 4, 12, 32, 0, 1, 0, 1)]
    [InlineData("C/C=C/C", "C/C=C/C", 0, 1, 4, 12, 32, 0, 1, 0, 0)]
    [InlineData("[CH3:7][OH:2]", "CO", 0, 1, 2, 6, 18, 0, 1, 0, 0)]
    [InlineData(" CO\n", "CO", 0, 1, 2, 6, 18, 0, 1, 0, 0)]
    public void Numbers_of_a_molecule_are_those_of_the_textbook(
        string smiles,
        string canonical,
        int charge,
        int multiplicity,
        int heavyAtoms,
        int atoms,
        int electrons,
        int rings,
        int fragments,
        int rotatable,
        int unspecified
    )
    {
        using var molecule = Molecule.Parse(smiles).OrThrow();
        Assert.Equal(canonical, molecule.CanonicalSmiles);
        Assert.Equal(charge, molecule.FormalCharge);
        Assert.Equal(multiplicity, molecule.Multiplicity);
        Assert.Equal(heavyAtoms, molecule.HeavyAtomCount);
        Assert.Equal(atoms, molecule.AtomCount);
        Assert.Equal(electrons, molecule.ElectronCount);
        Assert.Equal(rings, molecule.RingCount);
        Assert.Equal(fragments, molecule.FragmentCount);
        Assert.Equal(rotatable, molecule.RotatableBonds);
        Assert.Equal(unspecified, molecule.UnspecifiedStereocentres);
    }

    [Fact]
    public void Weight_formula_and_elements_of_chloroacetamide_are_right()
    {
        using var molecule = Molecule.Parse("NC(=O)CCl").OrThrow();
        Assert.Equal(93.51, molecule.MolecularWeight, 0.01);
        Assert.Equal("C2H4ClNO", molecule.Formula);
        Assert.Equal(["H", "C", "N", "O", "Cl"], molecule.Elements.Symbols);
    }

    [Theory]
    [InlineData("CFC", "Explicit valence for atom # 1 F, 2, is greater than permitted")]
    [InlineData("c1ccccc", "unclosed ring")]
    [InlineData("CC(", "syntax error")]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    [InlineData("CC CC", "white space")]
    [InlineData("c1cccc1", "kekulize")]
    [InlineData("C\0C", "white space")]
    [InlineData("é", "syntax error")]
    public void A_refused_smiles_says_why(string smiles, string reason)
    {
        var outcome = Molecule.Parse(smiles);
        Assert.False(outcome.IsMolecule);
        Assert.Contains(reason, outcome.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\n', outcome.Reason);
        var thrown = Assert.Throws<RdkitException>(outcome.OrThrow);
        Assert.Equal(outcome.Reason, thrown.Message);
    }

    [Fact]
    public void Canonical_smiles_is_a_fixed_point_and_does_not_depend_on_the_order_of_atoms()
    {
        var smiles = Nci.Sample(5);
        var failures = new List<string>();
        for (var row = 0; row < smiles.Count; row++)
        {
            var outcome = Molecule.Parse(smiles[row]);
            if (!outcome.IsMolecule)
            {
                continue;
            }

            using var molecule = outcome.Molecule;
            for (ulong seed = 0; seed < 3; seed++)
            {
                var shuffled = molecule.ShuffledSmiles((1000UL * (ulong)row) + seed);
                using var again = Molecule.Parse(shuffled).OrThrow();
                if (again.CanonicalSmiles != molecule.CanonicalSmiles)
                {
                    failures.Add($"{molecule.CanonicalSmiles} and {again.CanonicalSmiles} from {shuffled}");
                }
            }

            using var same = Molecule.Parse(molecule.CanonicalSmiles).OrThrow();
            if (same.CanonicalSmiles != molecule.CanonicalSmiles)
            {
                failures.Add($"{molecule.CanonicalSmiles} becomes {same.CanonicalSmiles}");
            }
        }

        Assert.Empty(failures);
    }

    [Fact]
    public void Text_that_only_resembles_smiles_gives_a_molecule_or_a_reason()
    {
        var seeds = Nci.Sample(50);
        var characters = Gen.OneOf("CNOFSPclnos[]()=#@+-/\\.%0123456789*:$~ \0é".ToCharArray());
        var mutated =
            from molecule in Gen.OneOf(seeds.ToArray())
            from place in Gen.Double.Unit
            from length in Gen.Int[0, 6]
            from inserted in characters.Array[0, 6]
            select Mutate(molecule, place, length, inserted);
        var random = characters.Array[0, 60].Select(array => new string(array));

        Gen.OneOf(mutated, random)
            .Sample(
                text =>
                {
                    var outcome = Molecule.Parse(text);
                    using var molecule = outcome.Molecule;
                    Assert.True(outcome.IsMolecule ? molecule!.HeavyAtomCount >= 0 : outcome.Reason!.Length > 0);
                },
                iter: 3000
            );
    }

    [Fact]
    public void A_chain_of_a_thousand_atoms_is_handled_and_a_boundless_one_refused()
    {
        using var chain = Molecule.Parse(new string('C', 1000)).OrThrow();
        Assert.Equal(1000, chain.HeavyAtomCount);
        Assert.Contains("2001", Molecule.Parse(new string('C', 2001)).Reason, StringComparison.Ordinal);
        Assert.False(Molecule.Parse(new string('(', 1999)).IsMolecule);
        using var nested = Molecule
            .Parse(string.Concat(Enumerable.Repeat("C(", 600)) + "C" + new string(')', 600))
            .OrThrow();
        Assert.Equal(601, nested.HeavyAtomCount);
    }

    [Fact]
    public void A_mol_block_gives_the_molecule_that_was_written()
    {
        foreach (var smiles in (string[])["CCO", "c1ccncc1", "C[C@H](N)C(=O)O", "F/C=C/F", "C[NH3+]"])
        {
            var built = Assert.IsType<ConformerOutcome.Built>(Conformers.Build(smiles, 1, 1, TimeSpan.FromMinutes(1)));
            var block = MolBlock.Write(smiles, built.Geometry, "name of it");
            Assert.StartsWith("name of it\n", block, StringComparison.Ordinal);
            Assert.Contains("V2000", block, StringComparison.Ordinal);
            using var read = Molecule.FromMolBlock(block).OrThrow();
            using var parsed = Molecule.Parse(smiles).OrThrow();
            Assert.Equal(parsed.CanonicalSmiles, read.CanonicalSmiles);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\n")]
    [InlineData("a\nb\nc\n  2  1  0  0  0  0  0  0  0  0999 V2000\nM  END\n")]
    [InlineData("a\nb\nc\n 99 99  0  0  0  0  0  0  0  0999 V2000\n    0.0 0.0 0.0 C   0\n")]
    [InlineData("a\nb\nc\n  0  0  0     0  0            999 V3000\nM  V30 BEGIN CTAB\nM  V30 COUNTS x y z\n")]
    public void A_broken_mol_block_says_why(string block)
    {
        var outcome = Molecule.FromMolBlock(block);
        Assert.False(outcome.IsMolecule);
        Assert.NotEmpty(outcome.Reason);
    }

    private static string Mutate(string molecule, double place, int length, char[] inserted)
    {
        var start = (int)(place * molecule.Length);
        var end = Math.Min(molecule.Length, start + length);
        return molecule[..start] + new string(inserted) + molecule[end..];
    }

    [Theory]
    [InlineData("Cc1ccc(CCC2CCN(C)CC2)cc1O", "c1ccc(CCC2CCNCC2)cc1")]
    [InlineData("O=C1CCCC1C(=O)O", "O=C1CCCC1")]
    [InlineData("C[C@H]1CCCO1", "C1CCOC1")]
    [InlineData("CCCCO", "")]
    public void Scaffold_is_rings_and_what_links_them(string smiles, string scaffold)
    {
        using var molecule = Molecule.Parse(smiles).OrThrow();
        Assert.Equal(scaffold, molecule.Scaffold);
    }
}
