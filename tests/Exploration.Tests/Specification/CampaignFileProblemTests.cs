namespace Lichen.Exploration.Tests.Specification;

/// <summary>What users read after a slip, word for word.</summary>
public sealed class CampaignFileProblemTests
{
    [Theory]
    [InlineData(
        "core_time: 6 core-minutes",
        "core_time: 0.05 kWh",
        "campaign.yaml:28:14: budget.core_time: expected a core time such as '30 core-minutes', found '0.05 kWh', which is an energy; did you mean 'energy'?"
    )]
    [InlineData(
        "core_time: 6 core-minutes",
        "core_time: 30",
        "campaign.yaml:28:14: budget.core_time: expected a core time such as '30 core-minutes', found '30' without a unit"
    )]
    [InlineData(
        "core_time: 6 core-minutes",
        "core_time: 30 core-minuts",
        "campaign.yaml:28:14: budget.core_time: expected a core time such as '30 core-minutes', found '30 core-minuts'; did you mean 'core-minutes'?"
    )]
    [InlineData(
        "core_time: 6 core-minutes",
        "core_tme: 6 core-minutes",
        "campaign.yaml:28:3: budget: unknown key 'core_tme'; did you mean 'core_time'?"
    )]
    [InlineData(
        "core_time: 6 core-minutes",
        "core_time: -6 core-minutes",
        "campaign.yaml:28:14: budget.core_time: expected a core time such as '30 core-minutes', found '-6 core-minutes'; it must be above 0"
    )]
    [InlineData(
        "core_time: 6 core-minutes",
        "core_time: unlimted",
        "campaign.yaml:28:14: budget.core_time: expected a core time such as '30 core-minutes', or 'unlimited', found 'unlimted'; did you mean 'unlimited'?"
    )]
    [InlineData(
        "core_time: 6 core-minutes",
        "core_time:",
        "campaign.yaml:28:13: budget.core_time: expected a core time such as '30 core-minutes', found nothing"
    )]
    [InlineData(
        "money: 5 EUR",
        "money: 5 USD",
        "campaign.yaml:31:10: budget.money: expected an amount in EUR, the currency of grid.price, found one in USD"
    )]
    [InlineData(
        "price: 0.05 EUR/core-hour",
        "price: none",
        "campaign.yaml:31:10: budget.money: money can only be spent at a price; add grid.price, such as 0.05 EUR/core-hour"
    )]
    [InlineData(
        "heavy_atoms: 5 to 20",
        "heavy_atoms: 20 to 5",
        "campaign.yaml:11:16: rules.heavy_atoms: expected a range such as '5 to 20', 'at least 5' or 'at most 20', found '20 to 5'; the lower end 20 is above the upper end 5"
    )]
    [InlineData(
        "heavy_atoms: 5 to 20",
        "heavy_atoms: 5-20",
        "campaign.yaml:11:16: rules.heavy_atoms: expected a range such as '5 to 20', 'at least 5' or 'at most 20', found '5-20'"
    )]
    [InlineData(
        "charge: 0",
        "charge: neutral",
        "campaign.yaml:8:11: rules.charge: expected a total charge such as 0 or -1, found 'neutral'"
    )]
    [InlineData(
        "charge: 0",
        "charge: \"0\"",
        "campaign.yaml:8:11: rules.charge: expected a total charge such as 0 or -1, found '0' in quotes, which is a text"
    )]
    [InlineData(
        "closed_shell: true",
        "closed_shell: yes",
        "campaign.yaml:9:17: rules.closed_shell: expected 'true' or 'false', found 'yes'; did you mean 'true'?"
    )]
    [InlineData(
        "elements: [H, C, N, O]",
        "elements: [H, C, n, O, Xx, C]",
        "campaign.yaml:7:20: rules.elements[3]: expected the symbol of an element such as 'C' or 'Cl', found 'n'; did you mean 'N'?\ncampaign.yaml:7:26: rules.elements[5]: expected the symbol of an element such as 'C' or 'Cl', found 'Xx'\ncampaign.yaml:7:30: rules.elements[6]: 'C' is in the list twice"
    )]
    [InlineData(
        "elements: [H, C, N, O]",
        "elements: H C N O",
        "campaign.yaml:7:13: rules.elements: expected a list of elements such as [H, C, N, O], found 'H C N O'"
    )]
    [InlineData(
        "require: [\"[OX2H]\"]",
        "require: [\"[OX2H\"]",
        "campaign.yaml:14:13: rules.require[1]: expected a SMARTS pattern such as '[OX2H]', found '[OX2H'; RDKit says: syntax error while parsing: [OX2H"
    )]
    [InlineData(
        "pains: refuse",
        "pains: refused",
        "campaign.yaml:16:10: rules.pains: expected 'allow' or 'refuse', found 'refused'; did you mean 'refuse'?"
    )]
    [InlineData(
        "  property: homo_lumo_gap",
        "  property: gap",
        "campaign.yaml:18:13: objective.property: 'gap' is not a known property; did you mean 'homo_lumo_gap'?"
    )]
    [InlineData(
        "  property: homo_lumo_gap",
        "  property: homo_lumo_gab",
        "campaign.yaml:18:13: objective.property: 'homo_lumo_gab' is not a known property; did you mean 'homo_lumo_gap'?"
    )]
    [InlineData(
        "target: 2.0 eV",
        "target: 2.0 hartree",
        "campaign.yaml:20:11: objective.target: expected a value in eV, the unit of homo_lumo_gap, found one in 'hartree'"
    )]
    [InlineData(
        "target: 2.0 eV",
        "goal: minimize",
        "campaign.yaml:20:9: objective.goal: expected 'minimise' or 'maximise', found 'minimize'; did you mean 'minimise'?"
    )]
    [InlineData(
        "target: 2.0 eV",
        "target: 2.0 eV\n  goal: maximise",
        "campaign.yaml:18:3: objective: expected one of goal, target and range, found 2"
    )]
    [InlineData(
        "  level: B3LYP/def2-SVP//GFN2-xTB",
        "  level: B3LYP/def2-SPV//GFN2-xTB",
        "campaign.yaml:19:10: objective.level: the level 'B3LYP/def2-SPV//GFN2-xTB' is not in the ladder; did you mean 'B3LYP/def2-SVP//GFN2-xTB'?"
    )]
    [InlineData(
        "  level: B3LYP/def2-SVP//GFN2-xTB",
        "  level: GFN2-xTB",
        "campaign.yaml:19:10: objective.level: the objective's level 'GFN2-xTB' must be the last of the ladder, and 'B3LYP/def2-SVP//GFN2-xTB' stands after it"
    )]
    [InlineData(
        "- B3LYP/def2-SVP//GFN2-xTB",
        "- B3LPY/def2-SVP//GFN2-xTB\n  - B3LYP/def2-SVP//GFN2-xTB",
        "campaign.yaml:25:5: ladder[3]: no engine is known for the method 'B3LPY'; did you mean 'B3LYP'?"
    )]
    [InlineData(
        "- level: GFN2-xTB",
        "- GFN2-xTB\n  - gfn2-xtb",
        "campaign.yaml:25:5: ladder[3]: the level 'GFN2-xTB' is in the ladder twice"
    )]
    [InlineData(
        "- GFN2-xTB//MMFF94",
        "- GFN2-xTB//PBE/def2-SVP/x",
        "campaign.yaml:23:5: ladder[1]: expected a level of theory such as 'GFN2-xTB' or 'B3LYP/def2-SVP//GFN2-xTB', found 'GFN2-xTB//PBE/def2-SVP/x'; after // stands one level that gives the geometry, such as GFN2-xTB, MMFF94 or PBE/def2-SVP; got 'PBE/def2-SVP/x'"
    )]
    [InlineData(
        "- GFN2-xTB//MMFF94",
        "- {level: PBE0/def2-SVP, engine: nwchem}",
        "campaign.yaml:23:5: ladder[1]: 'PBE0/def2-SVP' would optimise the geometry at its own level, and nwchem does single points here; write 'PBE0/def2-SVP//GFN2-xTB'"
    )]
    [InlineData(
        "- GFN2-xTB//MMFF94",
        "- MP2/def2-SVP",
        "campaign.yaml:23:5: ladder[1]: psi4 optimises with HF and density functionals here; write 'MP2/def2-SVP//GFN2-xTB' for a single point on the geometry of a lower level"
    )]
    [InlineData(
        "- GFN2-xTB//MMFF94",
        "- GFN2-xTB//MMFF94/x",
        "campaign.yaml:23:5: ladder[1]: 'GFN2-xTB//MMFF94/x' takes its geometry from 'MMFF94/x', which no engine here optimises; geometries come from GFN2-xTB, GFN1-xTB, GFN-FF, PM7, PM6-D3H4X, lichen-base, lichen-base-b3lyp, ANI-2x, ANI-1ccx, MMFF94, or HF or a density functional with its basis set, such as PBE/def2-SVP"
    )]
    [InlineData(
        "- GFN2-xTB//MMFF94",
        "- GFN-FF",
        "campaign.yaml:23:5: ladder[1]: 'GFN-FF' gives total_energy, largest_partial_charge, smallest_partial_charge, gibbs_energy, imaginary_modes, and the objective wants 'homo_lumo_gap', which is given by GFN1-xTB, GFN2-xTB (xtb); lichen-base, lichen-base-b3lyp (potential); PM7, PM6-D3H4X (mopac); HF and density functionals (psi4); HF and density functionals (not meta), meta functionals (nwchem)"
    )]
    [InlineData(
        "- GFN2-xTB//MMFF94",
        "- GFN2-xTB//MMFF94, CPCM(water)",
        "campaign.yaml:23:5: ladder[1]: xtb solvates by ALPB here, not by 'CPCM'; write ALPB(water)"
    )]
    [InlineData(
        "- GFN2-xTB//MMFF94",
        "- PM7//MMFF94, COSMO(water)",
        "campaign.yaml:23:5: ladder[1]: mopac computes the gas phase here; write 'PM7//MMFF94', or GFN2-xTB with ALPB"
    )]
    [InlineData(
        "- GFN2-xTB//MMFF94",
        "- PM6-D3H4//MMFF94",
        "campaign.yaml:23:5: ladder[1]: no engine is known for the method 'PM6-D3H4'; did you mean 'PM6-D3H4X'?"
    )]
    [InlineData(
        "- GFN2-xTB//MMFF94",
        "- PM7/def2-SVP",
        "campaign.yaml:23:5: ladder[1]: PM7 has no basis set; write 'PM7' without '/def2-SVP'"
    )]
    [InlineData(
        "- GFN2-xTB//MMFF94",
        "- PBE0",
        "campaign.yaml:23:5: ladder[1]: PBE0 needs a basis set, such as 'PBE0/def2-SVP'"
    )]
    [InlineData(
        "calculations: {GFN2-xTB: 400}",
        "calculations: {GFN2-xtb: 400, GFN1-xTB: 2}",
        "campaign.yaml:33:33: budget.calculations.GFN1-xTB: 'GFN1-xTB' is not a level of the ladder; did you mean 'GFN2-xTB'?"
    )]
    [InlineData(
        "file: molecules.csv.gz",
        "file: molecules.xlsx",
        "campaign.yaml:3:9: space.file: expected a file ending in .smi, .csv or .sdf, each also .gz, or .parquet, found 'molecules.xlsx'"
    )]
    [InlineData(
        "workers: 2",
        "workers: 0",
        "campaign.yaml:40:10: workers: expected a whole number of workers from 1 to 1024, such as 2, found '0'"
    )]
    [InlineData(
        "seed: 11",
        "seed: eleven\nseed: 11",
        "campaign.yaml:41:7: seed: expected a whole number from 0 to 18446744073709551615, such as 1, found 'eleven'\ncampaign.yaml:42:1: the key 'seed' is here twice; it first stands on line 41"
    )]
    [InlineData(
        "region: DE",
        "region: DE\n  intensity: 380 g CO2e/kWh",
        "campaign.yaml:35:3: grid: expected region or intensity, found both"
    )]
    [InlineData(
        "  co2e: 0.2 kg CO2e",
        "\tco2e: 0.2 kg CO2e",
        "campaign.yaml:30:1: expected spaces, found a tab; YAML is indented with spaces only"
    )]
    [InlineData(
        "hits: 33",
        "hits: [33]",
        "campaign.yaml:21:7: hits: expected a whole number of molecules from 1, such as 33, found a list of 1 item"
    )]
    [InlineData(
        "hits: 33",
        "hits: &a 33",
        "campaign.yaml:21:7: expected a plain value, found the anchor &a; campaign files use no anchors and no tags"
    )]
    [InlineData(
        "name: sample",
        "name: my/sample",
        "campaign.yaml:1:7: name: expected a name such as 'dyes', found 'my/sample'; it names a folder: letters, digits, space, '-', '_' and '.' only, at most 100, not '.' first"
    )]
    [InlineData("name: sample", "name: 'sample", "campaign.yaml:1:7: the quote that opens here is not closed")]
    [InlineData(
        "name: sample",
        "name: [sample",
        "campaign.yaml:1:7: what '[' opens here is not closed by ']', or a comma is missing in it"
    )]
    [InlineData(
        "region: DE",
        "region: Germany",
        "campaign.yaml:35:11: grid.region: expected a country code such as 'DE', found 'Germany'; nearest are DE (Germany), DK (Denmark), IR (Iran)"
    )]
    public void Slip_is_explained(string good, string bad, string expected)
    {
        Assert.Contains(good, Samples.Full);
        Assert.Equal(expected, string.Join('\n', Samples.Problems(Samples.Full.Replace(good, bad))));
    }
}
