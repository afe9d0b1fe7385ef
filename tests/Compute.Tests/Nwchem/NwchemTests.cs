using Lichen.Compute.Engines;
using Lichen.Compute.Tests.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Nwchem;

/// <summary>The real program, where it is installed.</summary>
public sealed class NwchemTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Water_gives_every_property_that_is_offered()
    {
        var engine = await Engine();
        var level = Samples.Level("B3LYP-D3(BJ)/STO-3G//MMFF94");
        var wanted = engine.Offer(level).Properties.Select(name => Property.Find(name)!).ToArray();

        var computed = Samples.Believed(await Run(Samples.Water, level.ToString(), null, wanted));

        Assert.Equal(engine.Offer(level).Properties.Order(), computed.Values.Keys);
        Assert.InRange(computed.Values["dipole_moment"], 1.4, 2.3);
        Assert.InRange(computed.Values["lowest_bright_excitation_energy"], 7, 20);
        Assert.Equal(
            1239.841984332,
            computed.Values["lowest_bright_excitation_energy"] * computed.Values["lowest_bright_excitation_wavelength"],
            1e-6
        );
        // The measured ionization energy of water is 12.6 eV, a minimal basis is short of it; the anion is not bound.
        Assert.InRange(computed.Values["vertical_ionization_energy"], 9, 13.5);
        Assert.InRange(computed.Values["vertical_electron_affinity"], -20, -1);
        Assert.True(computed.Usage.CpuSeconds > 0);
    }

    [Fact]
    public async Task Triplet_is_unrestricted_and_its_contamination_is_reported()
    {
        var computed = Samples.Believed(await Run(Samples.Oxygen, "B3LYP/STO-3G//MMFF94", null, Property.HomoLumoGap));

        Assert.Contains("unrestricted", computed.Provenance.Settings, StringComparison.Ordinal);
        Assert.InRange(computed.Values["spin_contamination"], 0, 0.02);
    }

    [Theory]
    [InlineData("HF/STO-3G//MMFF94")]
    [InlineData("PBE0/STO-3G//MMFF94")]
    public async Task Cure_leads_to_the_same_energy(string level)
    {
        var plain = Samples.Believed(await Run(Samples.Water, level, null, Property.TotalEnergy));
        var cured = Samples.Believed(await Run(Samples.Water, level, FailureCodes.Scf, Property.TotalEnergy));

        Assert.Equal(plain.Values["total_energy"], cured.Values["total_energy"], 1e-7);
        Assert.Contains("level shift", cured.Provenance.Settings, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("B33LYP/def2-SVP//GFN2-xTB", "no method 'B33LYP'")]
    [InlineData("PW6B95-D3/def2-SVP//GFN2-xTB", "write PW6B95-D3(BJ)")]
    [InlineData("M06-2X-D3(BJ)/def2-SVP//GFN2-xTB", "write M06-2X-D3")]
    [InlineData("B3LYP-D4/def2-SVP//GFN2-xTB", "write B3LYP-D3(BJ)")]
    [InlineData("HF-D3/def2-SVP//GFN2-xTB", "write HF")]
    [InlineData("B3LYP/def2SVP//GFN2-xTB", "did you mean def2-svp?")]
    [InlineData("B3LYP/LANL2DZ//GFN2-xTB", "core potentials")]
    [InlineData("B3LYP//GFN2-xTB", "needs a basis set")]
    [InlineData("B3LYP/def2-SVP", "single points")]
    [InlineData("B3LYP/def2-SVP//GFN2-xTB, ALPB(water)", "gas phase")]
    public async Task Level_that_is_not_offered_says_why(string level, string reason)
    {
        var offer = (await Engine()).Offer(Samples.Level(level));

        Assert.Empty(offer.Properties);
        Assert.Contains(reason, offer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meta_functional_offers_no_excitations() =>
        Assert.DoesNotContain(
            "lowest_bright_excitation_energy",
            (await Engine()).Offer(Samples.Level("M06-2X-D3/def2-SVP//GFN2-xTB")).Properties
        );

    [Fact]
    public async Task Elements_and_spins_outside_the_level_are_refused_before_anything_runs()
    {
        var engine = await Engine();
        var level = Samples.Level("B3LYP/def2-SVP//GFN2-xTB");
        var iodine = Samples.Water.Candidate with { Elements = ["H", "I"], Electrons = 54 };

        Assert.Contains("not for I", engine.Refusal(iodine, level), StringComparison.Ordinal);
        Assert.Null(engine.Refusal(Samples.Water.Candidate, level));
        Assert.Contains(
            "closed shells",
            engine.Refusal(Samples.Oxygen.Candidate, Samples.Level("CCSD(T)/def2-SVP//GFN2-xTB")),
            StringComparison.Ordinal
        );
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<Compute.Nwchem.Nwchem> Engine() =>
        new(Installed.Guard, await Installed.Program("nwchem"));

    private async Task<Outcome> Run(Sample sample, string level, string? cure, params Property[] wanted)
    {
        var folder = Directory.CreateDirectory(_folder.File(Guid.NewGuid().ToString())).FullName;
        return await (await Engine()).RunAsync(
            sample.Request(level, folder, cure, wanted),
            TestContext.Current.CancellationToken
        );
    }
}
