using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Tests.Running;

namespace Lichen.Exploration.Tests.Choosing;

public sealed class CoverageGateTests
{
    [Fact]
    public void Intervals_that_hold_what_they_promise_cost_nothing()
    {
        var ladder = Predicted(SmallLadder.Single(60), labels: 30, outside: 3);
        Assert.Null(Gate(ladder).ToVerify(ladder.State));
        Assert.All(Bought(ladder, 20), purpose => Assert.Equal(Purpose.Explore, purpose));
    }

    [Fact]
    public void Intervals_that_hold_too_few_are_tested_on_molecules_drawn_at_random_until_they_hold()
    {
        var ladder = Predicted(SmallLadder.Single(200), labels: 20, outside: 12);
        Assert.Equal(39, Gate(ladder).ToVerify(ladder.State)!.Value.Candidate);

        var bought = Bought(ladder, 80);
        Assert.Equal(Purpose.Calibrate, bought[0]);
        Assert.InRange(bought.Count(purpose => purpose == Purpose.Calibrate), 3, 12);
        Assert.All(bought.TakeLast(20), purpose => Assert.Equal(Purpose.Explore, purpose));
        Assert.False(CoverageGate.IsBroken(ladder.State.CalibrationOf(0)));
    }

    [Fact]
    public void A_doubtful_cheap_level_is_tested_at_the_level_above()
    {
        var ladder = Predicted(SmallLadder.Pair(40), labels: 20, outside: 12);
        var (candidate, rung) = Gate(ladder).ToVerify(ladder.State)!.Value;
        Assert.Equal((19, 1), (candidate, rung.Index));
    }

    [Fact]
    public void Doubt_of_a_cheap_level_costs_no_more_than_a_dozen_dear_labels()
    {
        var ladder = Predicted(SmallLadder.Pair(200), labels: 40, outside: 30);
        for (var tests = 0; tests < 12; tests++)
        {
            // The search goes on between tests.
            for (var i = 0; i < 9; i++)
            {
                ladder.Finish(ladder.Decide(60 + (9 * tests) + i, 1), 0.1);
            }

            var (candidate, rung) = Gate(ladder).ToVerify(ladder.State)!.Value;
            ladder.Finish(ladder.Decide(candidate, rung.Index, Purpose.Calibrate, mean: 0, deviation: 1), 0.1);
        }

        ladder.Finish(ladder.Decide(190, 1), 0.1);
        Assert.True(CoverageGate.IsBroken(ladder.State.CalibrationOf(0)));
        Assert.Null(Gate(ladder).ToVerify(ladder.State));
    }

    [Fact]
    public void A_few_labels_prove_nothing()
    {
        var ladder = Predicted(SmallLadder.Single(60), labels: 11, outside: 11);
        Assert.Null(Gate(ladder).ToVerify(ladder.State));
    }

    private static CoverageGate Gate(SmallLadder ladder) =>
        new(
            ladder.State.Leading.Quantity,
            [.. Enumerable.Range(0, ladder.Pool.Count).Reverse().SkipWhile(i => i > 39)]
        );

    // The first candidates, computed at the cheapest rung: so many of them far outside of their intervals.
    private static SmallLadder Predicted(SmallLadder ladder, int labels, int outside)
    {
        for (var i = 0; i < labels; i++)
        {
            ladder.Finish(ladder.Decide(i, 0, mean: 0, deviation: 1), i < outside ? 5 : 0.1);
        }

        return ladder;
    }

    // What a strategy buys; everything comes as predicted.
    private static List<Purpose> Bought(SmallLadder ladder, int count)
    {
        var strategy = ladder.Strategy();
        var bought = new List<Purpose>();
        while (bought.Count < count && strategy.Next(ladder.State, ladder.Predictions()).Choice is { } choice)
        {
            bought.Add(choice.Purpose);
            ladder.Finish(ladder.Decide(choice.Candidate, choice.Rung, choice.Purpose, mean: 0, deviation: 1), 0.1);
        }

        return bought;
    }
}
