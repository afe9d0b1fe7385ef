using System.CommandLine;
using Lichen.Cli.Structures;
using Lichen.Exploration.Running;
using Lichen.Learning;
using Lichen.Reporting.Figures;

namespace Lichen.Cli.Models;

/// <summary><c>lichen model evaluate</c>: how well a model predicts a table of labels.</summary>
internal static class EvaluateVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        var model = ModelVerb.Model();
        var data = ModelVerb.Data();
        var target = new Option<string?>("--target")
        {
            Description = "Column of the labels; without it, that which the model was trained on.",
            HelpName = "column",
        };
        var smiles = ModelVerb.Smiles();
        var folder = new Option<string?>("--out", "-o")
        {
            Description = "Folder for parity.svg, .png and .csv; without it, no files.",
            HelpName = "folder",
        };
        var save = new Option<string?>("--save")
        {
            Description = "Write the model with its calibration tested by these labels, then learned from them.",
            HelpName = "file",
        };
        var rejects = ModelVerb.Rejects();
        var command = new Command("evaluate", "Check a model against labels: errors, coverage, calibration.")
        {
            model,
            data,
            target,
            smiles,
            folder,
            save,
            rejects,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var path = parsed.GetValue(model)!;
                ModelLoading.RequireFolder(parsed.GetValue(save));
                if (ModelLoading.Open(path) is LoadedModel.OfStructures structures)
                {
                    var wish = new EvaluationWish(
                        path,
                        parsed.GetValue(data)!,
                        parsed.GetValue(target),
                        parsed.GetValue(folder),
                        parsed.GetValue(save),
                        parsed.GetValue(rejects)
                    );
                    StructureInput.RequireNoSmiles(parsed, smiles);
                    EvaluateStructures.Run(
                        structures.Model,
                        wish,
                        terminal,
                        parsed.GetValue(options.Json),
                        parsed.GetValue(options.Quiet),
                        cancellationToken
                    );
                    return Task.FromResult(ExitCode.Ok);
                }

                var loaded = ModelLoading.Read(path);
                using var rows = MoleculeRows.Open(
                    parsed.GetValue(data)!,
                    parsed.GetValue(smiles)!,
                    parsed.GetValue(target) ?? loaded.Card.Property,
                    terminal
                );
                using var refused = new Rejects(
                    parsed.GetValue(rejects) ?? Rejects.Beside(Path.GetFileNameWithoutExtension(path) + ".evaluate.csv")
                );
                var labelled = LabelledMolecules.Read(rows, refused, cancellationToken);
                if (labelled.Smiles.Length == 0)
                {
                    throw new UserException(ExitCode.Failed, $"{rows.Name}: {labelled.Words(refused)}; none to check");
                }

                var raw = MoleculeFeatures.Compute(
                    labelled.Smiles,
                    loaded.Card.Features,
                    Environment.ProcessorCount,
                    cancellationToken
                );
                var predicted = loaded.Predict(
                    raw.Scaled(loaded.Scaling),
                    Environment.ProcessorCount,
                    cancellationToken
                );
                var evaluation = Evaluation.Of(predicted, labelled.Values, loaded.Calibration, loaded.Card.Domain);
                var seen = labelled.Smiles.Intersect(loaded.Keys).Count();
                if (parsed.GetValue(folder) is { } place)
                {
                    ModelParityFigure.Write(
                        place,
                        loaded.Card.Property,
                        loaded.Card.Unit,
                        "smiles",
                        [.. labelled.Smiles],
                        [.. predicted.Means],
                        [.. predicted.Deviations],
                        [.. labelled.Values]
                    );
                }

                if (parsed.GetValue(save) is { } saved)
                {
                    int[] fresh =
                    [
                        .. labelled
                            .Smiles.Index()
                            .Where(molecule => !loaded.Keys.Contains(molecule.Item))
                            .Select(molecule => molecule.Index),
                    ];
                    var tested = loaded.Checked(
                        raw.Scaled(loaded.Scaling).Select(fresh),
                        [.. fresh.Select(row => labelled.Values[row])],
                        Environment.ProcessorCount,
                        cancellationToken
                    );
                    ModelLoading.Write(tested, saved);
                }

                if (parsed.GetValue(options.Json))
                {
                    EvaluationText.WriteJson(
                        terminal,
                        evaluation,
                        "molecules",
                        (labelled.Rows, labelled.Rejected, labelled.Repeated, seen)
                    );
                }
                else
                {
                    EvaluationText.Write(terminal, evaluation, "molecules", loaded.Card.Unit);
                    Say(labelled.Words(refused));
                    Say(seen > 0 ? $"{seen:N0} of the molecules were trained on: this says little about others" : null);
                }

                return Task.FromResult(ExitCode.Ok);

                void Say(string? text)
                {
                    if (text is not null && !parsed.GetValue(options.Quiet))
                    {
                        terminal.Error.WriteLine(text);
                    }
                }
            }
        );
        return command;
    }
}
