using System.Collections.Immutable;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Learning.Models;
using Lichen.Learning.StructureModels;

namespace Lichen.Learning.Tests.StructureModels;

public sealed class StructureModelTests
{
    // Water, ammonia, methane, methanol, ethane in angstrom.
    private static readonly (byte[] Numbers, double[] Angstrom)[] Templates =
    [
        ([8, 1, 1], [0, 0, 0.12, 0, 0.76, -0.47, 0, -0.76, -0.47]),
        ([7, 1, 1, 1], [0, 0, 0.11, 0, 0.94, -0.27, 0.81, -0.47, -0.27, -0.81, -0.47, -0.27]),
        ([6, 1, 1, 1, 1], [0, 0, 0, 0.63, 0.63, 0.63, -0.63, -0.63, 0.63, -0.63, 0.63, -0.63, 0.63, -0.63, -0.63]),
        (
            [6, 8, 1, 1, 1, 1],
            [-0.05, 0.66, 0, -0.05, -0.76, 0, -1.09, 0.98, 0, 0.44, 1.07, 0.89, 0.44, 1.07, -0.89, 0.86, -1.06, 0]
        ),
        (
            [6, 6, 1, 1, 1, 1, 1, 1],
            [
                0,
                0,
                0.77,
                0,
                0,
                -0.77,
                0,
                1.02,
                1.16,
                0.88,
                -0.51,
                1.16,
                -0.88,
                -0.51,
                1.16,
                0,
                -1.02,
                -1.16,
                0.88,
                0.51,
                -1.16,
                -0.88,
                0.51,
                -1.16,
            ]
        ),
    ];

    private static readonly Lazy<StructureModel> Trained = new(() => Train(Drawn(80, 1)));

    [Fact]
    public void A_sum_over_pairs_is_learned_as_extensive_and_predicted()
    {
        StructureModel model = Trained.Value;
        Assert.Equal(StructureExtent.Extensive, model.Card.Extent);
        StructureSet unseen = Drawn(60, 2);
        var found = model.Predict(unseen.Geometries, [], TestContext.Current.CancellationToken);
        double error = unseen.Values.Zip(found.Means, (value, mean) => Math.Abs(value - mean)).Average();
        // Within one kind of molecule labels vary by some 0.3.
        Assert.InRange(error, 0, 0.1);
        Assert.All(found.Deviations, deviation => Assert.True(deviation > 0));
        int inside = unseen.Values.Where((v, i) => Math.Abs(v - found.Means[i]) < 3 * found.Deviations[i]).Count();
        Assert.InRange(inside, 50, 60);
    }

    [Fact]
    public void What_was_written_predicts_the_same_bits()
    {
        StructureModel read = StructureFile.Read(Safetensors.Read(Bytes(Trained.Value)), 2);
        StructureSet unseen = Drawn(20, 3);
        var (one, other) = (
            Trained.Value.Predict(unseen.Geometries, [], TestContext.Current.CancellationToken),
            read.Predict(unseen.Geometries, [], TestContext.Current.CancellationToken)
        );
        Assert.Equal(one.Means, other.Means);
        Assert.Equal(one.Deviations, other.Deviations);
        Assert.Equal(one.DomainScores, other.DomainScores);
        Assert.Equal(Bytes(Trained.Value), Bytes(read));
    }

    [Fact]
    public void A_number_that_was_changed_is_found()
    {
        byte[] bytes = Bytes(Trained.Value);
        bytes[^9] ^= 1;
        Assert.Throws<ModelFileException>(() => StructureFile.Read(Safetensors.Read(bytes), 2));
        Assert.Throws<ModelFileException>(() =>
            StructureFile.Read(Safetensors.Read(bytes.AsMemory(0, bytes.Length - 100)), 2)
        );
    }

    [Fact]
    public void A_turned_structure_with_its_atoms_in_another_order_is_the_same()
    {
        foreach (var (numbers, angstrom) in Templates)
        {
            int[] order = [.. Enumerable.Range(0, numbers.Length).Reverse()];
            double[] turned =
            [
                .. order.SelectMany(i =>
                    new[] { -angstrom[(3 * i) + 1] + 1, angstrom[3 * i] - 2, angstrom[(3 * i) + 2] + 3 }
                ),
            ];
            var found = Trained.Value.Predict(
                [
                    Geometry.FromAngstrom(numbers, angstrom),
                    Geometry.FromAngstrom([.. order.Select(i => numbers[i])], turned),
                ],
                [],
                TestContext.Current.CancellationToken
            );
            Assert.Equal(found.Means[0], found.Means[1], 1e-6);
            Assert.Equal(found.Deviations[0], found.Deviations[1], 1e-6);
        }
    }

    [Fact]
    public void A_lower_rung_leaves_less_to_learn()
    {
        StructureSet plain = Drawn(40, 4),
            unseen = Drawn(40, 5);
        var with = new StructureSet(plain.Geometries, plain.Values, [.. plain.Values.Select(Lower)]);
        StructureModel model = Train(with, "cheap");
        var found = model.Predict(
            unseen.Geometries,
            [.. unseen.Values.Select(Lower)],
            TestContext.Current.CancellationToken
        );
        Assert.InRange(unseen.Values.Zip(found.Means, (v, m) => Math.Abs(v - m)).Average(), 0, 0.01);

        static double Lower(double value) => (0.8 * value) + 3;
    }

    [Fact]
    public void Too_few_labels_and_what_cannot_be_a_molecule_are_refused()
    {
        StructureSet few = Drawn(30, 6);
        Assert.Throws<ArgumentException>(() => few.Of([.. Enumerable.Range(0, StructureSet.Fewest - 1)]));
        var onTop = Geometry.FromAngstrom([6, 1], [0, 0, 0, 0, 0, 0.1]);
        Assert.Contains("on top of each other", StructureCheck.Problem(onTop, StructureCheck.AllElements));
        var silane = Geometry.FromAngstrom([14, 1], [0, 0, 0, 0, 0, 1.48]);
        Assert.Contains("Si", StructureCheck.Problem(silane, Trained.Value.Elements));
    }

    private static StructureModel Train(StructureSet set, string lower = "") =>
        StructureTraining.Train(
            set,
            null,
            lower,
            new ModelOrigin(
                "energy",
                "eV",
                "MIT",
                new VersionsCard("0", "0"),
                new PowerModel(12, 1, "test"),
                TimeProvider.System
            ),
            1,
            1,
            null,
            TestContext.Current.CancellationToken
        );

    private static byte[] Bytes(StructureModel model)
    {
        using var stream = new MemoryStream();
        StructureFile.Write(model, stream);
        return stream.ToArray();
    }

    private static StructureSet Drawn(int count, int seed)
    {
        var random = new Random(seed);
        Geometry[] geometries =
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => Templates[i % Templates.Length])
                .Select(template =>
                    Geometry.FromAngstrom(
                        template.Numbers,
                        [.. template.Angstrom.Select(x => x + (0.1 * (random.NextDouble() - 0.5)))]
                    )
                ),
        ];
        return new StructureSet([.. geometries], [.. geometries.Select(Label)], []);
    }

    private static double Label(Geometry geometry)
    {
        double sum = 0;
        for (int i = 0; i < geometry.AtomCount; i++)
        {
            sum -= geometry.AtomicNumbers[i];
            for (int j = 0; j < i; j++)
            {
                sum += 2 * Math.Exp(-geometry.DistanceAngstrom(i, j));
            }
        }

        return sum;
    }
}
