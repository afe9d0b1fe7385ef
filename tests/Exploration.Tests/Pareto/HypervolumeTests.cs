using CsCheck;
using Lichen.Exploration.Pareto;

namespace Lichen.Exploration.Tests.Pareto;

public sealed class HypervolumeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void It_equals_the_sum_over_all_cells_between_coordinates(int objectives) =>
        Gen.Int[0, 8]
            .Select(i => i / 8.0)
            .Array[objectives]
            .Array[0, 7]
            .Sample(
                points =>
                {
                    var reference = Enumerable.Repeat(0.95, objectives).ToArray();
                    Assert.Equal(OfCells(points, reference), Hypervolume.Of(points, reference), 1e-12);
                },
                iter: 100
            );

    [Fact]
    public void The_order_of_points_and_objectives_changes_nothing() =>
        Gen.Double[0, 1]
            .Array[3]
            .Array[1, 20]
            .Sample(points =>
            {
                double[] reference = [1, 1, 1];
                var volume = Hypervolume.Of(points, reference);
                Assert.Equal(volume, Hypervolume.Of(points.Reverse(), reference), 1e-9);
                Assert.Equal(
                    volume,
                    Hypervolume.Of(points.Select(point => new[] { point[2], point[0], point[1] }), reference),
                    1e-9
                );
            });

    [Fact]
    public void Points_that_are_not_better_than_the_reference_add_nothing() =>
        Assert.Equal(
            0,
            Hypervolume.Of(
                [
                    [0.5, 1],
                    [2, 0],
                ],
                [1, 1]
            )
        );

    [Fact]
    public void The_front_is_what_a_comparison_of_all_pairs_leaves() =>
        Gen.Int[0, 5]
            .Select(i => (double)i)
            .Array[3]
            .Array[1, 30]
            .Sample(points =>
                Assert.Equal(
                    Enumerable
                        .Range(0, points.Length)
                        .Where(i => !points.Any(other => Dominance.Dominates(other, points[i]))),
                    Dominance.Front(points)
                )
            );

    [Fact]
    public void Layers_are_peeled_off_one_by_one()
    {
        double[][] points =
        [
            [3, 3],
            [1, 2],
            [2, 1],
            [2, 2],
            [1, 2],
        ];
        Assert.Equal([3, 1, 1, 2, 1], Dominance.Layers(points));
    }

    private static double OfCells(double[][] points, double[] reference)
    {
        var cuts = reference
            .Select(
                (bound, m) =>
                    points
                        .Select(point => point[m])
                        .Where(cut => cut < bound)
                        .Append(bound)
                        .Distinct()
                        .Order()
                        .ToArray()
            )
            .ToArray();
        return Sum(0, [], 1);

        double Sum(int m, double[] corner, double volume) =>
            m == reference.Length
                ? points.Any(point => point.Zip(corner, (p, c) => p <= c).All(below => below))
                    ? volume
                    : 0
                : Enumerable
                    .Range(0, Math.Max(0, cuts[m].Length - 1))
                    .Sum(i => Sum(m + 1, [.. corner, cuts[m][i]], volume * (cuts[m][i + 1] - cuts[m][i])));
    }
}
