using Lichen.Core.Calculations;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Tests.Running;
using Lichen.Learning;

namespace Lichen.Exploration.Tests.Choosing;

public sealed class FailureOddsTests
{
    [Fact]
    public void Before_the_first_failure_nothing_is_discounted()
    {
        var ladder = SmallLadder.Single(9);
        ladder.Compute(0, 0, 1);
        var odds = Follow(ladder, ladder.Families(3));
        Assert.All(Enumerable.Range(0, 9), candidate => Assert.Equal(0, odds.Of(candidate, 0)));
    }

    [Fact]
    public void A_family_that_fails_is_told_from_one_that_does_not()
    {
        var ladder = SmallLadder.Single(30);
        for (var candidate = 0; candidate < 12; candidate++)
        {
            if (candidate % 3 == 0)
            {
                ladder.Fail(ladder.Decide(candidate, 0), FailureKind.Input, "connectivity");
            }
            else
            {
                ladder.Compute(candidate, 0, candidate);
            }
        }

        var odds = Follow(ladder, ladder.Families(3));
        // Four of four of its own and one more that counts as the level does, where four of twelve failed.
        Assert.Equal((4 + (4 / 13.0)) / 5, odds.Of(15, 0), 12);
        Assert.Equal(4 / 13.0 / 5, odds.Of(16, 0), 12);
        Assert.Equal(4 / 13.0, Follow(ladder, null).Of(15, 0), 12);
    }

    [Fact]
    public void What_failed_in_passing_or_has_a_cure_left_says_nothing()
    {
        var ladder = SmallLadder.Single(6);
        ladder.Fail(ladder.Decide(0, 0), FailureKind.Transient, "crash");
        ladder.Fail(ladder.Decide(1, 0), FailureKind.Convergence, SmallLadder.Curable);
        Assert.Equal(0, Follow(ladder, ladder.Families(1)).Of(5, 0));
        ladder.Fail(ladder.Decide(1, 0, Purpose.Cure, attempt: 2), FailureKind.Convergence, SmallLadder.Curable);
        Assert.InRange(Follow(ladder, ladder.Families(1)).Of(5, 0), 0.5, 0.95);
    }

    [Fact]
    public void Following_step_by_step_gives_what_reading_all_at_once_gives()
    {
        var ladder = SmallLadder.Single(20);
        var steadily = new FailureOdds(ladder.Families(4), 20, 1);
        for (var candidate = 0; candidate < 15; candidate++)
        {
            var decided = ladder.Decide(candidate, 0);
            if (candidate % 4 == 1)
            {
                ladder.Fail(decided, FailureKind.Input, "connectivity");
            }
            else
            {
                ladder.Finish(decided, candidate);
            }

            steadily.Follow(ladder.State);
        }

        var atOnce = Follow(ladder, ladder.Families(4));
        Assert.All(
            Enumerable.Range(0, 20),
            candidate => Assert.Equal(atOnce.Of(candidate, 0), steadily.Of(candidate, 0))
        );
    }

    [Fact]
    public void A_family_that_fails_is_bought_less_often_and_the_same_is_found()
    {
        var (blind, seeing) = (Failures(discounts: false), Failures(discounts: true));
        Assert.True(seeing < blind, $"{seeing} failures where what failed is known, {blind} where it is not");

        static int Failures(bool discounts)
        {
            var ladder = SmallLadder.Single(60);
            foreach (var candidate in new[] { 31, 40, 58 })
            {
                ladder.Compute(candidate, 0, Math.Cos(candidate / 9.0));
            }

            var strategy = ladder.Strategy(hits: 12, features: discounts ? ladder.Families(3) : null);
            var (failures, found) = (0, 0);
            while (found < 12)
            {
                var choice = strategy.Next(ladder.State, ladder.Predictions()).Choice!;
                var decided = ladder.Decide(choice.Candidate, choice.Rung);
                if (choice.Candidate % 3 == 0)
                {
                    failures++;
                    ladder.Fail(decided, FailureKind.Input, "connectivity");
                }
                else
                {
                    found++;
                    ladder.Finish(decided, Math.Cos(choice.Candidate / 9.0));
                }
            }

            return failures;
        }
    }

    [Fact]
    public void A_cheap_label_leads_nowhere_where_the_dear_one_fails()
    {
        var ladder = SmallLadder.Pair(12);
        foreach (var candidate in new[] { 0, 3 })
        {
            ladder.Fail(ladder.Decide(candidate, 1), FailureKind.Input, "connectivity");
        }

        foreach (var candidate in new[] { 1, 2 })
        {
            ladder.Compute(candidate, 1, candidate);
        }

        var odds = Follow(ladder, ladder.Families(3));
        Assert.Equal(0, odds.LogSuccess(ladder.State, 6, ladder.Rungs[0], ladder.Rungs));
        Assert.Equal(
            Math.Log(1 - odds.Of(6, 1)),
            odds.LogSuccessToTop(ladder.State, 6, ladder.Rungs[0], ladder.Rungs),
            12
        );
        Assert.Equal(
            odds.LogSuccess(ladder.State, 6, ladder.Rungs[1], ladder.Rungs),
            odds.LogSuccessToTop(ladder.State, 6, ladder.Rungs[1], ladder.Rungs)
        );
    }

    [Fact]
    public void A_geometry_that_two_levels_share_fails_once()
    {
        var ladder = SmallLadder.WithGeometry(12);
        ladder.Fail(ladder.Decide(0, 0, Purpose.Geometry), FailureKind.Input, "connectivity");
        ladder.Finish(ladder.Decide(1, 0, Purpose.Geometry), 0);
        var odds = Follow(ladder, ladder.Families(3));
        var once = Math.Log(1 - odds.Of(6, 0));
        Assert.Equal(once, odds.LogSuccessToTop(ladder.State, 6, ladder.Rungs[0], ladder.Rungs), 12);
        Assert.Equal(once, odds.LogSuccessToTop(ladder.State, 6, ladder.Rungs[1], ladder.Rungs), 12);
    }

    private static FailureOdds Follow(SmallLadder ladder, Features? features)
    {
        var odds = new FailureOdds(features, ladder.Pool.Count, ladder.Rungs.Length);
        odds.Follow(ladder.State);
        return odds;
    }
}
