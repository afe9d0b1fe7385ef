using CsCheck;
using Lichen.Core.Objectives;
using Lichen.Exploration.Choosing;

namespace Lichen.Exploration.Tests.Choosing;

public sealed class LookaheadTests
{
    private static readonly Gen<(
        double Threshold,
        double Mean,
        double Deviation,
        double Correlation,
        double Ratio
    )> Cases = Gen.Select(
        Gen.Double[-2, 2],
        Gen.Double[-2, 2],
        Gen.Double[0.1, 2],
        Gen.Double[-0.99, 0.99],
        Gen.Double[0.01, 2]
    );

    [Fact]
    public void The_rate_balances_what_is_hoped_for_and_what_is_paid() =>
        Cases.Sample(
            (threshold, mean, deviation, correlation, price) =>
            {
                var rate = Math.Exp(
                    Lookahead.LogRate(new Minimise(), threshold, mean, deviation, correlation, price, 1)
                );
                // E[max(0, v - lambda C)] = lambda c, with the mean over m' taken on a fine grid.
                double told = deviation * Math.Abs(correlation),
                    left = Math.Sqrt((deviation * deviation) - (told * told));
                var balance = 0.0;
                const double Step = 0.002;
                for (var z = -8.0; z <= 8; z += Step)
                {
                    var gain = ExpectedImprovement.Of(new Minimise(), threshold, mean + (told * z), left);
                    balance += Step * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI) * Math.Max(0, gain - rate);
                }

                // The kink of max(0, .) lies between nodes of the coarse grid: that costs a little.
                Assert.Equal(rate * price, balance, 0.02 * rate * price + 1e-9);
            },
            iter: 200
        );

    [Fact]
    public void The_rate_is_the_best_over_all_heads_of_all_nodes() =>
        Cases.Sample(
            (threshold, mean, deviation, correlation, price) =>
            {
                foreach (Goal goal in (Goal[])[new Minimise(), new Maximise(), new Target(0.3), new InRange(-0.2, 0.4)])
                {
                    // No value is nearer to a target than nothing.
                    var limit = goal is Target or InRange ? 0.01 + Math.Abs(threshold) : threshold;
                    var fast = Lookahead.LogRate(goal, limit, mean, deviation, correlation, price, 1);
                    Assert.Equal(ClearRate(goal, limit, mean, deviation, correlation, price), fast, 1e-10);
                }
            },
            iter: 200
        );

    [Fact]
    public void A_label_that_tells_nothing_only_adds_to_the_price() =>
        Cases.Sample(
            (threshold, mean, deviation, _, price) =>
            {
                var gain = ExpectedImprovement.LogOf(new Maximise(), threshold, mean, deviation);
                var rate = Lookahead.LogRate(new Maximise(), threshold, mean, deviation, 0, price, 1);
                Assert.Equal(gain - Math.Log(1 + price), rate, 1e-6);
            }
        );

    [Fact]
    public void No_rate_exceeds_the_whole_gain_for_the_price_of_the_label() =>
        Cases.Sample(
            (threshold, mean, deviation, correlation, price) =>
            {
                foreach (Goal goal in (Goal[])[new Minimise(), new Maximise(), new Target(0.3), new InRange(-0.2, 0.4)])
                {
                    var gain = ExpectedImprovement.LogOf(goal, Math.Abs(threshold), mean, deviation);
                    var rate = Lookahead.LogRate(goal, Math.Abs(threshold), mean, deviation, correlation, price, 1);
                    // Fourteen orders of magnitude down, the logarithms themselves are approximate.
                    Assert.True(gain < -30 || rate <= gain - Math.Log(price) + 0.06, $"{goal}: {rate} of {gain}");
                }
            }
        );

    [Fact]
    public void What_tells_more_is_worth_more()
    {
        double Rate(double correlation) => Lookahead.LogRate(new Minimise(), 0, 1, 1, correlation, 0.1, 1);
        Assert.True(Rate(0.3) < Rate(0.6) && Rate(0.6) < Rate(0.9));
        Assert.Equal(Rate(0.6), Rate(-0.6), 1e-12);
    }

    [Fact]
    public void Where_nothing_can_be_gained_there_is_no_rate() =>
        Assert.Equal(double.NegativeInfinity, Lookahead.LogRate(new Minimise(), 0, 1, 0, 0.5, 0.1, 1));

    // The plain way: the gain after every reading, all of them sorted, every head tried.
    private static double ClearRate(
        Goal goal,
        double threshold,
        double mean,
        double deviation,
        double correlation,
        double price
    )
    {
        const double Step = 0.125;
        double told = deviation * Math.Abs(correlation),
            left = Math.Sqrt((deviation * deviation) - (told * told));
        var nodes = Enumerable
            .Range(0, 97)
            .Select(i => -6 + (i * Step))
            .Select(z =>
                (
                    Weight: Step * Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI),
                    LogGain: ExpectedImprovement.LogOf(goal, threshold, mean + (told * z), left)
                )
            )
            .OrderByDescending(node => node.LogGain)
            .ToList();
        double gain = 0,
            opened = 0,
            best = 0;
        foreach (var (weight, logGain) in nodes)
        {
            gain += weight * Math.Exp(logGain - nodes[0].LogGain);
            opened += weight;
            best = Math.Max(best, gain / (price + opened));
        }

        return nodes[0].LogGain + Math.Log(best);
    }
}
