using Lichen.Learning.Models;

namespace Lichen.Learning.Tests.Models;

public sealed class ModelTrainingTests
{
    [Fact]
    public void The_same_seed_trains_the_same_model()
    {
        Features fresh = SmallModel.Pool(20, seed: 5);
        double[] one = SmallModel.Predict(SmallModel.Train(kind: null, seed: 3), fresh).Means;
        Assert.Equal(one, SmallModel.Predict(SmallModel.Train(kind: null, seed: 3), fresh).Means);
    }

    [Fact]
    public void A_model_predicts_molecules_that_it_has_not_seen()
    {
        MoleculeModel model = SmallModel.Train(ModelKind.GaussianProcess, labels: 120);
        Features fresh = SmallModel.Pool(100, seed: 5);
        double[] truth = SmallModel.Values(fresh, seed: 6);
        ModelPredictions predictions = SmallModel.Predict(model, fresh);
        double mean = truth.Average();
        double left = truth.Zip(predictions.Means, (t, p) => (t - p) * (t - p)).Sum();
        Assert.True(left < 0.5 * truth.Sum(t => (t - mean) * (t - mean)), $"{left}");
        Assert.All(predictions.Deviations, deviation => Assert.True(deviation > 0));
    }

    [Fact]
    public void The_labels_themselves_are_in_the_domain_and_strangers_are_not()
    {
        MoleculeModel model = SmallModel.Train(ModelKind.GaussianProcess);
        double[] own = SmallModel.Predict(model, SmallModel.Pool(40)).DomainScores;
        Assert.All(own, score => Assert.True(model.Card.Domain.Holds(score)));
        CountRows stranger = ClearPool.Rows([new Dictionary<uint, ushort> { [5] = 3, [11] = 2 }]);
        var alone = new Features(
            Enumerable.Repeat(stranger, SmallModel.Pool(1).Counts.Length),
            new DescriptorMatrix(1, 3, [0, 0, 0])
        );
        Assert.False(model.Card.Domain.Holds(SmallModel.Predict(model, alone).DomainScores[0]));
    }

    [Fact]
    public void Too_few_labels_for_networks_leave_the_Gaussian_process_and_say_so()
    {
        MoleculeModel model = SmallModel.Train(kind: null, labels: 30);
        Assert.Equal(ModelKind.GaussianProcess, model.Card.Kind);
        Assert.Contains("30 labels are too few", model.Card.Reason);
    }

    [Fact]
    public void Every_kind_tried_has_a_score_with_its_error_on_the_card()
    {
        ModelCard card = SmallModel.Train(kind: null).Card;
        Assert.NotEmpty(card.Scores);
        Assert.All(card.Scores, score => Assert.True(score.StandardError > 0));
        Assert.NotEmpty(card.Reason);
        Assert.True(card.Cost.CoreSeconds > 0);
        Assert.Equal(64, card.Labels.KeysSha256.Length);
    }

    [Fact]
    public void New_labels_are_tested_and_change_the_width_of_intervals_not_the_predictions()
    {
        MoleculeModel model = SmallModel.Train(ModelKind.GaussianProcess);
        Features fresh = SmallModel.Pool(40, seed: 5);
        double[] wild = [.. SmallModel.Values(fresh, seed: 6).Select(value => value + 20)];
        MoleculeModel later = model.Checked(fresh, wild, maxThreads: 1, TestContext.Current.CancellationToken);
        Assert.Equal(40, later.Calibration.Check.Labels);
        Assert.True(later.Calibration.Check.Inside90 < 40);
        Assert.True(later.Calibration.HalfWidth(0.9) > model.Calibration.HalfWidth(0.9));
        Assert.Equal(SmallModel.Predict(model, fresh).Means, SmallModel.Predict(later, fresh).Means);
    }

    [Fact]
    public void Every_label_is_held_out_once()
    {
        var folds = CrossValidation.Cut(23, 5, seed: 1);
        Assert.Equal(Enumerable.Range(0, 23), folds.SelectMany(fold => fold).Order());
        Assert.All(folds, fold => Assert.InRange(fold.Length, 4, 5));
    }

    [Fact]
    public void Parts_cut_apart_are_less_like_each_other_than_parts_cut_at_random()
    {
        // Forty families of molecules that share nothing with each other.
        CountRows families = ClearPool.Rows([
            .. Enumerable
                .Range(0, 200)
                .Select(i => new Dictionary<uint, ushort>
                {
                    [(uint)(i % 40 * 10)] = 5,
                    [(uint)((i % 40 * 10) + (i / 40) + 1)] = 1,
                }),
        ]);
        var apart = CrossValidation.CutApart(families, 5, seed: 1);
        Assert.Equal(Enumerable.Range(0, 200), apart.SelectMany(part => part).Order());
        Assert.True(Nearest(families, apart) < 0.5 * Nearest(families, CrossValidation.Cut(200, 5, seed: 1)));

        static double Nearest(CountRows counts, IReadOnlyList<int[]> parts)
        {
            double[] similarities = new double[counts.Rows];
            return parts.Average(part =>
                part.Average(row =>
                {
                    counts.Similarities(row, new int[counts.Rows], similarities);
                    return Enumerable.Range(0, counts.Rows).Except(part).Max(other => similarities[other]);
                })
            );
        }
    }
}
