namespace Lichen.Learning.Tests;

public sealed class ScreenedPosteriorTests
{
    private static readonly CoKrigingParameters First = Parameters(2.5);
    private static readonly CoKrigingParameters Second = Parameters(1.8);

    [Fact]
    public void Kept_candidates_are_as_in_a_posterior_of_all_and_the_rest_as_at_the_last_screening()
    {
        var pool = new ClearPool(100, 4, seed: 1, fingerprints: 2);
        var whole = new Posterior(pool.Features, First, 1);
        var screened = new ScreenedPosterior(pool.Features, First, 2);
        Learn(whole, screened, 0, 20);
        whole.Rebuild(Second, Token);
        screened.Rebuild(pool.Features, Second, _ => Enumerable.Range(10, 60), Token);
        Assert.Equal(70, screened.Active);
        double[][] before = [whole.Mean(1).ToArray(), whole.Deviation(0).ToArray()];
        Same(whole, screened, [.. Enumerable.Range(0, 100)]);

        Learn(whole, screened, 20, 40);
        whole.SetPending([new(50, 1)]);
        screened.SetPending([new(50, 1)]);
        Same(whole, screened, [.. Enumerable.Range(0, 70)]);
        Assert.Equal(before[0][80], screened.Mean(1)[80], 1e-9);
        Assert.Equal(before[1][99], screened.Deviation(0)[99], 1e-9);
        Assert.Equal(20 * 30 + 30, screened.PredictionsSaved);
    }

    [Fact]
    public void A_pruned_candidate_that_is_computed_after_all_comes_back()
    {
        var pool = new ClearPool(100, 4, seed: 2, fingerprints: 2);
        var whole = new Posterior(pool.Features, First, 1);
        var screened = new ScreenedPosterior(pool.Features, First, 1);
        Learn(whole, screened, 0, 10);
        whole.Rebuild(Second, Token);
        screened.Rebuild(pool.Features, Second, _ => Enumerable.Range(0, 30), Token);
        whole.SetPending([new(90, 0)]);
        screened.SetPending([new(90, 0)]);
        Learn(whole, screened, 95, 96);
        Same(whole, screened, [0, 29, 90, 95]);
        Assert.Equal(32, screened.Active);
    }

    [Fact]
    public void Without_a_selection_all_are_kept_with_the_same_bits()
    {
        var pool = new ClearPool(60, 4, seed: 3, fingerprints: 2);
        var whole = new Posterior(pool.Features, First, 1);
        var screened = new ScreenedPosterior(pool.Features, First, 1);
        Learn(whole, screened, 0, 10);
        whole.Rebuild(Second, Token);
        screened.Rebuild(pool.Features, Second, select: null, Token);
        Learn(whole, screened, 10, 15);
        Assert.Equal(whole.Mean(1).ToArray(), screened.Mean(1).ToArray());
        Assert.Equal(whole.LabelDeviation(0).ToArray(), screened.LabelDeviation(0).ToArray());
        Assert.Equal(0, screened.PredictionsSaved);
    }

    private static void Learn(Posterior whole, ScreenedPosterior screened, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            var label = new Label(i, i % 2, 5 + Math.Sin(i));
            whole.Add(label);
            screened.Add(label);
        }
    }

    private static void Same(Posterior whole, ScreenedPosterior screened, int[] candidates)
    {
        foreach (int candidate in candidates)
        {
            for (int rung = 0; rung < 2; rung++)
            {
                Assert.Equal(whole.Mean(rung)[candidate], screened.Mean(rung)[candidate], 1e-9);
                Assert.Equal(whole.Deviation(rung)[candidate], screened.Deviation(rung)[candidate], 1e-9);
                Assert.Equal(whole.LabelDeviation(rung)[candidate], screened.LabelDeviation(rung)[candidate], 1e-9);
                double correlation = whole.CorrelationWithTop(rung)[candidate];
                Assert.Equal(correlation, screened.CorrelationWithTop(rung)[candidate], 1e-6);
            }
        }
    }

    private static CoKrigingParameters Parameters(double lengthscale) =>
        new(
            [
                new RungParameters(5, 2, 0, 1, [0.8, 0.3], 0.5, lengthscale, 0.1),
                new RungParameters(6.5, 1.5, 0.85, 1, [0.3, 0.5], 0.4, lengthscale, 0.2),
            ],
            [1, 0.5, 2, 1]
        );

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
