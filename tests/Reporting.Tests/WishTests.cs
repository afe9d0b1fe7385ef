using Lichen.Exploration.Results;
using Lichen.Reporting.Figures;
using Lichen.Reporting.Html;

namespace Lichen.Reporting.Tests;

public sealed class WishTests
{
    [Fact]
    public void One_objective_under_a_constraint_is_a_list_of_hits_and_no_front()
    {
        var result = WishCampaigns.Constrained(120);
        var answer = CampaignAnswer.Of(result);
        Assert.Equal(result.Spec.Hits, answer.Hits.Length);
        Assert.All(answer.Hits, hit => Assert.True(WishCampaigns.WeightOf(hit) >= 120));
        Assert.Contains($"meets the constraints is {answer.Hits[0].Candidate.Id}", answer.Answer);
        Assert.Contains(
            "lowest HOMO–LUMO gap at GFN2-xTB, with a molecular weight of at least 120 g/mol",
            answer.Question
        );
        var page = HtmlReport.Of(result, [], []);
        Assert.DoesNotContain("on the front", page);
        Assert.DoesNotContain("hypervolume", page);
        Assert.Contains("times the chance to meet the constraints", page);
        Assert.Contains("best-so-far", FigureSet.Of(result).Select(figure => figure.Name));
        Assert.DoesNotContain(FigureSet.Of(result), figure => figure.Name is "attainment" or "front-1-2");
        var columns = MoleculeTable.Of(result).Columns.Select(column => column.Name).ToArray();
        Assert.Contains("chance_feasible", columns);
        Assert.Contains("wish2_molecular_weight_g_per_mol", columns);
        Assert.DoesNotContain("layer", columns);
    }

    [Fact]
    public void Constraints_that_nothing_meets_are_said_with_what_came_nearest()
    {
        var result = WishCampaigns.Constrained(1e6);
        var heaviest = result.Molecules.Where(molecule => molecule.Status == "computed").MaxBy(WishCampaigns.WeightOf)!;
        var answer = CampaignAnswer.Of(result);
        Assert.Empty(answer.Hits);
        Assert.Contains($"is met by 0 of {result.Molecules.Count(m => m.Status == "computed")}", answer.Answer);
        Assert.Contains($"The nearest is {heaviest.Candidate.Id} ", answer.Answer);
    }

    [Fact]
    public void A_front_is_shown_with_its_layers_chances_and_every_wish()
    {
        var result = WishCampaigns.Front();
        var onFront = result.Molecules.Count(molecule => molecule.Layer == 1);
        Assert.Contains($"{onFront} molecules that nothing computed beats", CampaignAnswer.Of(result).Answer);
        Assert.Equal(["front-1-2", "attainment"], FigureSet.Of(result).Take(2).Select(figure => figure.Name));
        Assert.Contains("chance_on_front", MoleculeTable.Of(result).Columns.Select(column => column.Name));
        var page = HtmlReport.Of(result, [], []);
        Assert.Contains("layer 1, on the front with a chance of 25", page);
        // Both wishes with how well they were predicted: 87 % of 31 labels inside, and a weight that the structure gives.
        Assert.Contains("<td class=\"n\">31</td>", page);
        Assert.Contains("<td class=\"n\">known</td>", page);
        Assert.Contains("front: HOMO–LUMO gap (eV), molecular weight (g/mol)", ConsoleSummary.Of(result, [], ""));
    }

    [Fact]
    public void Wishes_whose_predictions_err_together_are_named()
    {
        var result = WishCampaigns.Front() with
        {
            Together =
            [
                new ErrorsTogether("homo_lumo_gap", "dipole_moment", 80, 0.52, 14.1, true),
                new ErrorsTogether("homo_lumo_gap", "dipole_moment", 12, 0.08, -0.4, false),
            ],
        };
        var page = HtmlReport.Of(result, [], []);
        Assert.Contains(
            "had a correlation of 0.52, which predicts better (14 nats): the two are weighed together",
            page
        );
        Assert.Contains("had a correlation of 0.080, too little", page);
    }

    [Fact]
    public void A_score_takes_the_article_that_it_is_spoken_with() =>
        Assert.Equal(("an", "a"), (PropertyWords.Article("sa_score"), PropertyWords.Article("homo_lumo_gap")));

    [Theory]
    [InlineData("bohr^3", " bohr³", " (bohr³)")]
    [InlineData("eV", " eV", " (eV)")]
    [InlineData("1", "", "")]
    [InlineData("", "", "")]
    public void A_unit_is_written_as_people_write_it(string unit, string behind, string inBrackets) =>
        Assert.Equal((behind, inBrackets), (PropertyWords.AfterNumber(unit), PropertyWords.InBrackets(unit)));

    [Fact]
    public void The_structure_of_every_molecule_on_the_front_stands_where_it_is_drawn()
    {
        var figure = FigureSet.Of(WishCampaigns.Front())[0];
        figure.Svg();
        Assert.NotEmpty(figure.Spots);
        Assert.All(
            figure.Spots,
            spot =>
            {
                var (left, top) = figure.PlaceOf(spot);
                Assert.InRange(left, 0.05, 1);
                Assert.InRange(top, 0, 0.95);
            }
        );
        // Larger values lie right and up.
        var (least, most) = (figure.Spots.MinBy(spot => spot.X)!, figure.Spots.MaxBy(spot => spot.X)!);
        Assert.True(figure.PlaceOf(least).Left < figure.PlaceOf(most).Left);
        var (low, high) = (figure.Spots.MinBy(spot => spot.Y)!, figure.Spots.MaxBy(spot => spot.Y)!);
        Assert.True(figure.PlaceOf(low).Top > figure.PlaceOf(high).Top);
    }
}
