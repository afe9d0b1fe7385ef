using Lichen.Core.Footprints;
using Lichen.Learning.Ensembles;
using Lichen.Learning.Models;
using Lichen.Testing;

namespace Lichen.Learning.Tests.Models;

/// <summary>A model of made-up molecules, trained in a moment.</summary>
internal static class SmallModel
{
    private const int Columns = 3;

    public static readonly EnsembleSettings Brief = EnsembleSettings.Usual with
    {
        Members = 3,
        FoldedWidth = 16,
        Hidden = [16],
        MaxEpochs = 5,
    };

    public static Features Pool(int rows, int seed = 1) => new ClearPool(rows, Columns, seed).Features;

    /// <summary>A property that follows the descriptors, with some noise.</summary>
    public static double[] Values(Features features, int seed = 1)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, features.Rows)
                .Select(i =>
                    5
                    + features.Descriptors[i, 0]
                    + Math.Sin(2 * features.Descriptors[i, 1])
                    + (0.1 * ClearPool.Normal(random))
                ),
        ];
    }

    public static TrainingSet Set(int labels)
    {
        Features features = Pool(labels);
        return new TrainingSet(
            new FeatureRecipe(
                [.. features.Counts.Select((_, part) => new FingerprintRecipe("morgan", part + 2))],
                ["a", "b", "c"]
            ),
            new DescriptorScaling([0, 1, 2], [0, 0, 0], [1, 1, 1], Columns),
            features,
            [.. Values(features)],
            [.. Enumerable.Range(0, labels).Select(i => $"molecule {i}")]
        );
    }

    public static MoleculeModel Train(ModelKind? kind, int labels = 40, ulong seed = 1) =>
        ModelTraining.Train(
            Set(labels),
            kind,
            new ModelOrigin(
                "gap",
                "eV",
                "CC0",
                new VersionsCard("0.2.0", "2022.09.3"),
                new PowerModel(10, 1, "a test"),
                new ManualTime()
            ),
            Brief,
            seed,
            said: null,
            TestContext.Current.CancellationToken
        );

    public static ModelPredictions Predict(MoleculeModel model, Features candidates) =>
        model.Predict(candidates, maxThreads: 1, TestContext.Current.CancellationToken);

    public static byte[] Bytes(MoleculeModel model)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(model, stream);
        return stream.ToArray();
    }

    public static MoleculeModel Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return ModelFile.Read(stream);
    }
}
