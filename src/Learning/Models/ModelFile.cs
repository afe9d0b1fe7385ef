using System.Collections.Immutable;
using System.Text;
using Lichen.Learning.Ensembles;

namespace Lichen.Learning.Models;

/// <summary>
/// A <see cref="MoleculeModel"/> as one safetensors file: the card as JSON under <c>__metadata__</c>, features, labels
/// and weights as tensors. What is read predicts the same bits as what was written.
/// </summary>
public static class ModelFile
{
    /// <summary>The usual ending of a model's file name.</summary>
    public const string Extension = ".safetensors";

    /// <summary>The most labels that are read: a process keeps the square of their number in memory.</summary>
    public const int MaxLabels = 20_000;

    internal const string CardName = "lichen_model";

    /// <summary>Writes a model; the same model gives the same bytes.</summary>
    public static void Write(MoleculeModel model, Stream output) => ToTensors(model).Write(output);

    /// <summary>Reads a model of this or an earlier version.</summary>
    /// <exception cref="ModelFileException">It cannot be used; the message says why.</exception>
    public static MoleculeModel Read(Stream input) => Read(Safetensors.Read(input));

    /// <inheritdoc cref="Read(Stream)"/>
    public static MoleculeModel Read(Safetensors written)
    {
        Safetensors file = ModelMigration.ToCurrent(written);
        ModelCard card = ModelCard.FromJson(file.Metadata[CardName]);
        var tensors = new TensorReader(file.Tensors);
        try
        {
            var model = new MoleculeModel(card, Data(card, tensors));
            tensors.ThrowIfAnyIsLeft();
            return model;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            throw new ModelFileException(
                ModelFileProblem.Damaged,
                $"its numbers contradict each other: {e.Message}",
                e
            );
        }
    }

    internal static Safetensors ToTensors(MoleculeModel model)
    {
        TrainingSet set = model.Data.Set;
        var tensors = ImmutableSortedDictionary.CreateBuilder<string, Tensor>(StringComparer.Ordinal);
        tensors["labels.values"] = Tensor.Of(set.Values.AsSpan());
        tensors["labels.keys"] = Tensor.Of<byte>(Encoding.UTF8.GetBytes(string.Join('\n', set.Keys)));
        tensors["calibration.scores"] = Tensor.Of(model.Data.CalibrationScores.AsSpan());
        tensors["scaling.columns"] = Tensor.Of(set.Scaling.Columns.AsSpan());
        tensors["scaling.centers"] = Tensor.Of(set.Scaling.Centers.AsSpan());
        tensors["scaling.spreads"] = Tensor.Of(set.Scaling.Spreads.AsSpan());
        tensors["descriptors"] = FeatureTensors.OfDescriptors(set.Features.Descriptors, set.Features.Rows);
        for (int part = 0; part < set.Features.Counts.Length; part++)
        {
            FeatureTensors.Add(tensors, $"counts.{part}", set.Features.Counts[part]);
        }

        if (model.Data.Ensemble is { } ensemble)
        {
            EnsembleTensors.Add(tensors, ensemble);
        }

        return new Safetensors(
            ImmutableSortedDictionary<string, string>.Empty.Add(CardName, model.Card.ToJson()),
            tensors.ToImmutable()
        );
    }

    private static ModelData Data(ModelCard card, TensorReader tensors)
    {
        ImmutableArray<double> values = [.. tensors.Values<double>("labels.values", -1)];
        if (values.Length > MaxLabels)
        {
            throw new ModelFileException(
                ModelFileProblem.TooLarge,
                $"it has {values.Length} labels, and at most {MaxLabels} are read"
            );
        }

        string[] keys = Encoding.UTF8.GetString(tensors.Values<byte>("labels.keys", -1)).Split('\n');
        ImmutableArray<int> columns = [.. tensors.Values<int>("scaling.columns", -1)];
        int raw = card.Features.Descriptors.Length;
        bool rising = columns.Zip(columns.Skip(1)).All(pair => pair.First < pair.Second);
        if (!rising || columns.Any(column => column < 0 || column >= raw))
        {
            throw new FormatException($"columns of the scaling are not among {raw} descriptors");
        }

        var scaling = new DescriptorScaling(
            columns,
            [.. tensors.Values<double>("scaling.centers", columns.Length)],
            [.. tensors.Values<double>("scaling.spreads", columns.Length)],
            raw
        );
        if (scaling.Spreads.Any(spread => !(spread > 0)))
        {
            throw new FormatException("a spread of the scaling is not positive");
        }

        var features = new Features(
            card.Features.Fingerprints.Select(
                (_, part) => FeatureTensors.Counts(tensors, $"counts.{part}", values.Length)
            ),
            new DescriptorMatrix(
                values.Length,
                columns.Length,
                tensors.Values<double>("descriptors", values.Length, columns.Length)
            )
        );
        var set = new TrainingSet(card.Features, scaling, features, values, [.. keys]);
        if (card.Labels.Count != values.Length || card.Labels.KeysSha256 != ModelTraining.Sha256(set.Keys))
        {
            throw new FormatException("the labels are not those that the card speaks of");
        }

        return new ModelData(
            set,
            card.Kind == ModelKind.GaussianProcess ? null : EnsembleTensors.Read(tensors, columns.Length),
            [.. tensors.Values<double>("calibration.scores", -1)]
        );
    }
}
