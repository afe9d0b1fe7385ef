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

        Assert.Equal("total_energy", Assert.Single(computed.Values).Key);
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
