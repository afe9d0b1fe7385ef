using System.Collections.Immutable;

namespace Lichen.Learning.Tests;

public sealed class RungEvidenceTests
{
    [Fact]
    public void Labels_tell_a_rung_that_informs_from_one_that_does_not()
    {
        var pool = new ClearPool(60, 4, seed: 31);
        double[] truth = [.. Enumerable.Range(0, 60).Select(i => Truth(pool, i))];
        double[] shuffled = [.. truth];
        new Random(32).Shuffle(shuffled);
        Assert.True(Evidence(pool, truth, truth)[0] > 4, "a rung that is the truth");
        Assert.InRange(Evidence(pool, truth, shuffled)[0], -40, 1);
    }

    [Fact]
    public void Of_two_rungs_the_one_that_informs_is_found()
    {
        var pool = new ClearPool(60, 4, seed: 33);
        double[] truth = [.. Enumerable.Range(0, 60).Select(i => Truth(pool, i))];
        double[] shuffled = [.. truth];
        new Random(34).Shuffle(shuffled);
        var evidence = Evidence(pool, truth, shuffled, truth);
        Assert.True(evidence[1] > 4, $"{evidence[1]}");
        Assert.True(evidence[0] < evidence[1] - 4, $"{evidence[0]} and {evidence[1]}");
    }

    [Fact]
    public void Without_pairs_nothing_is_said()
    {
        var pool = new ClearPool(20, 2, seed: 35);
        Label[] labels = [.. Enumerable.Range(0, 10).Select(i => new Label(i, 0, i))];
        Assert.Equal([0.0], Of(pool, labels, 2));
        Assert.Equal([0.0], Of(pool, [.. labels, new Label(15, 1, 3)], 2));
        Assert.Empty(Of(pool, labels, 1));
    }

    private static ImmutableArray<double> Evidence(ClearPool pool, double[] truth, params double[][] cheap)
    {
        Label[] labels =
        [
            .. cheap.SelectMany((values, rung) => values.Take(40).Select((value, i) => new Label(i, rung, value))),
            .. truth.Take(10).Select((value, i) => new Label(i, cheap.Length, value)),
        ];
        return Of(pool, labels, cheap.Length + 1);
    }

    private static ImmutableArray<double> Of(ClearPool pool, Label[] labels, int rungs)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        CoKrigingFit fit = CoKriging.Fit(
            pool.Features,
            labels,
            rungs,
            null,
            RadialShape.Gaussian,
            positive: false,
            1,
            token
        );
        return RungEvidence.Of(pool.Features, labels, fit.Parameters, 1, token);
    }

    // Of high frequency: labels of other molecules say little.
    private static double Truth(ClearPool pool, int i) =>
        Math.Sin(7 * pool.Features.Descriptors[i, 0]) + Math.Cos(5 * pool.Features.Descriptors[i, 1]);
}
