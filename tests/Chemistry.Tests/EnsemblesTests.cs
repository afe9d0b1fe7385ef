namespace Lichen.Chemistry.Tests;

public class EnsemblesTests
{
    private static readonly TimeSpan Plenty = TimeSpan.FromMinutes(5);

    [Fact]
    public void Butane_is_anti_once_and_gauche_twice()
    {
        var built = Build("CCCC", null);
        Assert.Equal([1, 2], built.Conformers.Select(conformer => conformer.Degeneracy));
        Assert.Equal((9, "MMFF94", false), (built.Embedded, built.ForceField, built.IsChiral));
        Assert.InRange(EndToEnd(built.Conformers[0]), 3.85, 4.0);
        Assert.InRange(EndToEnd(built.Conformers[1]), 2.9, 3.3);
        // Measured in the gas: an enthalpy of 0.67 kcal/mol (https://doi.org/10.1021/j100002a020).
        Assert.InRange(built.Conformers[1].EnergyKcalPerMole - built.Conformers[0].EnergyKcalPerMole, 0.6, 1.0);

        static double EndToEnd(Conformer conformer) => conformer.Geometry.DistanceAngstrom(0, 3);
    }

    [Theory]
    [InlineData("C")]
    [InlineData("[H][H]")]
    [InlineData("O")]
    [InlineData("c1ccccc1")]
    [InlineData("CC(C)(C)C")]
    [InlineData("C1C2CC3CC1CC(C2)C3")]
    public void A_rigid_molecule_has_one_conformer(string smiles)
    {
        var one = Assert.Single(Build(smiles, null).Conformers);
        Assert.Equal(1, one.Degeneracy);
        var plain = Assert.IsType<ConformerOutcome.Built>(Conformers.Build(smiles, 3, 1, Plenty));
        Assert.Equal(plain.EnergyKcalPerMole, one.EnergyKcalPerMole, 1e-3);
    }

    [Fact]
    public void Hydroxyl_groups_turn()
    {
        // Two of the ten distinct rotamers of ethylene glycol with tGt or gGg' and the like; heavy atoms alone make two.
        var built = Build("OCCO", null);
        Assert.Equal(50, built.Embedded);
        Assert.InRange(built.Conformers.Count, 4, 10);
        Assert.Equal(
            built.Conformers.Select(c => c.EnergyKcalPerMole).Order(),
            built.Conformers.Select(c => c.EnergyKcalPerMole)
        );
    }

    [Fact]
    public void Mirror_images_of_a_written_configuration_stay_two()
    {
        var chiral = Build("C[C@H](O)CC", 50);
        Assert.True(chiral.IsChiral);
        Assert.All(chiral.Conformers, conformer => Assert.Equal(1, conformer.Degeneracy));
        var open = Build("CC(O)CC", 50);
        Assert.False(open.IsChiral);
        Assert.All(open.Conformers, conformer => Assert.Equal(2, conformer.Degeneracy));
        // Of either hand the same minima.
        Assert.InRange(open.Conformers[0].EnergyKcalPerMole - chiral.Conformers[0].EnergyKcalPerMole, -1e-3, 1e-3);
    }

    [Fact]
    public void The_same_seed_gives_the_same_ensemble()
    {
        var (first, second) = (Build("OCCCCC(N)=O", 20), Build("NC(=O)CCCCO", 20));
        Assert.Equal(first.Conformers.Count, second.Conformers.Count);
        Assert.All(
            first.Conformers.Zip(second.Conformers),
            pair => Assert.Equal(pair.First.Geometry.Bohr.ToArray(), pair.Second.Geometry.Bohr.ToArray())
        );
    }

    [Fact]
    public void What_cannot_be_built_is_said()
    {
        Assert.Equal(ConformerFailure.Input, Failure("CFC"));
        Assert.Equal(ConformerFailure.Input, Failure("no molecule"));
        Assert.Equal(ConformerFailure.ForceField, Failure("[Ne]"));
        var late = Ensembles.Build(new string('C', 60), 50, 1, TimeSpan.FromMilliseconds(10));
        Assert.Equal(ConformerFailure.Time, Assert.IsType<EnsembleOutcome.Failed>(late).Failure);
        Assert.True(late.CpuTime >= TimeSpan.FromMilliseconds(10));

        static ConformerFailure Failure(string smiles) =>
            Assert.IsType<EnsembleOutcome.Failed>(Ensembles.Build(smiles, 3, 1, Plenty)).Failure;
    }

    private static EnsembleOutcome.Built Build(string smiles, int? count) =>
        Assert.IsType<EnsembleOutcome.Built>(Ensembles.Build(smiles, count, 1, Plenty));
}
