using System.CommandLine;
using System.Text.Json;
using Lichen.Chemistry;
using Lichen.Cli.Structures;
using Lichen.Cli.Views;
using Lichen.Compute.Metering;
using Lichen.Core.Footprints;
using Lichen.Exploration.Running;
using Lichen.Learning;
using Lichen.Learning.Ensembles;
using Lichen.Learning.Models;

namespace Lichen.Cli.Models;

/// <summary><c>lichen model train</c>: a table of labels becomes a model file.</summary>
internal static class TrainVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        var arguments = new TrainArguments();
        var command = new Command("train", "Train a model from a table of molecules and labels.")
        {
            arguments.Data,
            arguments.Target,
            arguments.Smiles,
            arguments.Unit,
            arguments.Kind,
            arguments.Lower,
            arguments.Extent,
            arguments.Seed,
            arguments.Licence,
            arguments.Out,
            arguments.Rejects,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var target = parsed.GetValue(arguments.Target)!;
                var path = parsed.GetValue(arguments.Out) ?? SafeName(target) + ModelFile.Extension;
                ModelLoading.RequireFolder(path);
                var quiet = parsed.GetValue(options.Quiet) || parsed.GetValue(options.Json);
                var origin = new ModelOrigin(
                    target,
                    parsed.GetValue(arguments.Unit) ?? "",
                    parsed.GetValue(arguments.Licence) ?? "",
                    new VersionsCard(LichenCommand.Version, Rdkit.Version),
                    PowerModel.For(HostFacts.Read().CpuModel ?? "unknown processor", pue: 1),
                    terminal.Time
                );
                if (StructureInput.IsWished(parsed, arguments))
                {
                    TrainStructures.Run(
                        arguments.Structures(parsed),
                        origin,
                        path,
                        terminal,
                        parsed.GetValue(options.Json),
                        Say,
                        cancellationToken
                    );
                    return Task.FromResult(ExitCode.Ok);
                }

                using var rows = MoleculeRows.Open(
                    parsed.GetValue(arguments.Data)!,
                    parsed.GetValue(arguments.Smiles)!,
                    target,
                    terminal
                );
                using var rejects = new Rejects(parsed.GetValue(arguments.Rejects) ?? Rejects.Beside(path));
                var labelled = LabelledMolecules.Read(rows, rejects, cancellationToken);
                Require(labelled, rows.Name, rejects);
                Say(labelled.Words(rejects));
                var model = ModelTraining.Train(
                    Set(labelled, cancellationToken),
                    Kind(WordOption.Value<ModelKindWish>(parsed.GetValue(arguments.Kind)!)),
                    origin,
                    EnsembleSettings.Usual,
                    parsed.GetValue(arguments.Seed),
                    Say,
                    cancellationToken
                );
                ModelLoading.Write(model, path);
                Answer(terminal, parsed.GetValue(options.Json), model, labelled, path);
                return Task.FromResult(ExitCode.Ok);

                void Say(string text)
                {
                    if (!quiet)
                    {
                        terminal.Error.WriteLine(text);
                    }
                }
            }
        );
        return command;
    }

    private static TrainingSet Set(LabelledMolecules labelled, CancellationToken cancellationToken)
    {
        var recipe = MoleculeFeatures.Usual;
        var raw = MoleculeFeatures.Compute(labelled.Smiles, recipe, Environment.ProcessorCount, cancellationToken);
        var scaling = DescriptorScaling.FromPool(raw.Descriptors, recipe.Descriptors.Length);
        return new TrainingSet(recipe, scaling, raw.Scaled(scaling), [.. labelled.Values], [.. labelled.Smiles]);
    }

    private static void Require(LabelledMolecules labelled, string name, Rejects rejects)
    {
        if (labelled.Smiles.Length is < TrainingSet.Fewest or > ModelFile.MaxLabels)
        {
            throw new UserException(
                ExitCode.Usage,
                $"{name}: {labelled.Words(rejects)}; a model needs {TrainingSet.Fewest} to {ModelFile.MaxLabels:N0}"
            );
        }
    }

    private static void Answer(Terminal terminal, bool asJson, MoleculeModel model, LabelledMolecules read, string path)
    {
        if (asJson)
        {
            WriteJson(terminal, path, (read.Rows, read.Rejected, read.Repeated), model.Card.ToJson());
            return;
        }

        CardText.WriteChoice(terminal.Output, model.Card);
        terminal.Output.WriteLine(CardText.Cost(model.Card.Cost));
        terminal.Output.WriteLine($"wrote {path}");
    }

    /// <summary>What a training came to, for programs to read.</summary>
    /// <param name="path">The model's file.</param>
    /// <param name="rows">Rows or frames of the data.</param>
    /// <param name="card">The model's card as JSON.</param>
    public static void WriteJson(
        Terminal terminal,
        string path,
        (int Read, int Rejected, int Repeated) rows,
        string card
    ) =>
        Json.Write(
            terminal.Output,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("model", path);
                json.WriteNumber("rows", rows.Read);
                json.WriteNumber("rejected", rows.Rejected);
                json.WriteNumber("repeated", rows.Repeated);
                json.WritePropertyName("card");
                json.WriteRawValue(card);
                json.WriteEndObject();
            }
        );

    private static ModelKind? Kind(ModelKindWish wish) =>
        wish switch
        {
            ModelKindWish.Gp => ModelKind.GaussianProcess,
            ModelKindWish.Ensemble => ModelKind.DeepEnsemble,
            _ => null,
        };

    /// <summary>
    /// A file name from a column's name: what a shell or file system could take amiss becomes an underscore.
    /// </summary>
    private static string SafeName(string column)
    {
        var name = string.Concat(column.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_'));
        return name.TrimStart('.', '-') is { Length: > 0 } safe ? safe : "model";
    }
}

/// <summary>What kind of model the user wants.</summary>
internal enum ModelKindWish
{
    Auto,
    Gp,
    Ensemble,
    Structures,
}

/// <summary>Arguments of <c>lichen model train</c>.</summary>
internal sealed class TrainArguments
{
    public Option<string> Data { get; } = ModelVerb.Data();

    public Option<string> Target { get; } =
        new("--target")
        {
            Description = "Column of the labels, or key of the frames: the property to learn.",
            HelpName = "column",
            Required = true,
        };

    public Option<string> Smiles { get; } = ModelVerb.Smiles();

    public Option<string?> Unit { get; } =
        new("--unit") { Description = "Unit of the labels, for the card.", HelpName = "unit" };

    public Option<string> Kind { get; } =
        WordOption.Of(
            "--kind",
            "kind",
            "gp, ensemble, structures (of geometries), or auto: what predicts labels held out best.",
            ModelKindWish.Auto
        );

    public Option<string?> Lower { get; } =
        new("--lower")
        {
            Description = "Of geometries: key of a cheaper level's value, which predictions then need too.",
            HelpName = "key",
        };

    public Option<string> Extent { get; } =
        WordOption.Of(
            "--extent",
            "extent",
            "Of geometries: extensive (adds up, as energies), intensive (as gaps), or auto: what predicts better.",
            ExtentWish.Auto
        );

    public Option<ulong> Seed { get; } =
        new("--seed")
        {
            Description = "Seed of all that is drawn.",
            HelpName = "number",
            DefaultValueFactory = _ => 1,
        };

    public Option<string?> Licence { get; } =
        new("--licence") { Description = "Licence of the model, for the card.", HelpName = "name" };

    public Option<string?> Out { get; } =
        new("--out", "-o") { Description = "The model's file; without it, named after the target.", HelpName = "file" };

    public Option<string?> Rejects { get; } = ModelVerb.Rejects();

    /// <summary>What was asked of a model of structures.</summary>
    public StructureWish Structures(ParseResult parsed) =>
        new(
            parsed.GetValue(Data)!,
            parsed.GetValue(Target)!,
            parsed.GetValue(Lower) ?? "",
            WordOption.Value<ExtentWish>(parsed.GetValue(Extent)!),
            parsed.GetValue(Seed),
            parsed.GetValue(Rejects)
        );
}
