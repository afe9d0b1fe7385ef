using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Tests.Specification;

public sealed class SpecDifferenceTests
{
    [Fact]
    public void Every_change_is_listed_in_words()
    {
        var before = Samples.Good(Samples.Full);
        var after = Samples.Good(
            Samples
                .Full.Replace("6 core-minutes", "12 core-minutes")
                .Replace("target: 2.0 eV", "goal: maximise")
                .Replace("elements: [H, C, N, O]", "elements: any")
                .Replace("  - level: GFN2-xTB\n", "")
                .Replace("{GFN2-xTB: 400}", "{GFN2-xTB: 401}")
                .Replace("  - GFN2-xTB//MMFF94\n", "  - GFN1-xTB\n  - GFN2-xTB//MMFF94\n")
        );

        Assert.Equal(
            [
                "rules.elements: was [H, C, N, O], now any",
                "objective.target: was 2 eV, now gone",
                "ladder[1].level: was GFN2-xTB//MMFF94, now GFN1-xTB",
                "ladder[2].level: was GFN2-xTB, now GFN2-xTB//MMFF94",
                "ladder[3].level: was B3LYP/def2-SVP//GFN2-xTB, now GFN2-xTB",
                "ladder[3].engine: was psi4, now xtb",
                "budget.core_time: was 6 core-minutes, now 12 core-minutes",
                "budget.calculations.GFN2-xTB: was 400, now 401",
                "objective.goal: new, maximise",
                "ladder[4].level: new, B3LYP/def2-SVP//GFN2-xTB",
                "ladder[4].engine: new, psi4",
            ],
            SpecDifference.Between(before, after)
        );
    }

    [Fact]
    public void Workers_spelling_and_place_may_change()
    {
        var before = Samples.Good(Samples.Full);
        var after = CampaignFile.Parse(
            "# moved\n" + Samples.Full.Replace("workers: 2", "workers: 7").Replace("0.2 kg CO2e", "200 g CO2e"),
            "other.yaml",
            "/elsewhere",
            1
        );

        Assert.Empty(SpecDifference.Between(before, after.Spec!));
    }
}
