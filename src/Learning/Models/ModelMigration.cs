using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lichen.Learning.Models;

/// <summary>Brings model files of earlier versions up to the current one, a version at a time.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Version 1 knew one fingerprint (<c>features.fingerprint</c>, tensors <c>counts.*</c>), Gaussian processes only
/// (no <c>kind</c>, no <c>scores</c>) and one factor on variances as its calibration.</item>
/// <item>Version 2 has several fingerprints, kinds of model, and a calibration with floor, scores and check.</item>
/// </list>
/// </remarks>
public static class ModelMigration
{
    /// <summary>The same model as a file of the current version.</summary>
    /// <exception cref="ModelFileException">
    /// It is no model, its card is damaged, or a later release wrote it.
    /// </exception>
    internal static Safetensors ToCurrent(Safetensors file)
    {
        if (!file.Metadata.TryGetValue(ModelFile.CardName, out string? text))
        {
            throw new ModelFileException(
                ModelFileProblem.NotAModel,
                $"it holds tensors, but no card of Lichen ('{ModelFile.CardName}' in its metadata)"
            );
        }

        try
        {
            if (JsonNode.Parse(text) is not JsonObject card)
            {
                throw new ModelFileException(ModelFileProblem.Damaged, "its card is no JSON object");
            }

            int version = Version(card, ModelCard.CurrentVersion);
            if (version == 1)
            {
                file = FromVersion1(card, file.Tensors);
            }

            return file;
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new ModelFileException(ModelFileProblem.Damaged, $"its card is damaged: {e.Message}", e);
        }
    }

    /// <summary>The format version that a card says, at most the newest that is read.</summary>
    internal static int Version(JsonObject card, int newest)
    {
        if (card["format_version"] is not JsonValue value || !value.TryGetValue(out int version) || version < 1)
        {
            throw new ModelFileException(ModelFileProblem.Damaged, "its card does not say its format version");
        }

        return version <= newest
            ? version
            : throw new ModelFileException(
                ModelFileProblem.TooNew,
                $"its format version is {version}, and this release reads up to {newest}: " + "a newer Lichen wrote it"
            );
    }

    private static Safetensors FromVersion1(JsonObject card, ImmutableSortedDictionary<string, Tensor> tensors)
    {
        JsonObject features = Part(card, "features");
        JsonObject calibration = Part(card, "calibration");
        JsonNode fingerprint = features["fingerprint"] ?? throw new FormatException("features.fingerprint is missing");
        features.Remove("fingerprint");
        features["fingerprints"] = new JsonArray(fingerprint);
        card["kind"] = "gaussian_process";
        card["gaussian_process_share"] = 1;
        card["reason"] = "version 1 knew no other kind";
        card["scores"] = new JsonArray();
        calibration["floor"] = 0;
        calibration["half_width90"] = 1.6448536269514722;
        calibration["check"] = new JsonObject
        {
            ["labels"] = 0,
            ["inside50"] = 0,
            ["inside90"] = 0,
        };
        card["format_version"] = 2;
        var builder = tensors.ToBuilder();
        foreach (string name in (ReadOnlySpan<string>)["offsets", "features", "counts"])
        {
            if (builder.Remove($"counts.{name}"))
            {
                builder[$"counts.0.{name}"] = tensors[$"counts.{name}"];
            }
        }

        builder["calibration.scores"] = Tensor.Of<double>([]);
        return new Safetensors(
            ImmutableSortedDictionary<string, string>.Empty.Add(ModelFile.CardName, card.ToJsonString()),
            builder.ToImmutable()
        );
    }

    private static JsonObject Part(JsonObject card, string name) =>
        card[name] as JsonObject ?? throw new FormatException($"{name} is missing");
}
