using System.Collections.Immutable;
using CsCheck;
using Lichen.Core.Budgets;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Testing;

namespace Lichen.Exploration.Tests.Running;

/// <summary>Values that contradict their neighbours on the ladder: found, asked again, judged, kept or replaced.</summary>
public sealed class ContradictionTests
{
    private static Budget CoreSeconds(double seconds) => Budget.Unlimited with { CoreSeconds = seconds };

    private static SyntheticCampaign WithWrongOnes()
    {
        var campaign = new SyntheticCampaign(3, failureShare: 0, startShare: 0.4);
        campaign.Wrong.UnionWith(Enumerable.Range(0, 150).Where(i => i % 30 == 4));
        return campaign;
    }

    [Fact]
    public void A_wrong_solution_is_asked_again_and_the_lower_one_stands()
    {
        var campaign = WithWrongOnes();
        using var folder = new TemporaryFolder();
        var state = campaign.Run(folder.Path, Budget.Unlimited, 2);

        var replaced = state.Contradictions.All.Where(one => one.Verdict == Verdict.SecondIsLower).ToList();
        Assert.NotEmpty(replaced);
        Assert.All(
            replaced,
            one =>
            {
                Assert.Contains(one.Candidate, campaign.Wrong);
                Assert.Equal(one.Value - SyntheticCampaign.WrongBy, one.SecondValue!.Value, 9);
                Assert.Equal(one.SecondValue, state.ValueOf(one.Candidate, 1));
                Assert.Contains(state.Labels, label => label.Candidate == one.Candidate && label.Value == one.SecondValue);
                Assert.True(state.Contradictions.IsSetAside(one.Decision));
            }
        );
        // One label for each candidate and level, as without second opinions.
        Assert.Equal(state.Labels.Count, state.Labels.Select(label => (label.Candidate, label.Rung)).Distinct().Count());
    }

    [Fact]
    public void Nothing_is_asked_again_where_nothing_contradicts()
    {
        var campaign = new SyntheticCampaign(3, failureShare: 0);
        using var folder = new TemporaryFolder();
        var state = campaign.Run(folder.Path, Budget.Unlimited, 2);
        Assert.DoesNotContain(state.Contradictions.All, one => one.Verdict is Verdict.SecondIsLower);
        Assert.InRange(state.Decisions.Count(decided => decided.SecondOf is not null), 0, 8);
    }

    [Fact]
    public void Killed_while_second_opinions_are_asked_it_decides_as_if_nothing_had_happened() =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 150].Array[2, 6])
            .Sample(
                (workers, lives) =>
                {
                    var campaign = WithWrongOnes();
                    using TemporaryFolder whole = new(),
                        broken = new();
                    var uninterrupted = campaign.Run(whole.Path, CoreSeconds(80), workers);
                    foreach (var life in lives)
                    {
                        campaign.Run(broken.Path, CoreSeconds(80), workers, life);
                    }

                    var resumed = campaign.Run(broken.Path, CoreSeconds(80), workers);
                    Assert.Contains(uninterrupted.Decisions, decided => decided.SecondOf is not null);
                    Assert.Equal(Story(uninterrupted), Story(resumed));
                    Assert.Equal(uninterrupted.Contradictions.All, resumed.Contradictions.All);
                    Assert.Equal(uninterrupted.Spent, resumed.Spent);
                    Assert.InRange(resumed.Spent.Usage.CpuSeconds, 0, 80);
                },
                iter: 3,
                threads: 1
            );

    [Fact]
    public void A_second_value_that_agrees_confirms_the_first()
    {
        var ladder = WithHistory();
        var (first, second) = Contradicted(ladder);
        ladder.Finish(second, 9.0005);
        var one = Assert.Single(ladder.State.Contradictions.All);
        Assert.Equal((Verdict.Confirmed, 9.0005), (one.Verdict, one.SecondValue));
        Assert.Equal(9, ladder.State.ValueOf(20, 1));
        Assert.True(ladder.State.Contradictions.IsSetAside(second.Decision));
        Assert.False(ladder.State.Contradictions.IsSetAside(first.Decision));
    }

    [Fact]
    public void Without_an_energy_the_nearer_value_is_not_taken()
    {
        var ladder = WithHistory();
        var (_, second) = Contradicted(ladder);
        ladder.Finish(second, 0.1);
        var one = Assert.Single(ladder.State.Contradictions.All);
        Assert.Equal(Verdict.Undecided, one.Verdict);
        Assert.Equal(9, ladder.State.ValueOf(20, 1));
    }

    [Fact]
    public void A_second_calculation_that_fails_leaves_the_first_as_it_is()
    {
        var ladder = WithHistory();
        var (_, second) = Contradicted(ladder);
        ladder.Fail(second, Core.Calculations.FailureKind.Convergence, SmallLadder.Curable);
        var one = Assert.Single(ladder.State.Contradictions.All);
        Assert.Equal((Verdict.SecondFailed, (double?)null), (one.Verdict, one.SecondValue));
        Assert.Equal(Standing.Computed, ladder.State.StandingOf(20, 1));
        Assert.Empty(ladder.State.Retries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Contradicts_what_was_known_at_another_level_alone(bool knownBelow)
    {
        var ladder = WithHistory();
        if (knownBelow)
        {
            ladder.Compute(20, 0, 0);
        }

        ladder.Finish(ladder.Decide(20, 1, mean: 0, deviation: 1), 9);
        Assert.Equal(knownBelow ? 1 : 0, ladder.State.Contradictions.All.Count);
    }

    [Fact]
    public void Heavy_tails_are_no_alarm()
    {
        var ladder = SmallLadder.Pair(60);
        var random = new Random(4);
        for (var i = 0; i < 40; i++)
        {
            ladder.Compute(i, 0, 0);
            // Errors four times as large as stated.
            ladder.Finish(ladder.Decide(i, 1, mean: 0, deviation: 0.25), 2 * (random.NextDouble() - 0.5) * 2);
        }

        ladder.Compute(50, 0, 0);
        ladder.Finish(ladder.Decide(50, 1, mean: 0, deviation: 0.25), 3);
        Assert.Empty(ladder.State.Contradictions.All);
    }

    [Theory]
    [InlineData("homo_lumo_gap", 5.0, 5.009, -10, -11, Verdict.Confirmed)]
    [InlineData("homo_lumo_gap", 5.0, 5.2, -10, -10.1, Verdict.SecondIsLower)]
    [InlineData("homo_lumo_gap", 5.0, 5.2, -10, -9.9, Verdict.FirstIsLower)]
    [InlineData("isotropic_polarizability", 80, 80.05, -10, -9.9, Verdict.Confirmed)]
    [InlineData("yield", 100, 100.05, -10, -9.9, Verdict.Confirmed)]
    public void Of_two_solutions_the_lower_one_stands(
        string property,
        double first,
        double second,
        double firstHartree,
        double secondHartree,
        Verdict verdict
    ) => Assert.Equal(verdict, Agreement.Judge(property, Values(property, first, firstHartree), Values(property, second, secondHartree)));

    [Fact]
    public void A_line_through_pairs_shows_what_stands_off_it_and_nothing_else()
    {
        var random = new Random(7);
        double[] below = [.. Enumerable.Range(0, 30).Select(_ => 10 * random.NextDouble())];
        double[] values = [.. below.Select(x => 3 + (2 * x) + (0.1 * (random.NextDouble() - 0.5)))];
        Assert.Empty(LadderPairs.Outliers(below, values, 1e-3));
        values[4] += 5;
        values[17] -= 5;
        var found = LadderPairs.Outliers(below, values, 1e-3).ToList();
        Assert.Equal([4, 17], found.Select(one => one.Place));
        Assert.All(found, one => Assert.Equal(3 + (2 * below[one.Place]), one.Mean, 0.2));
        Assert.Empty(LadderPairs.Outliers(below[..11], values[..11], 1e-3));
    }

    // Twenty molecules known at both levels whose errors are as large as stated.
    private static SmallLadder WithHistory()
    {
        var ladder = SmallLadder.Pair(30);
        for (var i = 0; i < 20; i++)
        {
            ladder.Compute(i, 0, 0);
            ladder.Finish(ladder.Decide(i, 1, mean: 0, deviation: 1), i % 2 == 0 ? 0.7 : -0.7);
        }

        return ladder;
    }

    private static (Decided First, Decided Second) Contradicted(SmallLadder ladder)
    {
        ladder.Compute(20, 0, 0);
        var first = ladder.Decide(20, 1, mean: 0, deviation: 1);
        ladder.Finish(first, 9);
        return (first, ladder.Decide(20, 1, Purpose.SecondOpinion, attempt: 2, secondOf: first.Decision));
    }

    private static ImmutableSortedDictionary<string, double> Values(string property, double value, double hartree) =>
        ImmutableSortedDictionary<string, double>.Empty.Add(property, value).Add("total_energy", hartree);

    private static string[] Story(CampaignState state) =>
        [
            .. state.Decisions.Select(decided =>
                $"{decided.Decision} {decided.Row} {decided.Level} {decided.Purpose} {decided.SecondOf} {decided.Mean:R} {decided.At:R}"
            ),
            state.Stop?.Reason ?? "going on",
        ];
}
