using Lichen.Compute.Nwchem;
using Lichen.Compute.Psi4;
using Lichen.Core;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Engines;

/// <summary>
/// Psi4 1.3.2 and NWChem 7.0.2 on the same small set: recorded outputs of both, and one live check.
/// </summary>
/// <remarks>
/// Psi4's self-consistent field and MP2 are density-fitted, NWChem's integrals are conventional, and the grids of the
/// functionals differ. Coupled cluster is conventional in both.
/// </remarks>
public sealed class AgreementTests : IDisposable
{
    // Density fitting and grid, as measured on this set: 4.8e-5 hartree, 0.6e-3 eV, 6e-5 D, 9e-5 bohr^3 at most.
    private const double FittedHartree = 1e-4,
        FittedElectronvolt = 2e-3,
        FittedDebye = 1e-3,
        FittedBohr3 = 1e-3;
    private const double KcalPerMole = 627.5094740631;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("methane-pbe0", "methane-pbe0")]
    [InlineData("oxygen-b3lyp", "oxygen-b3lyp")]
    [InlineData("water-bright", "water-b3lyp-response")]
    public void Energies_orbitals_and_moments_are_the_same_within_density_fitting(string nwchem, string psi4)
    {
        var (one, other) = (OfNwchem(nwchem), OfPsi4(psi4));

        Assert.Equal(one["total_energy"], other["total_energy"], FittedHartree);
        Assert.Equal(one["homo_lumo_gap"], other["homo_lumo_gap"], FittedElectronvolt);
        Assert.Equal(one["homo_energy"], other["homo_energy"], FittedElectronvolt);
        Assert.Equal(one["dipole_moment"], other["dipole_moment"], FittedDebye);
        Assert.Equal(
            one.GetValueOrDefault("isotropic_polarizability"),
            other.GetValueOrDefault("isotropic_polarizability"),
            FittedBohr3
        );
    }

    [Fact]
    public void Atomisation_energy_of_methane_is_that_of_the_published_set()
    {
        // Molecule 0001 of QM7 at PBE0/def2-TZVP: A. S. Christensen et al., QML tutorial, 2018.
        const double Published = -417.031;

        // Conventional integrals reach its last digit; the fit of the hydrogen atoms' exchange costs 0.04 kcal/mol.
        Assert.Equal(Published, Atomisation(OfNwchem), 0.002);
        Assert.Equal(Published, Atomisation(OfPsi4), 0.05);
    }

    [Fact]
    public void Coupled_cluster_interaction_of_the_water_dimer_is_the_same_to_the_last_digits() =>
        Assert.Equal(Interaction(OfNwchem, "ccsdt"), Interaction(OfPsi4, "ccsdt"), 1e-7);

    [Fact]
    public void Second_order_interaction_of_the_water_dimer_is_the_same_within_density_fitting() =>
        Assert.Equal(Interaction(OfNwchem, "mp2"), Interaction(OfPsi4, "mp2"), 2e-5);

    [Fact]
    public async Task Both_programs_of_this_machine_give_the_same_numbers()
    {
        var psi4 = await Live(new Compute.Psi4.Psi4(Installed.Guard, await Installed.Program("psi4")));
        var nwchem = await Live(new Compute.Nwchem.Nwchem(Installed.Guard, await Installed.Program("nwchem")));

        Assert.Equal(psi4.Values["total_energy"], nwchem.Values["total_energy"], FittedHartree);
        Assert.Equal(psi4.Values["homo_lumo_gap"], nwchem.Values["homo_lumo_gap"], FittedElectronvolt);
        Assert.Equal(psi4.Values["dipole_moment"], nwchem.Values["dipole_moment"], FittedDebye);
        Assert.Equal(
            psi4.Values["vertical_ionization_energy"],
            nwchem.Values["vertical_ionization_energy"],
            FittedElectronvolt
        );
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Computed> Live(IEngine engine)
    {
        // Cartesian functions, as 6-31G* is published: a spherical set would be off by 1e-3 hartree.
        var request = Samples.Water.Request(
            "PBE0/6-31G*//MMFF94",
            Directory.CreateDirectory(_folder.File(engine.Identity.Name)).FullName,
            null,
            Property.HomoLumoGap,
            Property.VerticalIonizationEnergy
        );
        return Samples.Believed(await engine.RunAsync(request, TestContext.Current.CancellationToken));
    }

    private static double Atomisation(Func<string, IReadOnlyDictionary<string, double>> of) =>
        (
            of("methane-pbe0")["total_energy"]
            - of("carbon-pbe0")["total_energy"]
            - (4 * of("hydrogen-pbe0")["total_energy"])
        ) * KcalPerMole;

    private static double Interaction(Func<string, IReadOnlyDictionary<string, double>> of, string method) =>
        of($"dimer-{method}")["total_energy"]
        - of($"donor-{method}")["total_energy"]
        - of($"acceptor-{method}")["total_energy"];

    private static IReadOnlyDictionary<string, double> OfNwchem(string name)
    {
        var read = NwchemOutput.Read(new Recording("nwchem-7.0.2", name).Text("stdout.txt"));
        Assert.True(read.EndedNormally);
        return read.Values;
    }

    private static IReadOnlyDictionary<string, double> OfPsi4(string name)
    {
        var read = Psi4Output.Read(new Recording("psi4-1.3.2", name).Text("output.dat"));
        Assert.True(read.EndedNormally);
        return read.Values;
    }
}
