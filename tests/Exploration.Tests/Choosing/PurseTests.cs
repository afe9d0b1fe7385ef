using System.Collections.Immutable;
using CsCheck;
using Lichen.Core.Budgets;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Tests.Running;

namespace Lichen.Exploration.Tests.Choosing;

public sealed class PurseTests
{
    // Rounding of sums of doubles, relative.
    private const double Rounding = 1e-9;

    private static readonly Gen<Budget> Budgets = Gen.Select(
        Maybe(Gen.Double[1, 100]),
        Maybe(Gen.Double[1e-5, 1e-3]),
        Maybe(Gen.Double[1e-3, 1]),
        Maybe(Gen.Double[1e-4, 1e-2]),
        (core, energy, grams, money) =>
            new Budget(core, energy, grams, money, null, ImmutableSortedDictionary<string, int>.Empty)
    );

    private static Gen<double?> Maybe(Gen<double> numbers) =>
        Gen.OneOf(numbers.Select(x => (double?)x), Gen.Const((double?)null));

    [Fact]
    public void The_bound_is_linear_and_rises_with_the_limit() =>
        Gen.Select(Gen.Double[0, 1e4], Gen.Double[0, 1e4])
            .Sample(
                (a, b) =>
                {
                    var purse = SmallLadder.Single(1).Purse();
                    var sum = purse.Bound(a) + purse.Bound(b);
                    var whole = purse.Bound(a + b) + purse.Bound(0);
                    Assert.Equal(sum.CoreSeconds, whole.CoreSeconds, Rounding * (1 + sum.CoreSeconds));
                    Assert.Equal(sum.EnergyKilowattHours, whole.EnergyKilowattHours, Rounding);
                    Assert.Equal(sum.GramsCo2e, whole.GramsCo2e, Rounding * (1 + sum.GramsCo2e));
                    Assert.Equal(sum.Money, whole.Money, Rounding);
                    var (less, more) = (purse.Bound(Math.Min(a, b)), purse.Bound(Math.Max(a, b)));
                    Assert.True(
                        less.CoreSeconds <= more.CoreSeconds && less.EnergyKilowattHours <= more.EnergyKilowattHours
                    );
                    Assert.True(less.GramsCo2e <= more.GramsCo2e && less.Money <= more.Money);
                }
            );

    [Fact]
    public void What_is_reserved_and_spent_never_exceeds_any_currency() =>
        Gen.Select(Budgets, Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.Bool).Array[30])
            .Sample(
                (budget, steps) =>
                {
                    var ladder = SmallLadder.Single(steps.Length);
                    var purse = ladder.Purse(budget);
                    for (var i = 0; i < steps.Length; i++)
                    {
                        var (share, used, ends) = steps[i];
                        var affordable = Math.Min(1000, purse.Affordable(ladder.State));
                        if (affordable <= 0)
                        {
                            break;
                        }

                        var limit = share * affordable;
                        var decided = ladder.Decide(i, 0, limit: limit);
                        if (ends)
                        {
                            ladder.Finish(decided, 1, used * limit);
                        }

                        var committed = Amount.Of(ladder.State.Spent) + ladder.State.Reserved;
                        Assert.InRange(committed.ShareOf(budget), 0, 1 + Rounding);
                    }
                },
                iter: 300
            );

    [Fact]
    public void All_that_is_affordable_fills_the_scarcest_currency() =>
        Budgets
            .Where(budget => !budget.IsUnlimited)
            .Sample(budget =>
            {
                var ladder = SmallLadder.Single(1);
                var purse = ladder.Purse(budget);
                Assert.Equal(1, purse.Bound(purse.Affordable(ladder.State)).ShareOf(budget), Rounding);
            });

    [Fact]
    public void Without_a_limit_anything_is_affordable() =>
        Assert.Equal(double.PositiveInfinity, SmallLadder.Single(1).Purse().Affordable(SmallLadder.Single(1).State));

    [Fact]
    public void No_calculation_may_take_more_cpu_time_than_wall_time_is_left()
    {
        var ladder = SmallLadder.Single(2);
        var purse = ladder.Purse(Budget.Unlimited with { WallSeconds = 60 });
        Assert.Equal(60, purse.Affordable(ladder.State));
        ladder.State.Apply(new Resumed(45, "host", "1"));
        Assert.Equal(15, purse.Affordable(ladder.State));
        ladder.State.Apply(new Resumed(90, "host", "1"));
        Assert.Equal(0, purse.Affordable(ladder.State));
    }

    [Fact]
    public void Counts_are_of_what_was_started_at_the_level_and_not_of_hits()
    {
        var ladder = SmallLadder.Pair(4);
        var purse = ladder.Purse(
            Budget.Unlimited with
            {
                Counts = ImmutableSortedDictionary<string, int>.Empty.Add("dear", 2),
            }
        );
        ladder.Decide(0, 0);
        ladder.Finish(ladder.Decide(0, 1, Purpose.Archive), 1);
        ladder.Decide(1, 1);
        Assert.True(purse.CountAllows(ladder.State, ladder.Rungs[1]));
        ladder.Decide(2, 1);
        Assert.False(purse.CountAllows(ladder.State, ladder.Rungs[1]));
        Assert.True(purse.CountAllows(ladder.State, ladder.Rungs[0]));
    }

    [Fact]
    public void A_limit_is_generous_while_it_can_be_then_all_that_is_left_then_none()
    {
        var cost = new CostPrediction(0, 0.5);
        var generous = Purse.CpuLimit(cost, double.PositiveInfinity)!.Value;
        var tight = cost.Quantile(Purse.Tight);
        Assert.InRange(generous, cost.Quantile(0.999), double.MaxValue);
        Assert.Equal(generous, Purse.CpuLimit(cost, generous));
        // What is kept back to stop in time is no time to compute in.
        Assert.Equal(tight + Purse.Slack, Purse.CpuLimit(cost, tight + Purse.Slack));
        Assert.Null(Purse.CpuLimit(cost, tight + (0.99 * Purse.Slack)));
    }
}
