using Lichen.Exploration.Choosing;
using Lichen.Exploration.Pareto;
using Lichen.Exploration.Results;
using Lichen.Exploration.Running;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Tests.Pareto;

public sealed class FrontCampaignTests
{
    private const string Ample = "{core_time: 400 core-seconds}";

    private const string Two = """
        objectives:
          - {property: height, level: dear, goal: maximise}
          - {property: width, level: cheap, goal: maximise}
        """;

    [Fact]
    public async Task Two_wishes_at_two_levels_give_their_front()
    {
        using var campaign = new FrontCampaign();
        var preparation = await campaign.PrepareAsync(FrontCampaign.Text(Two, "unlimited"));
        Assert.Equal([1, 0], preparation.Quantities.Select(quantity => quantity.Top.Index));
        var result = await campaign.RunAsync(preparation);
        Assert.All(result.Molecules, molecule => Assert.Equal("computed", molecule.Status));
        var losses = result.Molecules.Select(m => m.Wishes.Select(wish => -wish.Value!.Value).ToArray()).ToList();
        Assert.Equal(
            Dominance.Front(losses).Select(i => result.Molecules[i].Candidate.Id),
            result.Molecules.Where(m => m.Layer == 1).Select(m => m.Candidate.Id)
        );
        Assert.All(result.Molecules, molecule => Assert.True(molecule.Wishes.All(wish => wish.Known)));
        var timeline = result.Front!.Timeline;
        Assert.Equal(timeline.Select(point => point.Share).Order(), timeline.Select(point => point.Share));
        Assert.Equal(result.Front.Hypervolume, timeline[^1].Share, 12);
        Assert.Equal(1, result.Front.Attained!.Mean, 12);
    }

    [Fact]
    public async Task Under_a_budget_the_front_is_found_before_the_rest()
    {
        using var campaign = new FrontCampaign();
        var preparation = await campaign.PrepareAsync(FrontCampaign.Text(Two));
        var result = await campaign.RunAsync(preparation);
        var random = await campaign.RunAsync(preparation, "random", StrategyKind.Random);
        Assert.True(result.Chemistry.Usage.CpuSeconds <= 150);
        // Both in the volume of the whole pool: bounds are those of what each knows.
        Assert.True(Volume(result) > Volume(random));
        Assert.InRange(result.Molecules.Count(m => m.Status == "computed"), 1, 20);

        static double Volume(CampaignResult of) =>
            Hypervolume.Of(
                of.Molecules.Where(m => m.Status == "computed")
                    .Select(m => m.Wishes.Select(w => -w.Value!.Value).ToArray()),
                [0, 0]
            );
    }

    [Fact]
    public async Task Wishes_whose_errors_go_together_are_weighed_together()
    {
        using var campaign = new FrontCampaign(scatter: 3);
        var preparation = await campaign.PrepareAsync(FrontCampaign.CheapText(Two, "unlimited"));
        var together = Assert.Single((await campaign.RunAsync(preparation)).Together);
        Assert.True(together.IsUsed, together.ToString());
        Assert.InRange(together.Correlation, 0.3, 0.8);
        Assert.InRange(together.Count, 20, 40);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_run_that_was_put_aside_decides_as_one_that_was_not(double scatter)
    {
        using var campaign = new FrontCampaign(scatter);
        // One worker, and nothing so short that it is chosen ahead: to finish what else runs takes away what the next choice
        // of an unbroken run does not know yet.
        // With scatter, at one level: at two the cheap one's outcomes tell the dear one's model what they have in common.
        var preparation = await campaign.PrepareAsync(
            (scatter > 0 ? FrontCampaign.CheapText(Two, "unlimited") : FrontCampaign.Text(Two))
                .Replace("workers: 2", "workers: 1")
                .Replace("cost: 1 core-seconds", "cost: 3 core-seconds")
        );
        var whole = await campaign.RunAsync(preparation, "whole");
        foreach (var most in Enumerable.Range(6, 18))
        {
            await campaign.RunAsync(preparation, "parts", most: most);
        }

        var parts = await campaign.RunAsync(preparation, "parts");
        Assert.Equal(
            whole.Molecules.Select(m => (m.Candidate.Id, m.Status, m.Layer)),
            parts.Molecules.Select(m => (m.Candidate.Id, m.Status, m.Layer))
        );
    }

    [Fact]
    public async Task What_the_structure_tells_costs_nothing_and_counts()
    {
        using var campaign = new FrontCampaign();
        var preparation = await campaign.PrepareAsync(
            FrontCampaign.Text(
                """
                objectives:
                  - {property: height, level: dear, goal: maximise}
                  - {property: molecular_weight, goal: minimise}
                """
            )
        );
        Assert.Single(preparation.Quantities);
        var result = await campaign.RunAsync(preparation);
        Assert.All(result.Molecules, molecule => Assert.True(molecule.Wishes[1].Known));
        Assert.Equal(16.04, result.Molecules.First(m => m.Candidate.Id == "m0").Wishes[1].Value!.Value, 2);
    }

    [Theory]
    [InlineData(StrategyKind.Improvement)]
    [InlineData(StrategyKind.Chebyshev)]
    [InlineData(StrategyKind.Greedy)]
    public async Task A_constraint_keeps_what_breaks_it_from_the_front(StrategyKind kind)
    {
        using var campaign = new FrontCampaign();
        var preparation = await campaign.PrepareAsync(
            FrontCampaign.Text(
                """
                objective: {property: height, level: dear, goal: maximise}
                constraints:
                  - {property: width, level: cheap, range: at least 6 m}
                """
            )
        );
        var result = await campaign.RunAsync(preparation, kind: kind);
        Assert.All(result.Molecules.Where(m => m.Counts), molecule => Assert.True(molecule.Wishes[1].Value >= 6));
        // Nine carbons with an amine are 6 m wide and 9 m high; alcohols of six carbons are 8 m high.
        Assert.Equal(9, result.Molecules[0].Value);
    }

    [Fact]
    public async Task Under_constraints_the_list_of_hits_is_full_before_the_search_calls_the_rest_improbable()
    {
        using var campaign = new FrontCampaign();
        var preparation = await campaign.PrepareAsync(
            FrontCampaign
                .Text(
                    """
                    objective: {property: height, level: dear, goal: maximise}
                    constraints:
                      - {property: width, level: cheap, range: at least 6 m}
                    """,
                    "unlimited"
                )
                .Replace("chance_better_left: 0", "chance_better_left: 0.01")
        );
        var result = await campaign.RunAsync(preparation);
        Assert.Contains("improve the 4 hits", result.StatusReason);
        // Wide enough and high: amines of nine, eight and seven carbons, and the alcohol of six.
        Assert.Equal([9.0, 8, 8, 7], result.Molecules.Where(m => m.Counts).Take(4).Select(m => m.Value!.Value));
    }

    [Fact]
    public async Task A_change_that_does_not_fit_is_put_aside_and_the_campaign_goes_on()
    {
        using var campaign = new FrontCampaign();
        var preparation = await campaign.PrepareAsync(FrontCampaign.Text(Two));
        await campaign.RunAsync(preparation, most: 6);
        await File.WriteAllTextAsync(
            Path.Combine(campaign["run"], Steering.FileName),
            "hits: many",
            TestContext.Current.CancellationToken
        );
        var result = await campaign.RunAsync(preparation);
        Assert.Equal("finished", result.Status);
        Assert.True(File.Exists(Path.Combine(campaign["run"], Steering.FileName + ".refused")));
    }

    [Fact]
    public async Task Where_nothing_can_meet_the_constraints_no_molecule_is_on_the_front()
    {
        using var campaign = new FrontCampaign();
        var preparation = await campaign.PrepareAsync(
            FrontCampaign.Text(
                """
                objective: {property: height, level: dear, goal: maximise}
                constraints:
                  - {property: width, level: cheap, range: at least 100 m}
                """
            )
        );
        var result = await campaign.RunAsync(preparation);
        Assert.Null(result.Front);
        Assert.DoesNotContain(result.Molecules, molecule => molecule.Counts);
        Assert.All(result.Timeline, point => Assert.Null(point.Best));
        Assert.Contains(result.Molecules, molecule => molecule.Status == "computed");
    }

    [Fact]
    public async Task Constraints_on_the_structure_that_conflict_are_told_before_anything_is_computed()
    {
        using var campaign = new FrontCampaign();
        const string Wishes = """
            objective: {property: height, level: dear, goal: maximise}
            constraints:
              - {property: molecular_weight, range: at most 40 g/mol}
              - {property: heavy_atoms, range: at least 4}
            """;
        var preparation = await campaign.PrepareAsync(FrontCampaign.Text(Wishes));
        Assert.Equal(
            "no candidate meets the constraints on the structure: molecular_weight at most 40 is met by 5 of 40, "
                + "heavy_atoms at least 4 is met by 31 of 40; molecular_weight at most 40 and heavy_atoms at least 4 are never "
                + "met together. The nearest is m12 (molecular_weight 58.124, heavy_atoms 4)",
            preparation.WishProblem()
        );
        var possible = await campaign.PrepareAsync(FrontCampaign.Text(Wishes.Replace("at least 4", "at least 2")));
        Assert.Null(possible.WishProblem());
        var result = await campaign.RunAsync(possible);
        // Four molecules are light enough and have two heavy atoms; a start takes one more.
        Assert.InRange(result.Molecules.Count(m => m is { Status: "computed", ChanceFeasible: 0 }), 0, 1);
        Assert.Equal(4, result.Molecules.Count(m => m is { Status: "computed", ChanceFeasible: 1 }));
    }

    [Fact]
    public async Task A_reference_of_the_user_keeps_what_is_worse_from_being_looked_for()
    {
        const string Narrow = """
            objectives:
              - {property: height, level: dear, goal: maximise, reference: 6 m}
              - {property: width, level: cheap, goal: maximise, ideal: 20 m}
            """;
        using var campaign = new FrontCampaign();
        var result = await campaign.RunAsync(await campaign.PrepareAsync(FrontCampaign.Text(Narrow)));
        var open = await campaign.RunAsync(await campaign.PrepareAsync(FrontCampaign.Text(Two)), "open");
        Assert.Equal((-6, -20), (result.Front!.Bounds.Reference[0], result.Front.Bounds.Ideal[1]));
        Assert.True(Low(result) < Low(open), $"{Low(result)} of low ones bought, {Low(open)} without a reference");

        static double Low(CampaignResult result)
        {
            double[] heights =
            [
                .. result.Molecules.Where(m => m.Status == "computed").Select(m => m.Wishes[0].Value!.Value),
            ];
            return heights.Count(height => height < 6) / (double)heights.Length;
        }
    }

    [Fact]
    public async Task Other_preferences_are_taken_up_between_two_decisions_and_hold_from_then_on()
    {
        using var campaign = new FrontCampaign();
        var preparation = await campaign.PrepareAsync(FrontCampaign.Text(Two, Ample));
        await campaign.RunAsync(preparation, most: 12);
        var wanted = FrontCampaign.Text(
            """
            objectives:
              - {property: height, level: dear, goal: maximise}
              - {property: width, level: cheap, target: 5 m}
            constraints:
              - {property: molecular_weight, range: at most 120 g/mol}
            """,
            Ample
        );
        var other = CampaignFile.Parse(wanted, "campaign.yaml", preparation.Spec.Folder, 2).Spec!;
        Assert.Empty(Steering.Problems(preparation.Spec, other));
        Steering.Leave(campaign["run"], other);
        await campaign.RunAsync(preparation, most: 16);
        Assert.False(File.Exists(Path.Combine(campaign["run"], Steering.FileName)));
        var result = await campaign.RunAsync(preparation);
        Assert.Equal("target 5", result.Wishes[1].Goal);
        Assert.All(
            result.Molecules.Where(m => m.Layer is not null),
            molecule => Assert.True(molecule.Wishes[2].Value <= 120)
        );
        // Heptanol: as wide as wanted, and the highest that is light enough.
        Assert.Equal("CCCCCCCO", result.Molecules[0].Candidate.Smiles);
    }

    [Theory]
    [InlineData("  - {property: height, level: dear, goal: maximise}", "width at cheap: must stay wanted")]
    [InlineData(
        "  - {property: width, level: cheap, goal: maximise}\n  - {property: height, level: dear, goal: maximise}\n  - {property: height, level: cheap, goal: maximise}",
        "height at cheap: not computed in this run"
    )]
    public void What_would_need_other_calculations_is_no_preference(string objectives, string expected)
    {
        var before = CampaignFile.Parse(FrontCampaign.Text(Two), "campaign.yaml", "/", 2).Spec!;
        var after = CampaignFile.Parse(FrontCampaign.Text("objectives:\n" + objectives), "campaign.yaml", "/", 2).Spec!;
        Assert.Contains(
            Steering.Problems(before, after),
            problem => problem.StartsWith(expected, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(
        "objectives:\n  - {property: sa_score, goal: minimise}",
        "objectives[1]: nothing would be computed: every objective follows from the structure; name one that a level of theory gives, or sort the list by the structure alone"
    )]
    [InlineData(
        "objectives:\n  - {property: height, level: dear, goal: maximise}\n  - {property: depth, level: dear, goal: maximise}",
        "objectives[2].property: 'depth' is not a known property"
    )]
    [InlineData(
        "objectives:\n  - {property: height, level: dear, goal: maximise}\n  - {property: width, level: dear, goal: maximise}",
        "objectives[2]: 'dear' gives height, and the objective wants 'width'"
    )]
    [InlineData(
        "objectives:\n  - {property: height, level: cheap, goal: maximise}\n  - {property: width, level: cheap, goal: maximise}",
        "objectives[1].level: the last level of the ladder, 'dear', must be that of an objective"
    )]
    [InlineData(
        "objectives:\n  - {property: height, goal: maximise}",
        "objectives[1]: the key 'level' is missing: 'height' is computed at a level of theory such as 'GFN2-xTB'"
    )]
    [InlineData(
        "objectives:\n  - {property: height, level: dear, goal: maximise}\n  - {property: height, level: dear, goal: minimise}",
        "objectives[2]: 'height' at this level is an objective twice"
    )]
    [InlineData(
        "objective: {property: height, level: dear, goal: maximise}\nconstraints:\n  - {property: width, level: cheap, range: at least 3 eV}",
        "constraints[1].range: expected a value in m, the unit of width, found one in 'eV'"
    )]
    [InlineData(
        "objectives:\n  - {property: height, level: dear, goal: maximise, reference: 3 m, ideal: 2 m}\n  - {property: width, level: cheap, goal: maximise}",
        "objectives[1].ideal: expected a value better than the reference, found 2"
    )]
    [InlineData(
        "objectives:\n  - {property: height, level: dear, goal: maximise, reference: 3 eV}\n  - {property: width, level: cheap, goal: maximise}",
        "objectives[1].reference: expected a value in m, the unit of height, found one in 'eV'"
    )]
    [InlineData(
        "objective: {property: height, level: dear, goal: maximise, ideal: 3 m}",
        "objective: reference and ideal weigh several objectives against each other, and there is one"
    )]
    [InlineData(
        "hits: 3",
        "the key 'objective' is missing: expected an objective, or a list of them under 'objectives'"
    )]
    public void A_slip_in_the_wishes_is_explained(string wishes, string expected)
    {
        var text = FrontCampaign.Text(wishes);
        text = wishes.StartsWith("hits", StringComparison.Ordinal) ? text.Replace("\nhits: 4", "") : text;
        var problems = CampaignFile.Parse(text, "campaign.yaml", "/", 2).Problems;
        Assert.Contains(problems, problem => problem.ToString().Contains(expected));
    }
}
