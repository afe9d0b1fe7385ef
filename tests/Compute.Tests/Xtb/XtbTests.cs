using Lichen.Compute.Engines;
using Lichen.Compute.Tests.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Xtb;

/// <summary>The real program, where it is installed.</summary>
public sealed class XtbTests : IDisposable
{
    // Printed energies have twelve decimals; optimisations stop at 5e-6 hartree.
    private const double EnergyTolerance = 1e-5;
    private readonly TemporaryFolder _folder = new();

    [Theory]
    // Printed by xtb 6.5.1 for its own optimum from the same start.
    [InlineData("GFN2-xTB", -5.070544, 14.3846, 2.216)]
    [InlineData("GFN1-xTB", -5.768775, 9.3481, 2.769)]
    public async Task Water_is_optimised_and_read(string level, double energy, double gap, double dipole)
    {
        var computed = Samples.Believed(await Run(Samples.Water, level, Property.HomoLumoGap, Property.DipoleMoment));

        Assert.Equal(energy, computed.Values["total_energy"], EnergyTolerance);
        Assert.Equal(gap, computed.Values["homo_lumo_gap"], 1e-2);
        Assert.Equal(dipole, computed.Values["dipole_moment"], 5e-3);
        Assert.Equal(
            computed.Values["homo_lumo_gap"],
            computed.Values["lumo_energy"] - computed.Values["homo_energy"],
            1e-3
        );
        Assert.InRange(computed.Geometry!.DistanceAngstrom(0, 1), 0.94, 0.98);
        Assert.Equal(CostBasis.Measured, computed.Usage.Basis);
        Assert.True(computed.Usage.CpuSeconds > 0 && computed.Usage.PeakMemoryBytes > 1 << 20, $"{computed.Usage}");
    }

    [Fact]
    public async Task Polarizability_of_water_is_that_of_the_dispersion_model()
    {
        var computed = Samples.Believed(await Run(Samples.Water, "GFN2-xTB", Property.IsotropicPolarizability));

        Assert.Equal(9.43, computed.Values["isotropic_polarizability"], 0.01);
    }

    [Fact]
    public async Task Force_field_gives_an_energy_and_a_geometry_alone()
    {
        var computed = Samples.Believed(await Run(Samples.Biphenyl, "GFN-FF", Property.TotalEnergy));

        Assert.Equal(
            ["largest_partial_charge", "smallest_partial_charge", "total_energy"],
            computed.Values.Keys.Order(StringComparer.Ordinal)
        );
        Assert.NotSame(Samples.Biphenyl.Geometry, computed.Geometry);
    }

    [Fact]
    public async Task Single_point_keeps_its_geometry()
    {
        var computed = Samples.Believed(await Run(Samples.Benzene, "GFN2-xTB//MMFF94", Property.HomoLumoGap));

        Assert.Same(Samples.Benzene.Geometry, computed.Geometry);
    }

    [Fact]
    public async Task Solvent_lowers_the_energy_of_water_in_water()
    {
        var gas = Samples.Believed(await Run(Samples.Water, "GFN2-xTB//MMFF94", Property.TotalEnergy));
        var solvated = Samples.Believed(
            await Run(Samples.Water, "GFN2-xTB//MMFF94, ALPB(water)", Property.TotalEnergy)
        );

        Assert.True(solvated.Values["total_energy"] < gas.Values["total_energy"] - 0.005);
    }

    [Fact]
    public async Task Molecule_that_flies_apart_is_not_believed()
    {
        var failed = Assert.IsType<Failed>(await Run(Samples.FluorineDianion, "GFN2-xTB", Property.TotalEnergy));

        Assert.Equal((FailureKind.Input, FailureCodes.Connectivity), (failed.Kind, failed.Code));
        Assert.Contains("F1-F2 broke", failed.Reason, StringComparison.Ordinal);
        Assert.True(failed.Usage.CpuSeconds > 0);
    }

    [Theory]
    [InlineData(FailureCodes.Scf, "GFN2-xTB//MMFF94")]
    [InlineData(FailureCodes.GeometryNotConverged, "GFN2-xTB")]
    public async Task Cure_leads_to_the_same_energy_and_is_stated(string code, string level)
    {
        var plain = Samples.Believed(await Run(Samples.Benzene, level, Property.TotalEnergy));
        var cured = Samples.Believed(await Run(Samples.Benzene, level, code, Property.TotalEnergy));

        Assert.Equal(plain.Values["total_energy"], cured.Values["total_energy"], EnergyTolerance);
        Assert.NotEqual(plain.Provenance.Settings, cured.Provenance.Settings);
        Assert.NotEqual(plain.Provenance.InputHash, cured.Provenance.InputHash);
    }

    [Fact]
    public async Task Vertical_energies_of_water_are_differences_at_its_optimum()
    {
        var molecule = Samples.Believed(await Run(Samples.Water, "GFN2-xTB", Property.TotalEnergy));
        var computed = Samples.Believed(
            await Run(Samples.Water, "GFN2-xTB", Property.VerticalIonizationEnergy, Property.VerticalElectronAffinity)
        );

        var cation = Samples.Believed(
            await Run(
                Samples.Water with
                {
                    Candidate = Samples.Water.Candidate with { Charge = 1, Electrons = 9, Multiplicity = 2 },
                    Geometry = computed.Geometry!,
                },
                "GFN2-xTB//MMFF94",
                Property.TotalEnergy
            )
        );
        Assert.Equal(molecule.Values["total_energy"], computed.Values["total_energy"]);
        Assert.Equal(
            (cation.Values["total_energy"] - molecule.Values["total_energy"]) * 27.211386,
            computed.Values["vertical_ionization_energy"],
            1e-4
        );
        Assert.True(computed.Values["vertical_electron_affinity"] < computed.Values["vertical_ionization_energy"]);
    }

    [Theory]
    // Printed by xtb 6.5.1: -5.085003256 and -5.070544374 hartree at the gas-phase optimum of GFN2-xTB.
    [InlineData("GFN2-xTB//MMFF94, ALPB(water)", -9.07)]
    public async Task Solvation_of_water_is_the_difference_at_one_geometry(string level, double expected)
    {
        var optimum = Samples.Believed(await Run(Samples.Water, "GFN2-xTB", Property.TotalEnergy));
        var computed = Samples.Believed(
            await Run(Samples.Water with { Geometry = optimum.Geometry! }, level, Property.SolvationFreeEnergy)
        );

        Assert.Equal(expected, computed.Values["solvation_free_energy"], 0.01);
    }

    [Theory]
    [InlineData("GFN2-xTB")]
    [InlineData("GFN1-xTB")]
    [InlineData("GFN-FF")]
    [InlineData("GFN2-xTB, ALPB(water)")]
    public async Task Gibbs_energy_of_water_is_near_its_total_energy(string level)
    {
        var computed = Samples.Believed(await Run(Samples.Water, level, Property.GibbsEnergy, Property.ImaginaryModes));

        // 2.5e-3 hartree by the measured frequencies and moments of inertia; each method moves the former.
        Assert.InRange(computed.Values["gibbs_energy"] - computed.Values["total_energy"], 1.5e-3, 4e-3);
        Assert.Equal(0, computed.Values["imaginary_modes"]);
    }

    [Theory]
    [InlineData("GFN2-xTB")]
    [InlineData("GFN-FF")]
    public async Task Saddle_point_is_refused_and_its_cure_leads_down(string level)
    {
        var failed = Assert.IsType<Failed>(await Run(Samples.PlanarAmmonia, level, Property.GibbsEnergy));
        var saddle = Samples.Believed(await Run(Samples.PlanarAmmonia, level, Property.TotalEnergy));

        var cured = Samples.Believed(await Run(Samples.PlanarAmmonia, level, failed.Code, Property.GibbsEnergy));

        Assert.Equal((FailureKind.Convergence, FailureCodes.NotAMinimum), (failed.Kind, failed.Code));
        Assert.True(cured.Values["total_energy"] < saddle.Values["total_energy"] - 1e-3);
        Assert.Equal(0, cured.Values["imaginary_modes"]);
        Assert.Contains("displaced", cured.Provenance.Settings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ion_without_electrons_and_property_that_is_not_given_are_refused_before_anything_runs()
    {
        var proton = Samples.Water with { Candidate = new(1, "H", "[H]", 0, 2, 0, 1, 1, ["H"]) };

        foreach (
            var outcome in (Outcome[])
                [
                    await Run(proton, "GFN2-xTB", Property.VerticalIonizationEnergy),
                    await Run(Samples.Water, "GFN-FF", Property.VerticalElectronAffinity),
                    await Run(Samples.Water, "GFN2-xTB//MMFF94", Property.GibbsEnergy),
                ]
        )
        {
            var failed = Assert.IsType<Failed>(outcome);
            Assert.Equal((FailureKind.Input, FailureCodes.OutsideDomain), (failed.Kind, failed.Code));
            Assert.Equal(ResourceUsage.Nothing, failed.Usage);
        }
    }

    [Fact]
    public async Task Limit_of_time_is_a_failure_of_resources()
    {
        var request = Samples.Biphenyl.Request("GFN2-xTB", _folder.Path, null, Property.TotalEnergy) with
        {
            Limits = new(TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(10), 0),
        };

        var failed = Assert.IsType<Failed>(
            await (await Engine()).RunAsync(request, TestContext.Current.CancellationToken)
        );

        Assert.Equal((FailureKind.Resources, FailureCodes.TimeLimit), (failed.Kind, failed.Code));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<Compute.Xtb.Xtb> Engine() => new(Installed.Guard, await Installed.Program("xtb"));

    private Task<Outcome> Run(Sample sample, string level, params Property[] wanted) =>
        Run(sample, level, null, wanted);

    private async Task<Outcome> Run(Sample sample, string level, string? cure, params Property[] wanted)
    {
        var folder = Directory.CreateDirectory(_folder.File(Guid.NewGuid().ToString())).FullName;
        return await (await Engine()).RunAsync(
            sample.Request(level, folder, cure, wanted),
            TestContext.Current.CancellationToken
        );
    }
}
