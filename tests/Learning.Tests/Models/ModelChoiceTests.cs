using CsCheck;
using Lichen.Learning.Models;

namespace Lichen.Learning.Tests.Models;

public sealed class ModelChoiceTests
{
    private const int Count = 400;

    [Fact]
    public void The_kind_that_predicts_better_is_chosen_and_the_reason_says_so()
    {
        double[] values = Normals(1, 1);
        ModelChoice choice = ModelChoice.Between(values, Near(values, 0.1, seed: 2), Near(values, 1, seed: 3));
        Assert.Equal(ModelKind.GaussianProcess, choice.Kind);
        Assert.StartsWith("the Gaussian process predicts", choice.Reason);
        choice = ModelChoice.Between(values, Near(values, 1, seed: 2), Near(values, 0.1, seed: 3));
        Assert.Equal(ModelKind.DeepEnsemble, choice.Kind);
        Assert.Equal(0, choice.GaussianProcessShare);
    }

    [Fact]
    public void Models_that_err_apart_are_mixed()
    {
        double[] values = Normals(1, 1);
        ModelChoice choice = ModelChoice.Between(values, Near(values, 0.5, seed: 2), Near(values, 0.5, seed: 3));
        Assert.Equal(ModelKind.Mixture, choice.Kind);
        Assert.InRange(choice.GaussianProcessShare, 0.35, 0.65);
        Assert.Equal(choice.Scores.Max(score => score.LogDensity), choice.Scores[^1].LogDensity);
    }

    [Fact]
    public void Two_models_that_say_the_same_are_not_mixed()
    {
        double[] values = Normals(1, 1);
        Predictions same = Near(values, 0.5, seed: 2);
        Assert.Equal(ModelKind.GaussianProcess, ModelChoice.Between(values, same, same).Kind);
    }

    [Fact]
    public void A_model_that_knows_where_it_errs_is_preferred_to_one_that_does_not()
    {
        var random = new Random(4);
        double[] values = new double[Count];
        double[] variances = [.. values.Select(_ => Math.Pow(10, (3 * random.NextDouble()) - 2))];
        double[] means = [.. variances.Select(v => Math.Sqrt(v) * ClearPool.Normal(random))];
        var knows = new Predictions(means, variances);
        var ignores = new Predictions(means, [.. variances.Select(_ => variances.Average())]);
        Assert.Equal(ModelKind.DeepEnsemble, ModelChoice.Between(values, ignores, knows).Kind);
    }

    [Fact]
    public void Networks_are_given_up_only_where_they_help_in_no_mixture()
    {
        double[] values = Normals(1, 1);
        Assert.True(ModelChoice.IsHopeless(values, Near(values, 0.1, seed: 2), Near(values, 3, seed: 3)));
        Assert.False(ModelChoice.IsHopeless(values, Near(values, 0.5, seed: 2), Near(values, 0.5, seed: 3)));
        Assert.False(ModelChoice.IsHopeless(values, Near(values, 1, seed: 2), Near(values, 0.1, seed: 3)));
    }

    [Fact]
    public void A_mixture_has_the_mean_and_variance_of_its_draws() =>
        Gen.Select(Gen.Double[-3, 3], Gen.Double[-3, 3], Gen.Double[0.1, 4], Gen.Double[0.1, 4], Gen.Double[0, 1])
            .Sample(
                (m1, m2, v1, v2, share) =>
                {
                    Predictions mixed = Predictions.Mix(new([m1], [v1]), new([m2], [v2]), share);
                    double mean = (share * m1) + ((1 - share) * m2);
                    double second = (share * (v1 + (m1 * m1))) + ((1 - share) * (v2 + (m2 * m2)));
                    Assert.Equal(mean, mixed.Means[0], 1e-12);
                    Assert.Equal(second - (mean * mean), mixed.Variances[0], 1e-9);
                }
            );

    private static double[] Normals(int seed, double deviation)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Count).Select(_ => deviation * ClearPool.Normal(random))];
    }

    private static Predictions Near(double[] values, double error, int seed)
    {
        double[] errors = Normals(seed, error);
        return new Predictions(
            [.. values.Zip(errors, (value, e) => value + e)],
            [.. values.Select(_ => error * error)]
        );
    }
}
