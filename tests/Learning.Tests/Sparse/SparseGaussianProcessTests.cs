using Lichen.Learning.Sparse;

namespace Lichen.Learning.Tests.Sparse;

public sealed class SparseGaussianProcessTests
{
    // Inducing points and labels pass through two factorisations here where the exact model has one; the covariances of
    // a made-up pool have a condition number of about 1e6.
    private const double Rounding = 1e-8;

    private static readonly CoKrigingParameters Parameters = new(
        [new RungParameters(5, 2, 0, 1, [0.8, 0.3], 0.5, 2.5, 0.1)],
        [1, 0.5, 2],
        RadialShape.Matern52
    );

    private static readonly CoKrigingParameters TwoRungs = new(
        [
            new RungParameters(5, 2, 0, 1, [0.8, 0.3], 0.5, 2.5, 0.1),
            new RungParameters(6.5, 1.5, 0.85, 1, [0.3, 0.5], 0.4, 3.1, 0.2),
        ],
        [1, 0.5, 2]
    );

    [Theory]
    [InlineData(SparseForm.Variational, 1)]
    [InlineData(SparseForm.IndependentResiduals, 1)]
    [InlineData(SparseForm.Variational, 2)]
    [InlineData(SparseForm.IndependentResiduals, 2)]
    public void With_every_label_an_inducing_point_it_is_the_exact_model(SparseForm form, int rungs)
    {
        CoKrigingParameters parameters = rungs == 1 ? Parameters : TwoRungs;
        var pool = new ClearPool(400, 3, seed: 1, fingerprints: 2);
        Label[] labels = Labels(300, rungs);
        var exact = new GaussianProcess(pool.Features, labels, parameters);
        SparseGaussianProcess sparse = Make(pool, labels, parameters, 300, form);
        Assert.Equal(300, sparse.InducingCount);
        Assert.Equal(0, sparse.Jitter);
        Assert.InRange(sparse.Unexplained, 0, Rounding);
        for (int rung = 0; rung < rungs; rung++)
        {
            (double[] means, double[] deviations) = Predict(exact.Predict, pool, rung);
            (double[] ours, double[] spread) = Predict(sparse.Predict, pool, rung);
            for (int i = 0; i < 400; i++)
            {
                Assert.Equal(means[i], ours[i], Rounding);
                Assert.Equal(deviations[i], spread[i], Rounding);
            }
        }
    }

    [Theory]
    [InlineData(SparseForm.Variational)]
    [InlineData(SparseForm.IndependentResiduals)]
    public void It_is_what_the_equations_say(SparseForm form)
    {
        var pool = new ClearPool(60, 3, seed: 2, fingerprints: 2);
        Label[] labels = Labels(50, 1);
        SparseGaussianProcess sparse = Make(pool, labels, Parameters, 12, form);
        (double[] means, double[] deviations) = Predict(sparse.Predict, pool, 0);
        var clear = new ClearSparse(pool, Parameters, labels, sparse.Inducing, form);
        Assert.Equal(clear.LogLikelihood(), sparse.LogLikelihood, 1e-7);
        for (int i = 0; i < 60; i++)
        {
            (double mean, double variance) = clear.Predict(i);
            Assert.Equal(mean, means[i], 1e-8);
            Assert.Equal(variance, deviations[i] * deviations[i], 1e-8);
        }
    }

    [Fact]
    public void The_variational_likelihood_is_a_bound_that_rises_with_every_inducing_point()
    {
        var pool = new ClearPool(120, 3, seed: 3, fingerprints: 2);
        Label[] labels = Labels(120, 1);
        double before = double.NegativeInfinity;
        foreach (int inducing in new[] { 1, 5, 10, 33, 64, 100, 120 })
        {
            double bound = Make(pool, labels, Parameters, inducing, SparseForm.Variational).LogLikelihood;
            Assert.True(bound > before, $"{bound} with {inducing} is not above {before}.");
            before = bound;
        }

        double exact = new ClearCoKriging(pool, Parameters).LogLikelihood(labels);
        Assert.Equal(exact, before, 1e-6);
    }

    [Theory]
    [InlineData(SparseForm.Variational)]
    [InlineData(SparseForm.IndependentResiduals)]
    public void The_order_of_the_labels_and_the_threads_change_no_bit(SparseForm form)
    {
        var pool = new ClearPool(700, 3, seed: 4, fingerprints: 2);
        Label[] labels = Labels(600, 2);
        Label[] shuffled = [.. labels];
        new Random(5).Shuffle(shuffled);
        SparseGaussianProcess one = Make(pool, labels, TwoRungs, 70, form);
        SparseGaussianProcess other = Make(pool, shuffled, TwoRungs, 70, form, maxThreads: 2);
        Assert.Equal(one.Inducing, other.Inducing);
        Assert.Equal(one.LogLikelihood, other.LogLikelihood);
        Assert.Equal(Predict(one.Predict, pool, 1).Means, Predict(other.Predict, pool, 1).Means);
        Assert.Equal(Predict(one.Predict, pool, 1).Deviations, Predict(other.Predict, pool, 1).Deviations);
    }

    [Fact]
    public void Deviations_shrink_with_labels_and_never_exceed_the_prior()
    {
        var pool = new ClearPool(300, 3, seed: 6, fingerprints: 2);
        foreach (SparseForm form in Enum.GetValues<SparseForm>())
        {
            (_, double[] deviations) = Predict(Make(pool, Labels(200, 1), Parameters, 40, form).Predict, pool, 0);
            // 2^2 (1 + 0.8^2 + 0.3^2 + 0.5^2): the offset, the fingerprints and the descriptors.
            Assert.All(deviations, d => Assert.InRange(d, 0.01, Math.Sqrt(4 * 1.98)));
        }
    }

    /// <summary>
    /// Inducing points are labels, so that the variational posterior holds at least what their labels alone say. (It is
    /// no bound the other way: it may be surer than the exact model of all labels.)
    /// </summary>
    [Fact]
    public void Other_labels_never_make_it_less_sure_than_those_of_the_inducing_points_alone()
    {
        var pool = new ClearPool(300, 3, seed: 10, fingerprints: 2);
        Label[] labels = Labels(200, 1);
        SparseGaussianProcess sparse = Make(pool, labels, Parameters, 30, SparseForm.Variational);
        HashSet<int> chosen = [.. sparse.Inducing.Select(point => point.Candidate)];
        var part = new GaussianProcess(pool.Features, [.. labels.Where(l => chosen.Contains(l.Candidate))], Parameters);
        (_, double[] ours) = Predict(sparse.Predict, pool, 0);
        (_, double[] alone) = Predict(part.Predict, pool, 0);
        for (int i = 0; i < ours.Length; i++)
        {
            Assert.InRange(ours[i], 0, alone[i] + Rounding);
        }
    }

    [Theory]
    [InlineData(SparseForm.Variational)]
    [InlineData(SparseForm.IndependentResiduals)]
    public void Predictions_do_not_depend_on_the_blocks_they_come_in(SparseForm form)
    {
        var pool = new ClearPool(100, 3, seed: 11, fingerprints: 2);
        SparseGaussianProcess sparse = Make(pool, Labels(80, 2), TwoRungs, 25, form);
        (double[] means, double[] deviations) = Predict(sparse.Predict, pool, 1);
        var mean = new double[1];
        var deviation = new double[1];
        for (int i = 0; i < 100; i++)
        {
            sparse.Predict(pool.Features.Select([i]), 1, mean, deviation, 1, Token);
            Assert.Equal(means[i], mean[0]);
            Assert.Equal(deviations[i], deviation[0]);
        }
    }

    [Fact]
    public void Molecules_that_are_alike_take_no_second_inducing_point()
    {
        var pool = new ClearPool(20, 3, seed: 7, fingerprints: 2);
        Features twice = pool.Features.Select([.. Enumerable.Range(0, 40).Select(i => i % 20)]);
        var sparse = new SparseGaussianProcess(
            twice,
            Labels(40, 1),
            Parameters,
            40,
            SparseForm.IndependentResiduals,
            1,
            1,
            Token
        );
        Assert.Equal(20, sparse.InducingCount);
        Assert.Equal(0, sparse.Jitter);
        Assert.True(double.IsFinite(sparse.LogLikelihood));
    }

    [Fact]
    public void Of_very_many_labels_a_seeded_part_offers_inducing_points_and_all_teach()
    {
        var pool = new ClearPool(300, 3, seed: 8, fingerprints: 2);
        Label[] labels = Labels(300, 1);
        SparseGaussianProcess one = Make(pool, labels, Parameters, 20, SparseForm.Variational);
        SparseGaussianProcess same = Make(pool, labels, Parameters, 20, SparseForm.Variational);
        SparseGaussianProcess other = Make(pool, labels, Parameters, 20, SparseForm.Variational, seed: 2);
        Assert.Equal(300, one.LabelCount);
        Assert.Equal(one.Inducing, same.Inducing);
        Assert.NotEqual(one.Inducing, other.Inducing);
    }

    [Fact]
    public void Features_of_another_form_and_no_labels_are_refused()
    {
        var pool = new ClearPool(10, 3, seed: 9, fingerprints: 2);
        Label[] labels = Labels(10, 1);
        Assert.Throws<ArgumentException>(() => Make(pool, [], Parameters, 5, SparseForm.Variational));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(pool, labels, Parameters, 0, SparseForm.Variational));
        Assert.Throws<ArgumentException>(() =>
            Make(new ClearPool(10, 3, seed: 9), labels, Parameters, 5, SparseForm.Variational)
        );
        SparseGaussianProcess sparse = Make(pool, labels, Parameters, 5, SparseForm.Variational);
        Assert.Throws<ArgumentException>(() => Predict(sparse.Predict, pool, 1));
    }

    private static SparseGaussianProcess Make(
        ClearPool pool,
        Label[] labels,
        CoKrigingParameters parameters,
        int inducing,
        SparseForm form,
        ulong seed = 1,
        int maxThreads = 1
    ) => new(pool.Features, labels, parameters, inducing, form, seed, maxThreads, Token);

    private static Label[] Labels(int count, int rungs) =>
        [.. Enumerable.Range(0, count).Select(i => new Label(i, i % rungs, 5 + Math.Sin(i)))];

    private static (double[] Means, double[] Deviations) Predict(Prediction predict, ClearPool pool, int rung)
    {
        var means = new double[pool.Features.Rows];
        var deviations = new double[pool.Features.Rows];
        predict(pool.Features, rung, means, deviations, 2, Token);
        return (means, deviations);
    }

    private delegate void Prediction(
        Features candidates,
        int rung,
        double[] means,
        double[] deviations,
        int maxThreads,
        CancellationToken cancellationToken
    );

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
