using System.Collections.Immutable;
using Lichen.Core.Footprints;
using Lichen.Learning.Models;

namespace Lichen.Learning.Tests.Models;

public sealed class DistillationTests
{
    [Fact]
    public void A_student_learns_its_teacher_and_carries_its_doubt()
    {
        DistillationPool pool = Pool(300);
        const double TeacherVariance = 0.04;
        int asked = 0;
        MoleculeModel student = Run(
            pool,
            rows =>
            {
                asked += rows.Length;
                return new TeacherLabels(
                    [.. rows.Select(row => Truth(pool, row))],
                    [.. rows.Select(_ => TeacherVariance)]
                );
            },
            new DistillationPlan(150, DistillationGoal.All, 3)
        );
        Assert.Equal(150, asked);
        TeacherCard card = student.Card.Teacher!;
        Assert.Equal(("slow", 150), (card.Name, card.Labels));
        Assert.Equal(0.2, card.Deviation, 1e-12);
        ModelPredictions seen = student.Predict(pool.Features, 1, TestContext.Current.CancellationToken);

        // Better than the mean by far, and never surer than its teacher.
        double spread = Deviation([.. Enumerable.Range(0, pool.Count).Select(row => Truth(pool, row))]);
        double error = Deviation([.. seen.Means.Select((mean, row) => mean - Truth(pool, row))]);
        Assert.True(error < spread / 2, $"{error} of {spread}");
        Assert.All(seen.Deviations, deviation => Assert.True(deviation >= 0.2));
    }

    [Fact]
    public void Towards_an_end_half_of_the_labels_are_drawn_there()
    {
        DistillationPool pool = Pool(300);
        var asked = new List<int[]>();
        Run(
            pool,
            rows =>
            {
                asked.Add(rows);
                return new TeacherLabels([.. rows.Select(row => Truth(pool, row))], new double[rows.Length]);
            },
            new DistillationPlan(120, DistillationGoal.Low, 3)
        );
        Assert.Equal([60, 60], asked.Select(rows => rows.Length));
        Assert.Empty(asked[0].Intersect(asked[1]));
        Assert.True(asked[1].Average(row => Truth(pool, row)) < asked[0].Average(row => Truth(pool, row)) - 0.5);
    }

    [Fact]
    public void Labels_that_the_teacher_failed_to_give_are_left_out()
    {
        DistillationPool pool = Pool(120);
        MoleculeModel student = Run(
            pool,
            rows => new TeacherLabels(
                [.. rows.Select((row, i) => i % 4 == 0 ? double.NaN : Truth(pool, row))],
                new double[rows.Length]
            ),
            new DistillationPlan(100, DistillationGoal.All, 3)
        );
        Assert.Equal(75, student.Card.Teacher!.Labels);
    }

    [Fact]
    public void A_student_survives_its_file()
    {
        DistillationPool pool = Pool(120);
        MoleculeModel student = Run(
            pool,
            rows => new TeacherLabels([.. rows.Select(row => Truth(pool, row))], new double[rows.Length]),
            new DistillationPlan(60, DistillationGoal.All, 3)
        );
        using var file = new MemoryStream();
        ModelFile.Write(student, file);
        file.Position = 0;
        MoleculeModel read = ModelFile.Read(file);
        Assert.Equal(student.Card.Teacher, read.Card.Teacher);
        Assert.Equal(
            student.Predict(pool.Features, 1, TestContext.Current.CancellationToken).Means,
            read.Predict(pool.Features, 1, TestContext.Current.CancellationToken).Means
        );
    }

    [Fact]
    public void More_labels_than_molecules_are_refused() =>
        Assert.Throws<ArgumentException>(() =>
            Run(Pool(50), rows => new TeacherLabels([], []), new DistillationPlan(51, DistillationGoal.All, 1))
        );

    [Fact]
    public void A_stratified_sample_has_every_size_as_often_as_the_pool()
    {
        ImmutableArray<int> sizes = [.. Enumerable.Range(0, 1000).Select(i => i * 7919 % 10)];
        int[] rows = Distillation.Stratified(sizes, 100, 5);
        Assert.Equal(100, rows.Distinct().Count());
        Assert.All(rows.GroupBy(row => sizes[row]), group => Assert.Equal(10, group.Count()));
    }

    private static MoleculeModel Run(
        DistillationPool pool,
        Func<int[], TeacherLabels> teacher,
        DistillationPlan plan
    ) =>
        Distillation.Run(
            pool,
            (rows, _) => teacher(rows),
            plan,
            new ModelOrigin(
                "p",
                "",
                "MIT",
                new VersionsCard("test", "test"),
                PowerModel.For("unknown processor", 1),
                TimeProvider.System,
                "slow"
            ),
            null,
            TestContext.Current.CancellationToken
        );

    /// <summary>Molecules whose counts of twelve features are drawn, and two descriptors.</summary>
    private static DistillationPool Pool(int count)
    {
        var random = new Random(1);
        var offsets = new List<int> { 0 };
        var ids = new List<uint>();
        var counts = new List<ushort>();
        var descriptors = new double[2 * count];
        for (int row = 0; row < count; row++)
        {
            for (uint id = 0; id < 12; id++)
            {
                if (random.NextDouble() < 0.5)
                {
                    ids.Add(id + 1);
                    counts.Add((ushort)random.Next(1, 4));
                }
            }

            offsets.Add(ids.Count);
            descriptors[2 * row] = ClearPool.Normal(random);
            descriptors[(2 * row) + 1] = ClearPool.Normal(random);
        }

        var recipe = new FeatureRecipe([new FingerprintRecipe("morgan", 2)], ["a", "b"]);
        var scaling = DescriptorScaling.FromPool(descriptors, 2);
        var features = new Features(new CountRows([.. offsets], [.. ids], [.. counts]), scaling.Apply(descriptors));
        return new DistillationPool(
            recipe,
            scaling,
            features,
            [.. Enumerable.Range(0, count).Select(row => row % 10)],
            [.. Enumerable.Range(0, count).Select(row => $"M{row}")]
        );
    }

    private static double Truth(DistillationPool pool, int row) =>
        pool.Features.Descriptors[row, 0] + (0.5 * pool.Features.Counts[0].CountsOf(row).Length) - 3;

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
