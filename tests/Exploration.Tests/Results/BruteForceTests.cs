using Lichen.Core.Molecules;
using Lichen.Exploration.Results;
using Lichen.Exploration.Tests.Running;

namespace Lichen.Exploration.Tests.Results;

public sealed class BruteForceTests
{
    [Fact]
    public void A_fixed_funnel_pays_for_the_pool_below_and_a_tenth_of_it_above()
    {
        var ladder = SmallLadder.Pair(100);
        var funnel = BruteForce.OfFunnel(ladder.Pool, ladder.Rungs, ladder.State.CostOf)!.Value;
        var expected = (100 * Mean(ladder, 0)) + (10 * Mean(ladder, 1));
        Assert.Equal(expected, funnel.Expected, 1e-9 * expected);
        Assert.True(funnel.Low < funnel.Expected && funnel.Expected < funnel.High, "The interval holds the estimate.");
    }

    [Fact]
    public void A_small_pool_still_sends_one_molecule_up()
    {
        var ladder = SmallLadder.Pair(4);
        var funnel = BruteForce.OfFunnel(ladder.Pool, ladder.Rungs, ladder.State.CostOf)!.Value;
        Assert.Equal((4 * Mean(ladder, 0)) + Mean(ladder, 1), funnel.Expected, 1e-9);
    }

    [Fact]
    public void Brute_force_pays_for_the_geometries_that_it_needs_and_there_is_no_funnel_of_one_rung()
    {
        var ladder = SmallLadder.WithGeometry(10);
        var brute = BruteForce.Of(ladder.Pool, ladder.Rungs, ladder.State.CostOf);
        Assert.Equal(10 * (Mean(ladder, 0) + Mean(ladder, 1)), brute.Expected, 1e-9);
        Assert.Null(BruteForce.OfFunnel(ladder.Pool, ladder.Rungs, ladder.State.CostOf));
    }

    private static double Mean(SmallLadder ladder, int rung) =>
        ladder.State.CostOf(rung).Predict(MoleculeSize.Of(ladder.Pool[0])).Mean;
}
