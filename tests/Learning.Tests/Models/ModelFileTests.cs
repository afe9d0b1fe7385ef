using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using Lichen.Learning.Models;

namespace Lichen.Learning.Tests.Models;

public sealed class ModelFileTests
{
    private static readonly Lazy<MoleculeModel> Trained = new(() => SmallModel.Train(ModelKind.GaussianProcess));
    private static readonly Lazy<byte[]> Written = new(() => SmallModel.Bytes(Trained.Value));

    [Theory]
    [InlineData(ModelKind.GaussianProcess)]
    [InlineData(ModelKind.DeepEnsemble)]
    [InlineData(ModelKind.Mixture)]
    public void What_is_read_predicts_the_same_bits(ModelKind kind)
    {
        MoleculeModel model = Of(kind);
        MoleculeModel read = SmallModel.Read(SmallModel.Bytes(model));
        Features fresh = SmallModel.Pool(50, seed: 9);
        ModelPredictions before = SmallModel.Predict(model, fresh);
        ModelPredictions after = SmallModel.Predict(read, fresh);
        Assert.Equal(before.Means, after.Means);
        Assert.Equal(before.Deviations, after.Deviations);
        Assert.Equal(before.DomainScores, after.DomainScores);
        Assert.Equal(model.Card.ToJson(), read.Card.ToJson());
        Assert.Equal(model.Keys, read.Keys);
        Assert.Equal(SmallModel.Bytes(model), SmallModel.Bytes(read));
    }

    [Fact]
    public void A_file_of_version_1_is_migrated_and_predicts_what_it_did()
    {
        MoleculeModel model = SmallModel.Read(File.ReadAllBytes(Recorded("model-version-1.safetensors")));
        Assert.Equal(ModelCard.CurrentVersion, model.Card.FormatVersion);
        Assert.Equal(ModelKind.GaussianProcess, model.Card.Kind);
        string[] expected = File.ReadAllLines(Recorded("model-version-1.csv"));
        ModelPredictions predictions = SmallModel.Predict(model, SingleFingerprint(expected.Length - 1));
        for (int i = 1; i < expected.Length; i++)
        {
            double[] numbers = [.. expected[i].Split(',').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
            // Other processors may round the exponential otherwise.
            Assert.Equal(numbers[0], predictions.Means[i - 1], 1e-9);
            Assert.Equal(numbers[1], predictions.Deviations[i - 1], 1e-9);
        }
    }

    [Fact]
    public void A_file_of_a_later_version_is_refused_by_name()
    {
        var problem = Assert.Throws<ModelFileException>(() => Altered(card => card["format_version"] = 99));
        Assert.Equal(ModelFileProblem.TooNew, problem.Problem);
        Assert.Contains("99", problem.Message);
    }

    [Fact]
    public void Tensors_without_a_card_are_no_model()
    {
        using var stream = new MemoryStream();
        Safetensors file = Safetensors.Read(Written.Value);
        (file with { Metadata = file.Metadata.Clear() }).Write(stream);
        var problem = Assert.Throws<ModelFileException>(() => SmallModel.Read(stream.ToArray()));
        Assert.Equal(ModelFileProblem.NotAModel, problem.Problem);
    }

    [Fact]
    public void A_card_that_contradicts_the_numbers_is_refused()
    {
        Refused(card => card["labels"]!["count"] = 39);
        Refused(card => card["labels"]!["keys_sha256"] = new string('0', 64));
        Refused(card => card["kind"] = "deep_ensemble");
        Refused(card => card["kind"] = 0);
        Refused(card => card["gaussian_process_share"] = 0.5);
        Refused(card => card["hyperparameters"]!["rung0.noise"] = -1);
        Refused(card => card["hyperparameters"]!["rung1.noise"] = 1);
        Refused(card => card["hyperparameters"]!.AsObject().Clear());
        Refused(card => card["calibration"]!["factor"] = -2);
        Refused(card => card["domain"]!["typical"] = 0);
        Refused(card => card["features"]!["descriptors"]!.AsArray().RemoveAt(0));
        Refused(card => card["features"]!["fingerprints"]!.AsArray().Clear());
        Refused(card => card["features"] = null);
        Refused(card => card["run_this"] = "rm -rf /");
        Refused(card => card.Remove("seed"));
        Refused(card => card["format_version"] = "two");

        static void Refused(Action<JsonObject> change) =>
            Assert.Equal(ModelFileProblem.Damaged, Assert.Throws<ModelFileException>(() => Altered(change)).Problem);
    }

    [Fact]
    public void Tensors_that_contradict_each_other_are_refused()
    {
        Refused("counts.0.offsets", Tensor.Of<int>([.. Enumerable.Repeat(7, 41)]));
        Refused("counts.0.features", Tensor.Of<uint>([1, 2, 3]));
        Refused("labels.values", Tensor.Of<double>([1, 2, 3]));
        Refused("labels.values", Tensor.Of<float>(new float[40]));
        Refused("scaling.spreads", Tensor.Of<double>([1, 0, 1]));
        Refused("scaling.columns", Tensor.Of<int>([0, 1, 5]));
        Refused("descriptors", Tensor.Of<double>(new double[120], 120));
        Refused("code", Tensor.Of<byte>([1]));
        Refused("labels.keys", null);

        static void Refused(string name, Tensor? tensor)
        {
            Safetensors file = Safetensors.Read(Written.Value);
            var tensors = tensor is null ? file.Tensors.Remove(name) : file.Tensors.SetItem(name, tensor);
            using var stream = new MemoryStream();
            (file with { Tensors = tensors }).Write(stream);
            Assert.Throws<ModelFileException>(() => SmallModel.Read(stream.ToArray()));
        }
    }

    [Fact]
    public void A_model_cut_off_anywhere_is_refused_in_words() =>
        Gen.Int[0, Written.Value.Length - 1]
            .Sample(length => Assert.Throws<ModelFileException>(() => SmallModel.Read(Written.Value[..length])));

    [Fact]
    public void A_model_with_bytes_changed_is_read_or_refused_in_words() =>
        Gen.Select(Gen.Int[0, Written.Value.Length - 1], Gen.Byte)
            .Array[1, 8]
            .Sample(
                changes =>
                {
                    byte[] bytes = [.. Written.Value];
                    foreach ((int place, byte value) in changes)
                    {
                        bytes[place] = value;
                    }

                    try
                    {
                        SmallModel.Read(bytes);
                    }
                    catch (ModelFileException problem)
                    {
                        Assert.NotEmpty(problem.Message);
                    }
                },
                iter: 2000
            );

    /// <summary>A model of each kind without a second training: networks on top of the Gaussian process.</summary>
    private static MoleculeModel Of(ModelKind kind) =>
        kind == ModelKind.Mixture
            ? new MoleculeModel(
                Trained.Value.Card with
                {
                    Kind = kind,
                    GaussianProcessShare = 0.3,
                },
                Trained.Value.Data with
                {
                    Ensemble = SmallModel.Train(ModelKind.DeepEnsemble).Data.Ensemble,
                }
            )
        : kind == ModelKind.DeepEnsemble ? SmallModel.Train(kind)
        : Trained.Value;

    private static void Altered(Action<JsonObject> change)
    {
        Safetensors file = Safetensors.Read(Written.Value);
        JsonObject card = JsonNode.Parse(file.Metadata[ModelFile.CardName])!.AsObject();
        change(card);
        using var stream = new MemoryStream();
        (file with { Metadata = file.Metadata.SetItem(ModelFile.CardName, card.ToJsonString()) }).Write(stream);
        SmallModel.Read(stream.ToArray());
    }

    private static Features SingleFingerprint(int rows)
    {
        Features pool = SmallModel.Pool(rows, seed: 9);
        return new Features(pool.Counts[0], pool.Descriptors);
    }

    private static string Recorded(string name) => Path.Combine(AppContext.BaseDirectory, "Recorded", name);
}
