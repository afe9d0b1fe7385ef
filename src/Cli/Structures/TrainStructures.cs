using Lichen.Cli.Models;
using Lichen.Exploration.Running;
using Lichen.Learning.Models;
using Lichen.Learning.StructureModels;

namespace Lichen.Cli.Structures;

/// <summary><c>lichen model train</c> on a file of geometries.</summary>
internal static class TrainStructures
{
    /// <exception cref="UserException">The labels are too few, or too many.</exception>
    public static void Run(
        StructureWish wish,
        ModelOrigin origin,
        string path,
        Terminal terminal,
        bool asJson,
        Action<string> said,
        CancellationToken cancellationToken
    )
    {
        using var frames = StructureFrames.Open(
            wish.Data,
            wish.Target,
            wish.Lower,
            StructureCheck.AllElements,
            terminal
        );
        using var rejects = new Rejects(wish.Rejects ?? Rejects.Beside(path));
        var labelled = LabelledStructures.Read(frames, rejects, StructureSet.Most, cancellationToken);
        Require(labelled, frames.Name, rejects);
        said(labelled.Words(rejects));
        var model = StructureTraining.Train(
            new StructureSet(labelled.Geometries, labelled.Values, wish.Lower.Length > 0 ? labelled.Lower : []),
            wish.Extent switch
            {
                ExtentWish.Extensive => StructureExtent.Extensive,
                ExtentWish.Intensive => StructureExtent.Intensive,
                _ => null,
            },
            wish.Lower,
            origin,
            wish.Seed,
            Environment.ProcessorCount,
            said,
            cancellationToken
        );
        ModelLoading.Write(model, path);
        if (asJson)
        {
            TrainVerb.WriteJson(
                terminal,
                path,
                (labelled.Frames, labelled.Rejected, labelled.Repeated),
                model.Card.ToJson()
            );
            return;
        }

        StructureCardText.WriteChoice(terminal.Output, model.Card);
        terminal.Output.WriteLine(CardText.Cost(model.Card.Cost));
        terminal.Output.WriteLine($"wrote {path}");
    }

    private static void Require(LabelledStructures labelled, string name, Rejects rejects)
    {
        if (labelled.Count > StructureSet.Most)
        {
            throw new UserException(
                ExitCode.Usage,
                $"{name} has more than {StructureSet.Most:N0} structures: memory grows with the square of their number and "
                    + "time with the cube; train on a part of them, drawn at random"
            );
        }

        if (labelled.Count < StructureSet.Fewest)
        {
            var why = labelled.FirstProblem is { } problem ? $"; the first one rejected is at {problem}" : "";
            throw new UserException(
                ExitCode.Usage,
                $"{name}: {labelled.Words(rejects)}; a model needs {StructureSet.Fewest} to {StructureSet.Most:N0}{why}"
            );
        }

        var needed = StructureSet.MemoryBytes(labelled.Geometries);
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > available)
        {
            throw new UserException(
                ExitCode.Failed,
                $"{name}: {labelled.Count:N0} structures take up to {needed >> 20:N0} MiB of memory, and this machine has "
                    + $"{available >> 20:N0}; train on a part of them, drawn at random"
            );
        }
    }
}

/// <summary>What was asked of a model of structures.</summary>
/// <param name="Data">The file, or - for standard input.</param>
/// <param name="Target">Key of the labels.</param>
/// <param name="Lower">Key of the lower rung, or empty.</param>
/// <param name="Extent">How the property goes with size.</param>
/// <param name="Seed">Of all that is drawn.</param>
/// <param name="Rejects">File for frames that cannot be used, or null for the usual one.</param>
internal sealed record StructureWish(
    string Data,
    string Target,
    string Lower,
    ExtentWish Extent,
    ulong Seed,
    string? Rejects
);

/// <summary>How a property goes with size, as the user says.</summary>
internal enum ExtentWish
{
    Auto,
    Extensive,
    Intensive,
}
