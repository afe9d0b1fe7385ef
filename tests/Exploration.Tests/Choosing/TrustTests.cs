using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Tests.Running;
using Lichen.Learning;

namespace Lichen.Exploration.Tests.Choosing;

public sealed class TrustTests
{
    private static readonly CoKrigingParameters Parameters = new([
        new RungParameters(0, 1, 0, 1, [1], 1, 1, 0.1),
        new RungParameters(0, 1, 1, 1, [1], 1, 1, 0.1),
    ]);

    [Fact]
    public void Before_it_has_shown_anything_a_cheap_rung_costs_no_more_than_the_top()
    {
        var ladder = SmallLadder.Pair(300);
        ladder.Compute(0, 1, 1);
        var trust = new Trust(ladder.State.Leading.Quantity);
        // A cheap label costs a hundredth: the hundredth is the last on trust.
        for (var i = 0; i < 100; i++)
        {
            Assert.True(trust.Allows(ladder.State, ladder.Rungs[0]), $"after {i}");
            ladder.Compute(i + 1, 0, i);
        }

        Assert.False(trust.Allows(ladder.State, ladder.Rungs[0]));
        Assert.True(trust.Allows(ladder.State, ladder.Rungs[1]));
        Fit(ladder, 4.5);
        Assert.True(trust.Allows(ladder.State, ladder.Rungs[0]));
    }

    [Theory]
    [InlineData(1.5, true)]
    [InlineData(0.5, false)]
    public void Four_pairs_decide_by_a_smaller_sign(double evidence, bool allowed)
    {
        var ladder = SmallLadder.Pair(300);
        for (var i = 0; i < 4; i++)
        {
            ladder.Compute(i, 0, i);
            ladder.Compute(i, 1, i);
        }

        for (var i = 4; i < 100; i++)
        {
            ladder.Compute(i, 0, i);
        }

        Fit(ladder, evidence);
        Assert.Equal(allowed, new Trust(ladder.State.Leading.Quantity).Allows(ladder.State, ladder.Rungs[0]));
        Assert.Equal(
            new RungInformation(evidence, 4, allowed),
            Trust.Of(ladder.State, ladder.State.Leading.Quantity, ladder.Rungs[0])
        );
        Assert.Null(Trust.Of(ladder.State, ladder.State.Leading.Quantity, ladder.Rungs[1]));
    }

    [Fact]
    public void A_doubtful_rung_is_tested_once_where_its_value_is_farthest_from_what_was_tested()
    {
        var ladder = SmallLadder.Pair(20);
        for (var i = 0; i < 10; i++)
        {
            ladder.Compute(i, 0, i * i);
        }

        ladder.Compute(8, 1, 0);
        ladder.Compute(9, 1, 1);
        var trust = new Trust(ladder.State.Leading.Quantity);
        Assert.Null(trust.ToVerify(ladder.State));
        Fit(ladder, -0.5);
        Assert.Equal(0, trust.ToVerify(ladder.State));
        ladder.Finish(ladder.Decide(0, 1, Purpose.Verify), 5);
        Assert.Null(trust.ToVerify(ladder.State));
    }

    private static void Fit(SmallLadder ladder, double evidence) =>
        ladder.State.Apply(new Fitted(ladder.State.Clock, ladder.State.Labels.Count, 0, Parameters, [evidence]));
}
