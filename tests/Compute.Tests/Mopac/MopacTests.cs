using Lichen.Compute.Engines;
using Lichen.Compute.Mopac;
using Lichen.Compute.Tests.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Mopac;

/// <summary>What is given to MOPAC and refused before it runs, and the real program where it is installed.</summary>
public sealed class MopacTests : IDisposable
{
    // Optimisers stop at 0.1 kcal/mol/angstrom, some hundredths of an angstrom from each other in soft modes.
    private const double HeatTolerance = 0.01;
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("PM7", false, null, "PM7 XYZ CHARGE=0 PRECISE THREADS=1 GNORM=0.1")]
    [InlineData("PM6-D3H4X//GFN2-xTB", true, null, "PM6-D3H4X XYZ CHARGE=0 PRECISE THREADS=1 1SCF STATIC")]
    [InlineData(
        "PM7",
        false,
        FailureCodes.GeometryNotConverged,
        "PM7 XYZ CHARGE=0 PRECISE THREADS=1 GNORM=0.1 BFGS CYCLES=5000"
    )]
    public void Level_becomes_keywords(string level, bool isResponseWanted, string? cure, string keywords) =>
        Assert.Equal(keywords, Input(Samples.Water, level, isResponseWanted, cure).Text.Split('\n')[0]);

    [Fact]
    public void Charge_and_unpaired_electrons_are_passed()
    {
        Assert.Contains(" CHARGE=-2 ", Input(Samples.FluorineDianion, "PM7").Text, StringComparison.Ordinal);
        Assert.Contains(" UHF MS=1.0 ", Input(Samples.Oxygen, "PM7").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pm7", "write PM7")]
    [InlineData("AM1", "it has PM7 and PM6-D3H4X")]
    [InlineData("PM7/def2-SVP", "write 'PM7'")]
    [InlineData("PM7, COSMO(water)", "write 'PM7'")]
    public void Level_that_is_not_offered_says_why(string level, string reason) =>
        Assert.Contains(reason, MopacLevels.Offer(Samples.Level(level)).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("La", true)]
    [InlineData("Ce", false)]
    [InlineData("Lu", true)]
    [InlineData("Bi", true)]
    [InlineData("Po", false)]
    [InlineData("U", false)]
    public void Elements_without_parameters_are_refused(string element, bool possible)
    {
        var candidate = Samples.Water.Candidate with { Elements = [element] };
        var engine = new Compute.Mopac.Mopac(Installed.Guard, new("mopac", "/nowhere/mopac", "22.0.6", []));

        Assert.Equal(possible, engine.Refusal(candidate, Samples.Level("PM7")) is null);
    }

    [Fact]
    public async Task Water_is_optimised_and_polarised()
    {
        var computed = Samples.Believed(
            await Run(Samples.Water, "PM7", null, Property.HeatOfFormation, Property.IsotropicPolarizability)
        );

        Assert.Equal(-57.79986, computed.Values["heat_of_formation"], HeatTolerance);
        Assert.InRange(computed.Values["isotropic_polarizability"], 3, 12);
        Assert.True(computed.Usage.CpuSeconds > 0);
    }

    [Theory]
    [InlineData(FailureCodes.Scf, "PM7//MMFF94")]
    [InlineData(FailureCodes.GeometryNotConverged, "PM7")]
    public async Task Cure_leads_to_the_same_heat_and_is_stated(string code, string level)
    {
        var plain = Samples.Believed(await Run(Samples.Water, level, null, Property.HeatOfFormation));
        var cured = Samples.Believed(await Run(Samples.Water, level, code, Property.HeatOfFormation));

        Assert.Equal(plain.Values["heat_of_formation"], cured.Values["heat_of_formation"], HeatTolerance);
        Assert.NotEqual(plain.Provenance.Settings, cured.Provenance.Settings);
    }

    public void Dispose() => _folder.Dispose();

    private static MopacInput Input(Sample sample, string level, bool isResponseWanted = false, string? cure = null) =>
        MopacInput.For(
            sample.Candidate,
            Samples.Level(level),
            sample.Geometry,
            isResponseWanted,
            MopacFailures.CureFor(cure)
        );

    private async Task<Outcome> Run(Sample sample, string level, string? cure, params Property[] wanted)
    {
        var engine = new Compute.Mopac.Mopac(Installed.Guard, await Installed.Program("mopac"));
        var folder = Directory.CreateDirectory(_folder.File(Guid.NewGuid().ToString())).FullName;
        return await engine.RunAsync(
            sample.Request(level, folder, cure, wanted),
            TestContext.Current.CancellationToken
        );
    }
}
