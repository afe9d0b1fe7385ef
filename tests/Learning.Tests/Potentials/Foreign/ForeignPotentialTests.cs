using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;
using Lichen.Learning.Potentials.Foreign;

namespace Lichen.Learning.Tests.Potentials.Foreign;

public sealed class ForeignPotentialTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-foreign-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_graph_gives_the_energy_of_its_formula_and_its_slope_as_forces()
    {
        ForeignPotential potential = Open();
        PotentialResult result = potential.Evaluate([MorsePotential.Water], forces: true)[0];
        double expected = (MorsePotential.Electronvolt(MorsePotential.Water) / Constants.HartreeInElectronvolt) - 76;
        Assert.Equal(expected, result.Hartree, 1e-12);
        ForceCheck forces = ForceCheck.Of(potential, MorsePotential.Water);
        Assert.True(forces.Largest > 0.01);
        Assert.True(forces.Difference < 1e-8, $"{forces}");
    }

    [Fact]
    public void Water_relaxes_to_the_minimum_of_each_pair_and_has_three_real_vibrations()
    {
        ForeignPotential potential = Open();
        RelaxationResult end = Relaxation.Run(potential, [MorsePotential.Water], () => true, default)[0];
        Assert.Equal(RelaxationEnd.Converged, end.End);
        Assert.Equal(0.96, end.Geometry.DistanceAngstrom(0, 1), 0.001);
        Assert.Equal(1.52, end.Geometry.DistanceAngstrom(1, 2), 0.005);
        Assert.Equal(-76 - (11 / Constants.HartreeInElectronvolt), end.Result!.Hartree, 1e-5);
        double[] wavenumbers = Vibrations.Wavenumbers(potential, end.Geometry, () => true, default)!;
        Assert.Equal(3, wavenumbers.Length);
        Assert.All(wavenumbers, wavenumber => Assert.InRange(wavenumber, 500, 6000));
    }

    [Fact]
    public void A_dipole_moment_of_three_components_is_their_length_in_debye()
    {
        Geometry water = MorsePotential.Water;
        double[] angstrom = water.ToAngstrom();
        double square = 0;
        for (int d = 0; d < 3; d++)
        {
            double component = (-0.8 * angstrom[d]) + (0.4 * (angstrom[3 + d] + angstrom[6 + d]));
            square += component * component;
        }

        double debye = Math.Sqrt(square) / Constants.BohrInAngstrom * Constants.AtomicDipoleInDebye;
        Assert.Equal(debye, Open().Properties(water)["dipole_moment"], 1e-10);
    }

    [Fact]
    public void An_element_outside_the_domain_is_refused_and_so_are_too_many_atoms()
    {
        Geometry carbon = Geometry.FromAngstrom([6, 8], [0, 0, 0, 0, 0, 1.1]);
        var problem = Assert.Throws<PotentialException>(() => Open().Evaluate([carbon], forces: false));
        Assert.Equal(PotentialProblem.OutsideDomain, problem.Problem);
        Assert.Contains("Atom 1 is C, and morse knows H O", problem.Message);
        string small = MorsePotential.Mapping.Replace(
            "\"cutoffAngstrom\": 20",
            "\"cutoffAngstrom\": 20, \"mostAtoms\": 2"
        );
        Assert.Contains(
            "takes 2 at most",
            Assert.Throws<PotentialException>(() => Open(small).Evaluate([MorsePotential.Water], false)).Message
        );
    }

    [Fact]
    public void A_reference_value_is_checked_with_its_forces()
    {
        PotentialCard card = MorsePotential.Write(_folder);
        ReferenceCheck check = Assert.Single(ReferenceCheck.Of(ForeignFile.Open(_folder, card), card));
        Assert.True(check.Holds, check.Differences());
        string wrong = MorsePotential.Mapping.Replace("\"eV\"", "\"kcal/mol\"");
        PotentialCard other = MorsePotential.Write(_folder, mapping: wrong);
        Assert.False(Assert.Single(ReferenceCheck.Of(ForeignFile.Open(_folder, other), other)).Holds);
    }

    [Fact]
    public void Several_threads_get_the_same_numbers()
    {
        ForeignPotential potential = Open();
        PotentialResult alone = potential.Evaluate([MorsePotential.Water], forces: true)[0];
        var results = new PotentialResult[32];
        Parallel.For(0, results.Length, k => results[k] = potential.Evaluate([MorsePotential.Water], forces: true)[0]);
        Assert.All(results, result => Assert.Equal(alone.Forces!, result.Forces!));
    }

    private ForeignPotential Open(string mapping = MorsePotential.Mapping) =>
        ForeignFile.Open(_folder, MorsePotential.Write(_folder, mapping: mapping));
}
