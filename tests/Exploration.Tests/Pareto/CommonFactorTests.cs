using CsCheck;
using Lichen.Core.Numerics;
using Lichen.Core.Objectives;
using Lichen.Exploration.Pareto;

namespace Lichen.Exploration.Tests.Pareto;

public sealed class CommonFactorTests
{
    [Fact]
    public void Without_a_correlation_there_is_no_factor() => Assert.Null(CommonFactor.Of(3, (_, _) => 0));

    [Fact]
    public void Two_predictions_have_their_correlation_exactly() =>
        Gen.Double[-0.8, 0.8]
            .Where(r => Math.Abs(r) > 1e-6)
            .Sample(r =>
            {
                var loadings = CommonFactor.Of(2, (_, _) => r)!.Loadings;
                Assert.Equal(r, loadings[0] * loadings[1], 1e-9);
            });

    [Fact]
    public void A_single_factor_is_found_again() =>
        Gen.Select(Gen.Double[0.2, 0.9], Gen.Bool)
            .Select((size, isNegative) => isNegative ? -size : size)
            .Array[4]
            .Sample(
                loadings =>
                {
                    var found = CommonFactor.Of(4, (i, j) => loadings[i] * loadings[j])!.Loadings.ToArray();
                    for (var i = 0; i < 4; i++)
                    {
                        for (var j = 0; j < i; j++)
                        {
                            Assert.Equal(loadings[i] * loadings[j], found[i] * found[j], 1e-3);
                        }
                    }
                },
                iter: 200
            );

    [Fact]
    public void Moments_of_the_common_part_are_exact()
    {
        var common = CommonFactor.Of(2, (_, _) => 0.5)!;
        double[] means = [1, -2],
            deviations = [3, 4];
        Assert.Equal(1, common.Mean((_, _) => 1, means, deviations), 1e-12);
        Assert.Equal(1, common.Mean((m, _) => m[0], means, deviations), 1e-12);
        Assert.Equal(0.5 * 3 * 4, common.Mean((m, _) => (m[0] - 1) * (m[1] + 2), means, deviations), 1e-9);
        Assert.Equal(9, common.Mean((m, s) => Math.Pow(m[0] - 1, 2) + (s[0] * s[0]), means, deviations), 1e-9);
        Assert.Equal(
            Math.Log(common.Mean((m, _) => Math.Exp(m[0]), means, deviations)),
            common.LogMean((m, _) => m[0], means, deviations),
            1e-12
        );
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(-0.7)]
    public void The_gain_of_correlated_wishes_is_that_of_a_fine_sum(double correlation)
    {
        double[][] front =
        [
            [0.1, 0.7],
            [0.4, 0.4],
            [0.8, 0.2],
        ];
        double[] means = [0.5, 0.5],
            deviations = [0.3, 0.2],
            reference = [1, 1];
        Goal[] goals = [new Minimise(), new Minimise()];
        var region = OpenRegion.Below(front, reference, []);
        var common = CommonFactor.Of(2, (_, _) => correlation)!;
        var gain = Math.Exp(common.LogMean((m, s) => region.LogExpectedImprovement(goals, m, s), means, deviations));

        // The first error is known at each step of a fine sum, the second is normal given the first.
        const double Step = 1e-3;
        var left = Math.Sqrt(1 - (correlation * correlation));
        var summed = 0.0;
        for (var z = -8.0; z < 8; z += Step)
        {
            double[] known = [means[0] + (deviations[0] * z), means[1] + (deviations[1] * correlation * z)];
            var log = region.LogExpectedImprovement(goals, known, [0, deviations[1] * left]);
            summed += Step * Normal.Density(z) * Math.Exp(log);
        }

        var apart = Math.Exp(region.LogExpectedImprovement(goals, means, deviations));
        Assert.Equal(summed, gain, 0.005 * summed);
        Assert.NotEqual(summed, apart, 0.05 * summed);
    }

    [Fact]
    public void Drawn_errors_have_their_correlation()
    {
        var common = CommonFactor.Of(2, (_, _) => -0.6)!;
        var random = new Random(1);
        const int Draws = 50_000;
        var product = 0.0;
        for (var draw = 0; draw < Draws; draw++)
        {
            var shared = Normal.Quantile(random.NextDouble());
            product +=
                common.Error(0, shared, Normal.Quantile(random.NextDouble()))
                * common.Error(1, shared, Normal.Quantile(random.NextDouble()))
                / Draws;
        }

        Assert.Equal(-0.6, product, 0.02);
    }
}
