using Lichen.Core.Calculations;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Tests.Specification;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("b3lyp-d3bj/DEF2-svp//gfn2-xtb", "B3LYP-D3(BJ)/def2-SVP//GFN2-xTB")]
    [InlineData("pbe-d3(0)/def2-svp//MMFF94", "PBE-D3/def2-SVP//MMFF94")]
    [InlineData("ccsd(t)/CC-PVDZ//gfn2-xtb", "CCSD(T)/cc-pVDZ//GFN2-xTB")]
    [InlineData("pm6-d3h4x//pm7", "PM6-D3H4X//PM7")]
    [InlineData("ωB97X-V/def2-SVP//GFN2-xTB", "wB97X-V/def2-SVP//GFN2-xTB")]
    public void One_spelling_of_a_level_leads_to_one_key(string written, string usual) =>
        Assert.Equal(usual, Spelling.Canonical(written).ToString());

    [Theory]
    [InlineData("B3LYP/def2-SVP//GFN2-xTB", "homo_lumo_gap", "psi4")]
    [InlineData("B3LYP/def2-SVP//GFN2-xTB", "lowest_bright_excitation_wavelength", "nwchem")]
    [InlineData("B3LYP-D3(BJ)/def2-SVP//GFN2-xTB", "homo_lumo_gap", "nwchem")]
    [InlineData("CCSD(T)/cc-pVDZ//GFN2-xTB", "total_energy", "psi4")]
    [InlineData("GFN2-xTB", "homo_lumo_gap", "xtb")]
    [InlineData("PM7", "heat_of_formation", "mopac")]
    [InlineData("PM6-D3H4X//GFN2-xTB", "homo_lumo_gap", "mopac")]
    public void Engine_is_the_one_that_has_the_level_and_gives_the_property(
        string level,
        string property,
        string engine
    ) => Assert.Equal(engine, Spelling.EngineOf(LevelOfTheory.Parse(level), property, out _));
}
