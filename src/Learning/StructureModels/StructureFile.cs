using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lichen.Core.Molecules;
using Lichen.Learning.Dense;
using Lichen.Learning.Models;
using Lichen.Learning.Structures;

namespace Lichen.Learning.StructureModels;

/// <summary>
/// A <see cref="StructureModel"/> as one safetensors file: the card as JSON under <c>__metadata__</c>, structures, labels and the
/// conditioned process as tensors. What is read predicts the same bits as what was written.
/// </summary>
/// <remarks>The card has the SHA-256 of the tensors: a number that was changed is found.</remarks>
public static class StructureFile
{
    internal const string CardName = "lichen_structure_model";

    /// <summary>True when the file says that it is a model of structures.</summary>
    public static bool Is(Safetensors file) => file.Metadata.ContainsKey(CardName);

    /// <summary>Writes a model; the same model gives the same bytes.</summary>
    public static void Write(StructureModel model, Stream output)
    {
        var tensors = ToTensors(model.Data);
        StructureCard card = model.Card with { TensorsSha256 = Sha256(tensors) };
        new Safetensors(ImmutableSortedDictionary<string, string>.Empty.Add(CardName, card.ToJson()), tensors).Write(
            output
        );
    }

    /// <summary>Reads a model of this or an earlier version.</summary>
    /// <param name="file">The file.</param>
    /// <param name="maxThreads">At most so many work on predictions; results do not depend on it.</param>
    /// <exception cref="ModelFileException">It cannot be used; the message says why.</exception>
    public static StructureModel Read(Safetensors file, int maxThreads)
    {
        StructureCard card = Card(file);
        if (card.TensorsSha256 != Sha256(file.Tensors))
        {
            throw new ModelFileException(
                ModelFileProblem.Damaged,
                "its numbers are not those that it was written with"
            );
        }

        var tensors = new TensorReader(file.Tensors);
        try
        {
            var model = new StructureModel(card, Data(card, tensors, maxThreads));
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

    private static StructureCard Card(Safetensors file)
    {
        if (!file.Metadata.TryGetValue(CardName, out string? text))
        {
            throw new ModelFileException(
                ModelFileProblem.NotAModel,
                $"it holds tensors, but no card of a model of structures ('{CardName}' in its metadata)"
            );
        }

        try
        {
            // There is one version so far: a later one is refused by name, and the first is read as it is.
            _ = JsonNode.Parse(text) is JsonObject card
                ? ModelMigration.Version(card, StructureCard.CurrentVersion)
                : throw new ModelFileException(ModelFileProblem.Damaged, "its card is no JSON object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new ModelFileException(ModelFileProblem.Damaged, $"its card is damaged: {e.Message}", e);
        }

        return StructureCard.FromJson(text);
    }

    private static ImmutableSortedDictionary<string, Tensor> ToTensors(StructureData data)
    {
        var tensors = ImmutableSortedDictionary.CreateBuilder<string, Tensor>(StringComparer.Ordinal);
        StructureTensors.Add(tensors, data.Set);
        tensors["labels.keys"] = Tensor.Of<byte>(Encoding.UTF8.GetBytes(string.Join('\n', data.Keys)));
        data.Space.Save(tensors);
        tensors["process.factor"] = Tensor.Of<double>(data.Posterior.Factor.Pack());
        tensors["process.weights"] = Tensor.Of(data.Posterior.Alpha);
        tensors["calibration.knots"] = Tensor.Of<double>(
            [.. data.Variances.Knots.SelectMany(knot => (double[])[knot.Given, knot.Observed])],
            data.Variances.Knots.Length,
            2
        );
        tensors["calibration.scores"] = Tensor.Of(data.CalibrationScores.AsSpan());
        return tensors.ToImmutable();
    }

    private static StructureData Data(StructureCard card, TensorReader tensors, int maxThreads)
    {
        var elements = new ElementSet(
            card.Elements.Select(symbol =>
                (byte)(Elements.AtomicNumber(symbol) ?? throw new FormatException($"'{symbol}' is no element"))
            )
        );
        StructureSet set = StructureTensors.Read(tensors, card.HasLower, elements);
        ImmutableArray<string> keys = [.. Encoding.UTF8.GetString(tensors.Values<byte>("labels.keys", -1)).Split('\n')];
        if (
            card.Labels.Count != set.Count
            || keys.Length != set.Count
            || card.Labels.KeysSha256 != ModelTraining.Sha256(keys)
        )
        {
            throw new FormatException("the labels are not those that the card speaks of");
        }

        var space = StructureSpace.Read(
            card.Extent,
            [.. card.Kernels.Select(kernel => new StructureKernel(kernel.Representation, kernel.Width))],
            elements,
            tensors,
            maxThreads
        );
        var posterior = new StructurePosterior(
            Cholesky.Unpack(set.Count, tensors.Values<double>("process.factor", -1)),
            [.. tensors.Values<double>("process.weights", set.Count)]
        );
        ReadOnlySpan<double> knots = tensors.Values<double>("calibration.knots", -1, 2);
        var pairs = ImmutableArray.CreateBuilder<(double Given, double Observed)>();
        for (int k = 0; k < knots.Length; k += 2)
        {
            pairs.Add((knots[k], knots[k + 1]));
        }

        if (pairs.Count == 0 || !pairs.Zip(pairs.Skip(1)).All(pair => pair.First.Given <= pair.Second.Given))
        {
            throw new FormatException("the knots of the calibration do not rise");
        }

        return new StructureData(
            set,
            keys,
            space,
            space.Describe(set.Geometries, CancellationToken.None),
            posterior,
            new VarianceCalibration(pairs.ToImmutable(), card.Calibration.HalfWidth90),
            [.. tensors.Values<double>("calibration.scores", -1)]
        );
    }

    /// <summary>Of names, types, shapes and numbers, in the order of the names.</summary>
    private static string Sha256(ImmutableSortedDictionary<string, Tensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, tensor) in tensors)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}:{tensor.Type}[{string.Join(',', tensor.Shape)}]\n"));
            hash.AppendData(tensor.Bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
