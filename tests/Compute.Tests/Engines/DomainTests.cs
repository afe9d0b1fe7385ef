using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Engines;

/// <summary>What engines refuse before anything runs, and at no cost.</summary>
public sealed class DomainTests
{
    private static readonly Compute.Xtb.Xtb Engine = new(
        Installed.Guard,
        new FoundProgram("xtb", "/nowhere/xtb", "6.5.1", [])
    );

    [Fact]
    public void Element_beyond_radon_is_refused()
    {
        var uranium = Samples.Water.Candidate with { Elements = ["U"], Electrons = 92 };

        Assert.Contains("not for U", Engine.Refusal(uranium, Samples.Level("GFN2-xTB")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 1, true)]
    [InlineData(10, 3, true)]
    [InlineData(10, 2, false)]
    [InlineData(9, 1, false)]
    [InlineData(9, 2, true)]
    [InlineData(2, 5, false)]
    [InlineData(0, 1, false)]
    [InlineData(10, 0, false)]
    public void Spin_that_the_electrons_cannot_have_is_refused(int electrons, int multiplicity, bool possible)
    {
        var candidate = Samples.Water.Candidate with { Electrons = electrons, Multiplicity = multiplicity };

        Assert.Equal(possible, Engine.Refusal(candidate, Samples.Level("GFN2-xTB")) is null);
    }

    [Fact]
    public async Task Refused_calculation_starts_nothing_and_costs_nothing()
    {
        var request = Samples.Water.Request("PM7", "/nowhere", null, Property.TotalEnergy);

        var failed = Assert.IsType<Failed>(await Engine.RunAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal((FailureKind.Input, FailureCodes.OutsideDomain), (failed.Kind, failed.Code));
        Assert.Equal(0, failed.Usage.CpuSeconds);
    }

    [Fact]
    public void Version_in_keys_names_the_program_and_the_recipe() => Assert.Equal("6.5.1+r1", Engine.Identity.Version);
}
