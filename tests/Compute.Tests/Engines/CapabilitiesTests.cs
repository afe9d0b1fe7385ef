using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tests.Engines;

public sealed class CapabilitiesTests
{
    [Fact]
    public void Every_property_that_an_engine_gives_is_in_the_vocabulary() =>
        Assert.All(
            Capabilities.All.SelectMany(capability => capability.Properties),
            name => Assert.NotNull(Property.Find(name))
        );

    [Theory]
    [InlineData("homo_lumo_gap", "xtb GFN2-xTB")]
    [InlineData("isotropic_polarizability", "xtb GFN2-xTB")]
    [InlineData("total_energy", "xtb GFN-FF")]
    [InlineData("heat_of_formation", "mopac PM7")]
    [InlineData("isotropic_polarizability", "mopac PM6-D3H4X")]
    [InlineData("total_energy", "psi4 MP2, CCSD(T)")]
    [InlineData("lowest_bright_excitation_wavelength", "nwchem HF and density functionals (not meta)")]
    public void Property_names_its_givers(string property, string expected) =>
        Assert.Contains(expected, Capabilities.GivenBy(property).Select(giver => $"{giver.Engine} {giver.Levels}"));

    [Theory]
    [InlineData("GFN-FF", "homo_lumo_gap")]
    [InlineData("GFN1-xTB", "isotropic_polarizability")]
    public void What_a_method_does_not_give_is_not_said_of_it(string method, string property) =>
        Assert.DoesNotContain(
            Capabilities.GivenBy(property),
            giver => giver.Levels.StartsWith(method, StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("psi4", "B3LYP/def2-SVP//GFN2-xTB")]
    [InlineData("psi4", "MP2/def2-SVP//GFN2-xTB")]
    [InlineData("nwchem", "PBE0/def2-SVP//GFN2-xTB")]
    [InlineData("nwchem", "M06-2X/def2-SVP//GFN2-xTB")]
    [InlineData("nwchem", "CCSD(T)/def2-SVP//GFN2-xTB")]
    public async Task What_is_known_without_the_program_is_what_the_program_offers(string engine, string level)
    {
        var program = await Installed.Program(engine);
        IEngine found =
            engine == "psi4"
                ? new Compute.Psi4.Psi4(Installed.Guard, program)
                : new Compute.Nwchem.Nwchem(Installed.Guard, program);

        Assert.Equal(
            found.Offer(Samples.Level(level)).Properties,
            Capabilities.PropertiesAt(engine, Samples.Level(level))
        );
    }
}
