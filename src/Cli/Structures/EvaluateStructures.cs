using Lichen.Cli.Models;
using Lichen.Core.Molecules;
using Lichen.Exploration.Running;
using Lichen.Learning.Models;
using Lichen.Learning.StructureModels;
using Lichen.Reporting.Figures;

namespace Lichen.Cli.Structures;

/// <summary><c>lichen model evaluate</c> of a model of structures.</summary>
internal static class EvaluateStructures
{
    private const int BlockSize = 256;

    /// <summary>Labels in memory at once: geometries and predictions only.</summary>
    private const int MostLabels = 1_000_000;

    /// <exception cref="UserException">There is no label to check.</exception>
    public static void Run(
        StructureModel model,
        EvaluationWish wish,
        Terminal terminal,
        bool asJson,
        bool quiet,
        CancellationToken cancellationToken
    )
    {
        using var frames = StructureFrames.Open(wish.Data, wish.Target ?? model.Card.Property, model, terminal);
        using var refused = new Rejects(
            wish.Rejects ?? Rejects.Beside(Path.GetFileNameWithoutExtension(wish.Model) + ".evaluate.csv")
        );
        var labelled = LabelledStructures.Read(frames, refused, MostLabels, cancellationToken);
        if (labelled.Count is 0 or > MostLabels)
        {
            var why = labelled.FirstProblem is { } problem ? $"; the first one rejected is at {problem}" : "";
            throw new UserException(
                ExitCode.Failed,
                $"{frames.Name}: {labelled.Words(refused)}; 1 to {MostLabels:N0} are checked{why}"
            );
        }

        var predicted = Predict(model, labelled, cancellationToken);
        double[] labels = [.. labelled.Values];
        var evaluation = Evaluation.Of(predicted, labels, model.Calibration, model.Card.Domain);
        var known = model.Keys.ToHashSet();
        int[] fresh = [.. Enumerable.Range(0, labelled.Count).Where(m => !known.Contains(labelled.Keys[m]))];
        var seen = labelled.Count - fresh.Length;
        if (wish.Folder is { } place)
        {
            ModelParityFigure.Write(
                place,
                model.Card.Property,
                model.Card.Unit,
                "structure",
                labelled.Keys,
                [.. predicted.Means],
                [.. predicted.Deviations],
                labelled.Values
            );
        }

        if (wish.Save is { } saved)
        {
            ModelLoading.Write(Tested(model, labelled, fresh, cancellationToken), saved);
        }

        if (asJson)
        {
            EvaluationText.WriteJson(
                terminal,
                evaluation,
                "structures",
                (labelled.Frames, labelled.Rejected, labelled.Repeated, seen)
            );
            return;
        }

        EvaluationText.Write(terminal, evaluation, "structures", model.Card.Unit);
        if (!quiet)
        {
            terminal.Error.WriteLine(labelled.Words(refused));
            if (seen > 0)
            {
                terminal.Error.WriteLine($"{seen:N0} of the structures were trained on: this says little about others");
            }
        }
    }

    private static ModelPredictions Predict(
        StructureModel model,
        LabelledStructures labelled,
        CancellationToken cancellationToken
    )
    {
        var all = new ModelPredictions(
            new double[labelled.Count],
            new double[labelled.Count],
            new double[labelled.Count]
        );
        for (var start = 0; start < labelled.Count; start += BlockSize)
        {
            var count = Math.Min(BlockSize, labelled.Count - start);
            Geometry[] block = [.. labelled.Geometries.Slice(start, count)];
            var part = model.Predict(block, labelled.Lower.AsSpan().Slice(start, count), cancellationToken);
            part.Means.CopyTo(all.Means, start);
            part.Deviations.CopyTo(all.Deviations, start);
            part.DomainScores.CopyTo(all.DomainScores, start);
        }

        return all;
    }

    private static StructureModel Tested(
        StructureModel model,
        LabelledStructures labelled,
        int[] fresh,
        CancellationToken cancellationToken
    )
    {
        foreach (var block in fresh.Chunk(BlockSize))
        {
            model = model.Checked(
                [.. block.Select(m => labelled.Geometries[m])],
                [.. block.Select(m => labelled.Lower[m])],
                [.. block.Select(m => labelled.Values[m])],
                cancellationToken
            );
        }

        return model;
    }
}

/// <summary>What was asked of an evaluation.</summary>
/// <param name="Model">The model's file.</param>
/// <param name="Data">The labels' file, or - for standard input.</param>
/// <param name="Target">Key of the labels; null for that which the model was trained on.</param>
/// <param name="Folder">For the figure, or null.</param>
/// <param name="Save">For the model with its calibration tested, or null.</param>
/// <param name="Rejects">For what cannot be used, or null for the usual file.</param>
internal sealed record EvaluationWish(
    string Model,
    string Data,
    string? Target,
    string? Folder,
    string? Save,
    string? Rejects
);
