using Lichen.Compute.Engines;
using Lichen.Compute.Tests.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Psi4;

/// <summary>The real program, where it is installed.</summary>
public sealed class Psi4Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Hartree_Fock_energy_of_water_is_the_published_one()
    {
        // Geometry and RHF/STO-3G energy of the programming projects of the Crawford group, which hold -74.942079928192;
        // density fitting adds about 1e-5 hartree at this size.
        const double Published = -74.942079928192,
            DensityFitting = 1e-4;
        double[] bohr = [0, -0.143225816552, 0, 1.638036840407, 1.136548822547, 0, -1.638036840407, 1.136548822547, 0];
        var sample = Samples.Water with { Geometry = Geometry.FromBohr([8, 1, 1], bohr) };

        var computed = Samples.Believed(await Run(sample, "HF/STO-3G//MMFF94", Property.TotalEnergy));

        Assert.Equal(Published, computed.Values["total_energy"], DensityFitting);
    }

    [Fact]
    public async Task Water_gives_every_property_that_is_offered()
    {
        var engine = await Engine();
        var level = Samples.Level("B3LYP/6-31G*//MMFF94");

        // The weakest bond is put together from runs of the molecule and of what its bonds leave.
        string[] given = [.. engine.Offer(level).Properties.Where(name => name != Property.WeakestBondEnergy.Name)];
        var wanted = given.Select(name => Property.Find(name)!).ToArray();

        var computed = Samples.Believed(await Run(Samples.Water, level.ToString(), wanted));

        Assert.Equal(given.Order(), computed.Values.Keys);
        Assert.InRange(computed.Values["dipole_moment"], 1.9, 2.3);
        Assert.InRange(computed.Values["homo_energy"], -9, -6);
        Assert.Equal(
            computed.Values["homo_lumo_gap"],
            computed.Values["lumo_energy"] - computed.Values["homo_energy"],
            1e-9
        );
    }

    [Fact]
    public async Task Optimum_of_water_is_the_published_one_and_its_ions_stand_on_it()
    {
        // RHF/STO-3G: 0.989 angstrom, 100.0 degrees, -74.965901 hartree; NIST Computational Chemistry Comparison and
        // Benchmark Database, release 22, https://doi.org/10.18434/T47C7Z.
        var computed = Samples.Believed(
            await Run(Samples.Water, "HF/STO-3G", Property.TotalEnergy, Property.VerticalIonizationEnergy)
        );

        Assert.Equal(-74.965901, computed.Values["total_energy"], 1e-4);
        var optimum = computed.Geometry!;
        double first = optimum.DistanceAngstrom(0, 1),
            second = optimum.DistanceAngstrom(0, 2),
            across = optimum.DistanceAngstrom(1, 2);
        Assert.Equal(0.9894, first, 1e-3);
        Assert.Equal(first, second, 1e-3);
        double angle = Math.Acos(((first * first) + (second * second) - (across * across)) / (2 * first * second));
        Assert.Equal(100.03, angle * 180 / Math.PI, 0.2);
        Assert.Contains("optimised to", computed.Provenance.Settings, StringComparison.Ordinal);

        var single = Samples.Believed(
            await Run(
                Samples.Water with
                {
                    Geometry = optimum,
                },
                "HF/STO-3G//MMFF94",
                Property.TotalEnergy,
                Property.VerticalIonizationEnergy
            )
        );
        Assert.Equal(single.Values["total_energy"], computed.Values["total_energy"], 1e-7);
        Assert.Equal(single.Values["vertical_ionization_energy"], computed.Values["vertical_ionization_energy"], 1e-5);
    }

    [Fact]
    public async Task Triplet_is_unrestricted()
    {
        var computed = Samples.Believed(await Run(Samples.Oxygen, "HF/STO-3G//MMFF94", Property.HomoLumoGap));

        Assert.Contains("unrestricted", computed.Provenance.Settings, StringComparison.Ordinal);
        Assert.True(
            computed.Values["homo_lumo_gap"] >= computed.Values["lumo_energy"] - computed.Values["homo_energy"]
        );
    }

    [Theory]
    // RHF-based energies of NWChem 7.0.2 at the same geometry, conventional integrals, one frozen orbital.
    [InlineData("CCSD(T)/def2-SVP//MMFF94", -76.174711, 1e-5)]
    [InlineData("MP2/def2-SVP//MMFF94", -76.162122, 3e-4)]
    public async Task Correlated_energies_are_those_of_another_program(string level, double energy, double fitting)
    {
        var computed = Samples.Believed(await Run(Samples.Water, level, Property.TotalEnergy));

        Assert.Equal(energy, computed.Values["total_energy"], fitting);
        Assert.Contains("1 frozen orbitals", computed.Provenance.Settings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Property_that_the_level_does_not_give_is_refused_at_no_cost()
    {
        var failed = Assert.IsType<Failed>(
            await Run(Samples.Water, "B3LYP/def2-SVP//MMFF94", Property.LowestBrightExcitationEnergy)
        );

        Assert.Equal((FailureKind.Input, FailureCodes.OutsideDomain), (failed.Kind, failed.Code));
        Assert.Equal(0, failed.Usage.CpuSeconds);
    }

    [Fact]
    public async Task Cure_leads_to_the_same_energy()
    {
        var plain = Samples.Believed(await Run(Samples.Water, "HF/STO-3G//MMFF94", Property.TotalEnergy));
        var cured = Samples.Believed(
            await Run(Samples.Water, "HF/STO-3G//MMFF94", FailureCodes.Scf, Property.TotalEnergy)
        );

        Assert.Equal(plain.Values["total_energy"], cured.Values["total_energy"], 1e-7);
        Assert.Contains("second-order", cured.Provenance.Settings, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("B3LYP-D3(BJ)/def2-SVP//GFN2-xTB", "name the engine nwchem")]
    [InlineData("B3LYP-D4/def2-SVP//GFN2-xTB", "B3LYP-D3(BJ) with the engine nwchem")]
    [InlineData("B33LYP/def2-SVP//GFN2-xTB", "no self-consistent method 'B33LYP'")]
    [InlineData("B2PLYP/def2-SVP//GFN2-xTB", "double hybrids")]
    [InlineData("B3LYP/def2SVP//GFN2-xTB", "did you mean def2-svp?")]
    [InlineData("B3LYP//GFN2-xTB", "needs a basis set")]
    [InlineData("MP2/def2-SVP", "write 'MP2/def2-SVP//GFN2-xTB'")]
    [InlineData("B3LYP/def2-SVP//GFN2-xTB, ALPB(water)", "gas phase")]
    public async Task Level_that_is_not_offered_says_why(string level, string reason)
    {
        var offer = (await Engine()).Offer(Samples.Level(level));

        Assert.Empty(offer.Properties);
        Assert.Contains(reason, offer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Element_outside_the_basis_is_refused_before_anything_runs()
    {
        var engine = await Engine();
        var uranium = Samples.Water.Candidate with { Elements = ["H", "U"], Electrons = 94 };

        Assert.Equal(
            "psi4: basis def2-SVP has no U",
            engine.Refusal(uranium, Samples.Level("B3LYP/def2-SVP//GFN2-xTB"))
        );
        Assert.Null(engine.Refusal(Samples.Water.Candidate, Samples.Level("B3LYP/def2-SVP//GFN2-xTB")));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<Compute.Psi4.Psi4> Engine() => new(Installed.Guard, await Installed.Program("psi4"));

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
