using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Tests.Specification;

/// <summary>What users read after a slip, word for word.</summary>
public sealed class CampaignFileProblemTests
{
    [Theory]
    [InlineData("core_time: 6 core-minutes", "core_time: 0.05 kWh", "X01")]
    [InlineData("core_time: 6 core-minutes", "core_time: 30", "X02")]
    [InlineData("core_time: 6 core-minutes", "core_time: 30 core-minuts", "X03")]
    [InlineData("core_time: 6 core-minutes", "core_tme: 6 core-minutes", "X04")]
    [InlineData("core_time: 6 core-minutes", "core_time: -6 core-minutes", "X05")]
    [InlineData("core_time: 6 core-minutes", "core_time: unlimted", "X06")]
    [InlineData("core_time: 6 core-minutes", "core_time:", "X07")]
    [InlineData("money: 5 EUR", "money: 5 USD", "X08")]
    [InlineData("price: 0.05 EUR/core-hour", "price: none", "X09")]
    [InlineData("heavy_atoms: 5 to 20", "heavy_atoms: 20 to 5", "X10")]
    [InlineData("heavy_atoms: 5 to 20", "heavy_atoms: 5-20", "X11")]
    [InlineData("charge: 0", "charge: neutral", "X12")]
    [InlineData("charge: 0", "charge: \"0\"", "X13")]
    [InlineData("closed_shell: true", "closed_shell: yes", "X14")]
    [InlineData("elements: [H, C, N, O]", "elements: [H, C, n, O, Xx, C]", "X15")]
    [InlineData("elements: [H, C, N, O]", "elements: H C N O", "X16")]
    [InlineData("require: [\"[OX2H]\"]", "require: [\"[OX2H\"]", "X17")]
    [InlineData("pains: refuse", "pains: refused", "X18")]
    [InlineData("  property: homo_lumo_gap", "  property: homo_lumo_gab", "X19")]
    [InlineData("target: 2.0 eV", "target: 2.0 hartree", "X20")]
    [InlineData("target: 2.0 eV", "goal: minimize", "X21")]
    [InlineData("target: 2.0 eV", "target: 2.0 eV\n  goal: maximise", "X22")]
    [InlineData("  level: B3LYP/def2-SVP//GFN2-xTB", "  level: B3LYP/def2-SPV//GFN2-xTB", "X23")]
    [InlineData("  level: B3LYP/def2-SVP//GFN2-xTB", "  level: GFN2-xTB", "X24")]
    [InlineData("- B3LYP/def2-SVP//GFN2-xTB", "- B3LPY/def2-SVP//GFN2-xTB\n  - B3LYP/def2-SVP//GFN2-xTB", "X25")]
    [InlineData("- level: GFN2-xTB", "- GFN2-xTB\n  - gfn2-xtb", "X26")]
    [InlineData("- GFN2-xTB//MMFF94", "- GFN2-xTB//MMFF94/x", "X27")]
    [InlineData("- GFN2-xTB//MMFF94", "- PBE0/def2-SVP", "X28")]
    [InlineData("- GFN2-xTB//MMFF94", "- PBE0", "X29")]
    [InlineData("calculations: {GFN2-xTB: 400}", "calculations: {GFN2-xtb: 400, GFN1-xTB: 2}", "X30")]
    [InlineData("file: molecules.csv.gz", "file: molecules.xlsx", "X31")]
    [InlineData("workers: 2", "workers: 0", "X32")]
    [InlineData("seed: 11", "seed: eleven\nseed: 11", "X33")]
    [InlineData("region: DE", "region: DE\n  intensity: 380 g CO2e/kWh", "X34")]
    [InlineData("  co2e: 0.2 kg CO2e", "\tco2e: 0.2 kg CO2e", "X35")]
    [InlineData("hits: 33", "hits: [33]", "X36")]
    [InlineData("hits: 33", "hits: &a 33", "X37")]
    [InlineData("name: sample", "name: my/sample", "X38")]
    [InlineData("name: sample", "name: 'sample", "X39")]
    [InlineData("name: sample", "name: [sample", "X40")]
    public void Slip_is_explained(string good, string bad, string expected)
    {
        Assert.Contains(good, Samples.Full);
        Assert.Equal(expected, string.Join('\n', Samples.Problems(Samples.Full.Replace(good, bad))));
    }
}
