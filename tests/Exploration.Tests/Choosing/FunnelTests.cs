using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Tests.Running;

namespace Lichen.Exploration.Tests.Choosing;

public sealed class FunnelTests
{
    [Fact]
    public void Everything_goes_through_the_cheap_rung_and_its_best_tenth_through_the_dear_one()
    {
        var ladder = SmallLadder.Pair(40);
        var strategy = ladder.Strategy(kind: StrategyKind.Funnel);
        var order = new List<(int Candidate, int Rung)>();
        while (strategy.Next(ladder.State, null).Choice is { } choice)
        {
            order.Add((choice.Candidate, choice.Rung));
            ladder.Compute(choice.Candidate, choice.Rung, (choice.Candidate * 7) % 40);
        }

        Assert.Equal(Enumerable.Range(0, 40), order.Take(40).Select(step => step.Candidate).Order());
        Assert.All(order.Take(40), step => Assert.Equal(0, step.Rung));
        Assert.Equal([(0, 1), (23, 1), (6, 1), (29, 1)], order.Skip(40));
    }

    [Fact]
    public void Nobody_goes_up_before_the_last_has_come_back()
    {
        var ladder = SmallLadder.Pair(10);
        var strategy = ladder.Strategy(kind: StrategyKind.Funnel);
        for (var i = 0; i < 9; i++)
        {
            ladder.Compute(i, 0, i);
        }

        var last = ladder.Decide(9, 0);
        Assert.Null(strategy.Next(ladder.State, null).Choice);
        ladder.Finish(last, -1);
        Assert.Equal((9, 1), strategy.Next(ladder.State, null).Choice is { } up ? (up.Candidate, up.Rung) : default);
    }

    [Fact]
    public void With_the_cheap_rung_first_the_model_chooses_at_the_top_alone()
    {
        var ladder = SmallLadder.Pair(12);
        var strategy = ladder.Strategy(kind: StrategyKind.CheapFirst);
        for (var i = 0; i < 12; i++)
        {
            var choice = strategy.Next(ladder.State, null).Choice!;
            Assert.Equal(0, choice.Rung);
            ladder.Compute(choice.Candidate, 0, choice.Candidate);
        }

        ladder.Compute(11, 1, 11);
        var next = strategy.Next(ladder.State, ladder.Predictions()).Choice!;
        Assert.Equal((0, 1), (next.Candidate, next.Rung));
    }
}
