using CsCheck;
using Lichen.Core.Numerics;
using Lichen.Core.Objectives;
using Lichen.Exploration.Pareto;

namespace Lichen.Exploration.Tests.Pareto;

public sealed class OpenRegionTests
{
    private static Gen<(double[][] Front, Goal[] Goals, double[] Means, double[] Deviations)> Cases(int objectives) =>
        Gen.Select(
            Gen.Double[0, 1].Array[objectives].Array[0, 12],
            Gen.OneOf<Goal>(
                Gen.Const<Goal>(new Minimise()),
                Gen.Double[0, 1].Select(value => (Goal)new Target(value)),
                Gen.Double[0.2, 0.5].Select(low => (Goal)new InRange(low, low + 0.2))
            ).Array[objectives],
            Gen.Double[-0.2, 1.2].Array[objectives],
            Gen.Double[0.02, 0.5].Array[objectives]
        );

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Boxes_fill_what_the_front_leaves_and_do_not_overlap(int objectives) =>
        Gen.Select(Gen.Double[0, 1].Array[objectives].Array[0, 30], Gen.Double[-0.1, 1].Array[objectives].Array[20])
            .Sample(
                (front, probes) =>
                {
                    var reference = Enumerable.Repeat(0.9, objectives).ToArray();
                    var boxes = OpenBoxes.Below(front, reference);
                    Assert.True(boxes.Count <= ((objectives - 1) * front.Length) + 1);
                    foreach (var probe in probes)
                    {
                        var open =
                            probe.All(loss => loss < 0.9)
                            && !front.Any(point => point.Zip(probe, (p, z) => p <= z).All(below => below));
                        var holding = boxes.Count(box =>
                            probe.Index().All(z => box.Low[z.Index] <= z.Item && z.Item < box.High[z.Index])
                        );
                        Assert.Equal(open ? 1 : 0, holding);
                    }
                },
                iter: 300
            );

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Expected_improvement_is_the_mean_improvement_of_many_draws(int objectives) =>
        Cases(objectives)
            .Sample(
                (front, goals, means, deviations) =>
                {
                    var reference = Enumerable.Repeat(1.0, objectives).ToArray();
                    var exact = Math.Exp(
                        OpenRegion.Below(front, reference, []).LogExpectedImprovement(goals, means, deviations)
                    );
                    var (mean, error) = Drawn(front, goals, means, deviations, reference);
                    Assert.InRange(exact, mean - (6 * error) - 3e-3, mean + (6 * error) + 3e-3);
                },
                iter: 40
            );

    [Fact]
    public void Above_three_objectives_the_sampled_integral_agrees_with_draws() =>
        Cases(4)
            .Sample(
                (front, goals, means, deviations) =>
                {
                    var reference = Enumerable.Repeat(1.0, 4).ToArray();
                    var lowest = goals.Select((goal, m) => goal is Minimise ? means[m] - 2.5 : 0).ToArray();
                    var region = OpenRegion.Below(front, reference, lowest, 1 << 15);
                    var sampled = Math.Exp(region.LogExpectedImprovement(goals, means, deviations));
                    var (mean, error) = Drawn(front, goals, means, deviations, reference);
                    Assert.InRange(sampled, mean - (6 * error) - 0.02, mean + (6 * error) + 0.02);
                },
                iter: 10
            );

    [Fact]
    public void One_objective_gives_the_expected_improvement_of_the_literature()
    {
        var region = OpenRegion.Below(
            [
                [0.5],
                [0.7],
            ],
            [2],
            []
        );
        var log = region.LogExpectedImprovement([new Minimise()], [0.6], [0.2]);
        Assert.Equal(Math.Log((-0.1 * Normal.Cumulative(-0.5)) + (0.2 * Normal.Density(-0.5))), log, 12);
    }

    [Fact]
    public void Far_behind_the_front_the_logarithm_still_tells_candidates_apart()
    {
        double[][] front =
        [
            [0.1, 0.6],
            [0.3, 0.3],
            [0.6, 0.1],
        ];
        var region = OpenRegion.Below(front, [1, 1], []);
        Goal[] goals = [new Minimise(), new Minimise()];
        var logs = new[] { 2.0, 3, 5, 8, 12 }
            .Select(mean => region.LogExpectedImprovement(goals, [mean, mean], [0.1, 0.1]))
            .ToArray();
        Assert.All(logs, log => Assert.True(double.IsFinite(log)));
        Assert.Equal(logs.OrderDescending(), logs);
    }

    [Fact]
    public void A_known_candidate_gains_the_volume_that_it_adds()
    {
        double[][] front =
        [
            [0.2, 0.8],
            [0.8, 0.2],
        ];
        var region = OpenRegion.Below(front, [1, 1], []);
        var gain = Math.Exp(region.LogExpectedImprovement([new Minimise(), new Minimise()], [0.5, 0.5], [0, 0]));
        Assert.Equal(Hypervolume.Of([.. front, [0.5, 0.5]], [1, 1]) - Hypervolume.Of(front, [1, 1]), gain, 12);
    }

    [Fact]
    public void The_chance_to_extend_the_front_is_that_of_draws() =>
        Cases(2)
            .Sample(
                (front, goals, means, deviations) =>
                {
                    double[] reference = [1, 1];
                    var chance = OpenRegion.Below(front, reference, []).Chance(goals, means, deviations);
                    var random = new Random(5);
                    const int Draws = 20_000;
                    var hits = 0;
                    for (var draw = 0; draw < Draws; draw++)
                    {
                        var losses = Loss(goals, means, deviations, random);
                        hits +=
                            losses.All(loss => loss < 1)
                            && !front.Any(point => point.Zip(losses, (p, l) => p <= l).All(b => b))
                                ? 1
                                : 0;
                    }

                    Assert.Equal(chance, hits / (double)Draws, 0.025);
                },
                iter: 20
            );

    private static double[] Loss(Goal[] goals, double[] means, double[] deviations, Random random) =>
        [.. goals.Select((goal, m) => goal.Loss(means[m] + (deviations[m] * Normal.Quantile(random.NextDouble()))))];

    private static (double Mean, double Error) Drawn(
        double[][] front,
        Goal[] goals,
        double[] means,
        double[] deviations,
        double[] reference
    )
    {
        var random = new Random(7);
        const int Draws = 4000;
        var had = Hypervolume.Of(front, reference);
        var gains = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            gains[draw] = Hypervolume.Of([.. front, Loss(goals, means, deviations, random)], reference) - had;
        }

        var mean = gains.Average();
        var variance = gains.Sum(gain => (gain - mean) * (gain - mean)) / (Draws - 1);
        return (mean, Math.Sqrt(variance / Draws));
    }
}
