using Lichen.Chemistry;

namespace Lichen.Chemistry.Tests;

public class ConformersTests
{
    private static readonly TimeSpan Plenty = TimeSpan.FromMinutes(5);

    [Fact]
    public void The_same_arguments_give_the_same_structure()
    {
        var first = Build("CC(=O)Oc1ccccc1C(=O)O", 5, 42);
        var second = Build("CC(=O)Oc1ccccc1C(=O)O", 5, 42);
        Assert.Equal(first.Geometry.Bohr.ToArray(), second.Geometry.Bohr.ToArray());
        Assert.Equal(first.EnergyKcalPerMole, second.EnergyKcalPerMole);
    }

    [Fact]
    public void The_spelling_of_the_molecule_does_not_matter()
    {
        var first = Build("CCOC(=O)C", 2, 1);
        var second = Build("O=C(C)OCC", 2, 1);
        Assert.Equal(first.Geometry.Bohr.ToArray(), second.Geometry.Bohr.ToArray());
    }

    [Fact]
    public void Another_seed_starts_elsewhere()
    {
        var first = Build("CCCCCCCC", 1, 1);
        var second = Build("CCCCCCCC", 1, 2);
        Assert.NotEqual(first.Geometry.Bohr.ToArray(), second.Geometry.Bohr.ToArray());
    }

    [Fact]
    public void More_conformers_never_give_a_higher_energy()
    {
        // The first conformers of a longer run are those of the shorter one.
        var few = Build("OCCCCCC(=O)N", 2, 7);
        var many = Build("OCCCCCC(=O)N", 10, 7);
        Assert.True(many.EnergyKcalPerMole <= few.EnergyKcalPerMole + 1e-9);
        Assert.Equal((10, 10), (many.Embedded, many.Converged));
    }

    [Fact]
    public void Methane_is_a_tetrahedron()
    {
        var geometry = Build("C", 1, 1).Geometry;
        Assert.Equal([6, 1, 1, 1, 1], geometry.AtomicNumbers.ToArray());
        for (var i = 1; i < 5; i++)
        {
            Assert.InRange(geometry.DistanceAngstrom(0, i), 1.08, 1.11);
            for (var j = i + 1; j < 5; j++)
            {
                Assert.InRange(geometry.DistanceAngstrom(i, j) / geometry.DistanceAngstrom(0, i), 1.62, 1.65);
            }
        }
    }

    [Fact]
    public void Ethanol_has_its_eight_bonds()
    {
        var built = Build("CCO", 1, 1);
        Assert.Equal([6, 6, 8, 1, 1, 1, 1, 1, 1], built.Topology.AtomicNumbers.ToArray());
        Assert.Equal(
            [(0, 1), (0, 3), (0, 4), (0, 5), (1, 2), (1, 6), (1, 7), (2, 8)],
            built.Topology.Bonds.Select(bond => (bond.First, bond.Second))
        );
        foreach (var (first, second) in built.Topology.Bonds)
        {
            Assert.InRange(built.Geometry.DistanceAngstrom(first, second), 0.9, 1.6);
        }
    }

    [Fact]
    public void Topology_alone_is_that_of_the_conformer()
    {
        foreach (
            var smiles in (string[])["CCO", "OC(=O)c1ccccc1", "[NH4+]", string.Concat(Enumerable.Repeat("CC(C)", 100))]
        )
        {
            var topology = Topology.Of(smiles);
            using var molecule = Molecule.Parse(smiles).OrThrow();
            Assert.Equal(molecule.AtomCount, topology.AtomicNumbers.Count);
        }

        var built = Build("OC(=O)c1ccccc1", 1, 1);
        Assert.Equal(Topology.Of("OC(=O)c1ccccc1").Bonds, built.Topology.Bonds);
    }

    [Fact]
    public void Stereochemistry_is_kept()
    {
        foreach (var smiles in (string[])["C[C@H](N)C(=O)O", "C[C@@H](N)C(=O)O", "F/C=C/F", "F/C=C\\F"])
        {
            using var parsed = Molecule.Parse(smiles).OrThrow();
            var block = MolBlock.Write(smiles, Build(smiles, 3, 11).Geometry, "");
            using var read = Molecule.FromMolBlock(block).OrThrow();
            Assert.Equal(parsed.CanonicalSmiles, read.CanonicalSmiles);
        }
    }

    [Fact]
    public void The_force_field_that_was_used_is_named()
    {
        Assert.Equal("MMFF94", Build("CCO", 1, 1).ForceField);
        Assert.Equal("UFF", Build("CB(O)O", 1, 1).ForceField);
    }

    [Fact]
    public void Time_is_booked_and_limited()
    {
        var built = Build("CCCCCC", 3, 1);
        Assert.True(built.CpuTime > TimeSpan.Zero);
        var failed = Assert.IsType<ConformerOutcome.Failed>(
            Conformers.Build(string.Concat(Enumerable.Repeat("CC(C)", 30)), 100, 1, TimeSpan.FromMilliseconds(5))
        );
        Assert.Equal(ConformerFailure.Time, failed.Failure);
        Assert.True(failed.CpuTime > TimeSpan.FromMilliseconds(5));
    }

    [Theory]
    [InlineData("CF(C)C", ConformerFailure.Input)]
    [InlineData("", ConformerFailure.Input)]
    [InlineData("Cl[C@]12C[C@@](F)(C1)C2", ConformerFailure.Embedding)]
    [InlineData("*C", ConformerFailure.ForceField)]
    public void A_failure_has_its_kind_and_a_reason(string smiles, ConformerFailure expected)
    {
        var failed = Assert.IsType<ConformerOutcome.Failed>(Conformers.Build(smiles, 1, 1, Plenty));
        Assert.Equal(expected, failed.Failure);
        Assert.NotEmpty(failed.Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public void A_count_out_of_range_is_a_broken_precondition(int count) =>
        Assert.Throws<ArgumentException>(() => Conformers.Build("C", count, 1, Plenty));

    private static ConformerOutcome.Built Build(string smiles, int count, ulong seed) =>
        Assert.IsType<ConformerOutcome.Built>(Conformers.Build(smiles, count, seed, Plenty));
}
