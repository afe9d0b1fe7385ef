using Lichen.Learning.Sparse;

namespace Lichen.Learning.Tests.Sparse;

public sealed class InducingPointsTests
{
    private static readonly CoKrigingParameters Parameters = new(
        [
            new RungParameters(0, 1, 0, 1, [0.8, 0.3], 0.5, 2.5, 0.1),
            new RungParameters(0, 1, 0.8, 1, [0.1, 0.2], 0.3, 2.5, 0.1)
            {
                OutcomeAmplitude = 0.9,
                OutcomeLengthscale = 0.7,
            },
        ],
        [1, 0.5, 2]
    );

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Panels_choose_as_the_plain_greedy_way_does(int rung)
    {
        var pool = new ClearPool(180, 3, seed: 1, fingerprints: 2, outcomes: 2);
        Assert.Equal(Greedy(pool, 70, rung), InducingPoints.Choose(Points(pool, rung), 70, Token));
    }

    [Fact]
    public void The_first_points_do_not_depend_on_how_many_are_wanted()
    {
        LabelledPoints points = Points(new ClearPool(200, 3, seed: 2, fingerprints: 2));
        int[] many = [.. InducingPoints.Choose(points, 100, Token)];
        Assert.Equal(many[..33], InducingPoints.Choose(points, 33, Token));
        Assert.Equal(many.Length, many.Distinct().Count());
    }

    private static List<int> Greedy(ClearPool pool, int most, int rung)
    {
        var prior = new ClearCoKriging(pool, Parameters);
        int n = pool.Features.Rows;
        var rows = new List<double[]>();
        var chosen = new List<int>();
        double[] left = [.. Enumerable.Range(0, n).Select(i => prior.Covariance(i, rung, i, rung))];
        while (chosen.Count < most)
        {
            int next = Enumerable.Range(0, n).Except(chosen).MaxBy(i => Math.Round(left[i], 10));
            double[] row =
            [
                .. Enumerable
                    .Range(0, n)
                    .Select(i =>
                        (prior.Covariance(next, rung, i, rung) - rows.Sum(r => r[next] * r[i])) / Math.Sqrt(left[next])
                    ),
            ];
            rows.Add(row);
            chosen.Add(next);
            for (int i = 0; i < n; i++)
            {
                left[i] -= row[i] * row[i];
            }
        }

        return chosen;
    }

    private static LabelledPoints Points(ClearPool pool, int rung = 0) =>
        new(
            pool.Features.Weighted(Parameters),
            new CoKrigingKernel(Parameters, pool.Features),
            [.. Enumerable.Range(0, pool.Features.Rows)],
            [.. Enumerable.Repeat(rung, pool.Features.Rows)]
        );

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
