using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Tests.Specification;

public sealed class ConformerFileTests
{
    [Fact]
    public void The_campaign_s_weights_stand_in_every_level_that_names_none()
    {
        var spec = Spec(
            "[GFN2-xTB//MMFF94, 'GFN2-xTB, conformers(5)', HF/def2-SVP//GFN2-xTB]",
            "HF/def2-SVP//GFN2-xTB",
            "{count: 20, weights: boltzmann, window: 12.552 kJ/mol, temperature: 350 K}"
        );
        Assert.Equal(
            [
                "GFN2-xTB//MMFF94, Boltzmann(20, 3 kcal/mol), 350 K",
                "GFN2-xTB, conformers(5, 6 kcal/mol)",
                // Added: the last takes its geometries from it.
                "GFN2-xTB, Boltzmann(20, 3 kcal/mol), 350 K",
                "HF/def2-SVP//GFN2-xTB, Boltzmann(20, 3 kcal/mol), 350 K",
            ],
            spec.Ladder.Select(rung => rung.Level)
        );
        Assert.Equal(spec.Ladder[^1].Level, spec.Objective.Level);
        var written = CampaignFile.WriteResolved(spec, [], []);
        Assert.Empty(SpecDifference.Between(spec, CampaignFile.Parse(written, "again.yaml", "/", 1).Spec!));
    }

    [Fact]
    public void Without_weights_levels_stay_as_they_are_written()
    {
        var spec = Spec("[GFN2-xTB//MMFF94, GFN2-xTB]", "GFN2-xTB", "{seed: 1}");
        Assert.Equal(["GFN2-xTB//MMFF94", "GFN2-xTB"], spec.Ladder.Select(rung => rung.Level));
        Assert.Equal("ETKDGv3/MMFF94 best of 3, seed 1", spec.Conformers.ToString());
    }

    [Fact]
    public void The_temperature_of_a_wish_is_that_of_its_weights()
    {
        var reading = Read(
            "objective: {property: dipole_moment, level: GFN2-xTB, at: {solvent: water, temperature: 310 K}, goal: maximise}",
            "conformers: {weights: boltzmann}"
        );
        Assert.Empty(reading.Problems);
        Assert.Equal("GFN2-xTB, ALPB(water), Boltzmann(auto, 6 kcal/mol), 310 K", reading.Spec!.Objective.Level);
    }

    [Theory]
    [InlineData("GFN2-xTB//MMFF94, 350 K", "seed: 1", "nothing at 'GFN2-xTB//MMFF94' depends on temperature")]
    [InlineData("GFN2-xTB, conformers(5), ALPB(water), conformers(6)", "seed: 1", "each is written once")]
    [InlineData("GFN2-xTB", "window: 3 kcal/mol", "add 'weights: lowest' or 'weights: boltzmann'")]
    [InlineData("GFN2-xTB", "weights: lowest, temperature: 350 K", "a temperature counts for Boltzmann weights")]
    [InlineData("GFN2-xTB", "weights: thermal", "expected 'lowest' or 'boltzmann'")]
    [InlineData("GFN2-xTB", "weights: lowest, window: 3 eV", "the units are kcal/mol, kJ/mol")]
    [InlineData("GFN2-xTB", "weights: lowest, count: 0", "a whole number of conformers from 1 to 1000")]
    public void What_cannot_be_is_said_before_anything_runs(string level, string conformers, string words)
    {
        var reading = Read(
            $"objective: {{property: dipole_moment, level: '{level}', goal: maximise}}",
            $"conformers: {{{conformers}}}"
        );
        Assert.Null(reading.Spec);
        Assert.Contains(reading.Problems, problem => problem.ToString().Contains(words, StringComparison.Ordinal));
    }

    private static CampaignSpec Spec(string ladder, string level, string conformers)
    {
        var reading = Read(
            $"objective: {{property: dipole_moment, level: '{level}', goal: maximise}}",
            $"ladder: {ladder}\nconformers: {conformers}"
        );
        Assert.Empty(reading.Problems);
        return reading.Spec!;
    }

    private static CampaignReading Read(string objective, string more) =>
        CampaignFile.Parse($"space: {{file: space.smi}}\n{objective}\n{more}\nbudget: unlimited\n", "c.yaml", "/", 1);
}
