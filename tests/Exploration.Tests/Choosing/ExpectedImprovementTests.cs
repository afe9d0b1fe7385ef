using CsCheck;
using Lichen.Core.Numerics;
using Lichen.Core.Objectives;
using Lichen.Exploration.Choosing;

namespace Lichen.Exploration.Tests.Choosing;

public sealed class ExpectedImprovementTests
{
    // Simpson's rule with 4,000 panels over 20 standard deviations; the kinks of the loss limit it.
    private const double QuadratureTolerance = 1e-5;

    private static readonly Gen<Goal> Goals = Gen.OneOf(
        Gen.Const<Goal>(new Minimise()),
        Gen.Const<Goal>(new Maximise()),
        Gen.Double[-2, 2].Select(value => (Goal)new Target(value)),
        Gen.Select(Gen.Double[-2, 2], Gen.Double[0, 2], (low, width) => (Goal)new InRange(low, low + width))
    );

    [Fact]
    public void Improvement_equals_its_integral() =>
        Gen.Select(Goals, Gen.Double[0.1, 2], Gen.Double[-3, 3], Gen.Double[0.05, 2])
            .Sample(
                (goal, threshold, mean, deviation) =>
                {
                    var expected = Integrate(value => Math.Max(0, threshold - goal.Loss(value)), mean, deviation);
                    var found = ExpectedImprovement.Of(goal, threshold, mean, deviation);
                    Assert.Equal(expected, found, QuadratureTolerance);
                },
                iter: 200
            );

    [Fact]
    public void Chance_lies_in_zero_to_one_and_agrees_with_the_integral() =>
        Gen.Select(Goals, Gen.Double[0.1, 2], Gen.Double[-3, 3], Gen.Double[0.05, 2])
            .Sample(
                (goal, threshold, mean, deviation) =>
                {
                    var found = ExpectedImprovement.Chance(goal, threshold, mean, deviation);
                    Assert.InRange(found, 0, 1);
                    // The derivative of the improvement in the threshold is the chance.
                    const double Step = 1e-5;
                    var slope =
                        (
                            ExpectedImprovement.Of(goal, threshold + Step, mean, deviation)
                            - ExpectedImprovement.Of(goal, threshold - Step, mean, deviation)
                        ) / (2 * Step);
                    Assert.Equal(slope, found, 1e-4);
                },
                iter: 500
            );

    [Fact]
    public void Logarithms_agree_with_what_they_are_of_and_go_on_where_that_ends() =>
        Gen.Select(Goals, Gen.Double[0.1, 2], Gen.Double[-3, 3], Gen.Double[0.05, 2])
            .Sample(
                (goal, threshold, mean, deviation) =>
                {
                    var improvement = ExpectedImprovement.Of(goal, threshold, mean, deviation);
                    var chance = ExpectedImprovement.Chance(goal, threshold, mean, deviation);
                    var (log, logChance) = (
                        ExpectedImprovement.LogOf(goal, threshold, mean, deviation),
                        ExpectedImprovement.LogChance(goal, threshold, mean, deviation)
                    );
                    if (improvement > 1e-6)
                    {
                        Assert.Equal(Math.Log(improvement), log, 1e-6);
                    }

                    if (chance > 1e-6)
                    {
                        Assert.Equal(Math.Log(chance), logChance, 1e-6);
                    }

                    // A hundred deviations further off, both still fall with the distance.
                    var far = mean + Math.CopySign(100, mean);
                    foreach (var of in new[] { ExpectedImprovement.LogOf, (Logarithm)ExpectedImprovement.LogChance })
                    {
                        var (near, further) = (of(goal, threshold, far, 1), of(goal, threshold, far * 1.01, 1));
                        if (goal.Loss(far) > threshold)
                        {
                            Assert.True(double.IsFinite(near) && further < near, $"{near} then {further}");
                        }
                    }
                },
                iter: 300
            );

    private delegate double Logarithm(Goal goal, double threshold, double mean, double deviation);

    [Fact]
    public void Without_doubt_the_improvement_is_the_plain_difference()
    {
        Assert.Equal(0.5, ExpectedImprovement.Of(new Minimise(), 2, 1.5, 0), 12);
        Assert.Equal(0, ExpectedImprovement.Of(new Minimise(), 2, 2.5, 0), 12);
        Assert.Equal(0.5, ExpectedImprovement.Of(new Maximise(), -2, 2.5, 0), 12);
        Assert.Equal(0.75, ExpectedImprovement.Of(new Target(1), 1, 1.25, 0), 12);
        Assert.Equal(1, ExpectedImprovement.Of(new InRange(0, 2), 1, 1, 0), 12);
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(-1, 0.15865525393145705)]
    [InlineData(1.959963984540054, 0.975)]
    [InlineData(-6, 9.865876450376981e-10)]
    [InlineData(-20, 2.753624118606234e-89)]
    public void Cumulative_has_the_tabulated_values(double z, double expected) =>
        Assert.Equal(1, Normal.Cumulative(z) / expected, 1e-11);

    [Fact]
    public void Quantile_inverts_the_cumulative() =>
        Gen.Double[1e-9, 1 - 1e-9].Sample(p => Assert.Equal(1, Normal.Cumulative(Normal.Quantile(p)) / p, 1e-9));

    private static double Integrate(Func<double, double> improvement, double mean, double deviation)
    {
        const int Panels = 4000;
        double low = mean - (10 * deviation),
            width = 20 * deviation / Panels,
            sum = 0;
        for (var i = 0; i <= Panels; i++)
        {
            var value = low + (i * width);
            var weight =
                i is 0 or Panels ? 1
                : i % 2 == 1 ? 4
                : 2;
            sum += weight * improvement(value) * Normal.Density((value - mean) / deviation) / deviation;
        }

        return sum * width / 3;
    }
}
