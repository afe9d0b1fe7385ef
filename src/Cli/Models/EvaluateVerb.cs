using System.CommandLine;
using Lichen.Cli.Views;
using Lichen.Exploration.Running;
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
                var loaded = ModelLoading.Read(path);
                ModelLoading.RequireFolder(parsed.GetValue(save));
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
                var evaluation = Evaluation.Of(loaded, predicted, labelled.Values);
                var seen = labelled.Smiles.Intersect(loaded.Keys).Count();
                if (parsed.GetValue(folder) is { } place)
                {
                    ModelParityFigure.Write(
                        place,
                        loaded.Card.Property,
                        loaded.Card.Unit,
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
                    WriteJson(terminal, evaluation, labelled, seen);
                }
                else
                {
                    WriteText(terminal, evaluation, loaded.Card.Unit);
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

    private static void WriteText(Terminal terminal, Evaluation evaluation, string unit)
    {
        var shown = unit.Length > 0 ? $" {unit}" : "";
        Line("molecules", Figures.Count(evaluation.Labels));
        Line("MAE", Figures.Number(evaluation.MeanAbsoluteError) + shown);
        Line("RMSE", Figures.Number(evaluation.RootMeanSquareError) + shown);
        Line("R²", Figures.Number(evaluation.Determination, 3));
        Line("in 50 % interval", Figures.Percent(evaluation.Coverage50));
        Line("in 90 % interval", Figures.Percent(evaluation.Coverage90));
        Line("ENCE", Figures.Number(evaluation.Ence, 2));
        Line("in domain", Figures.Percent(evaluation.InDomain));

        void Line(string name, string value) => terminal.Output.WriteLine($"{name, -17} {value}");
    }

    private static void WriteJson(Terminal terminal, Evaluation evaluation, LabelledMolecules read, int seen) =>
        Json.Write(
            terminal.Output,
            json =>
            {
                json.WriteStartObject();
                json.WriteNumber("rows", read.Rows);
                json.WriteNumber("rejected", read.Rejected);
                json.WriteNumber("repeated", read.Repeated);
                json.WriteNumber("molecules", evaluation.Labels);
                json.WriteNumber("trained_on", seen);
                json.WriteFinite("mae", evaluation.MeanAbsoluteError);
                json.WriteFinite("rmse", evaluation.RootMeanSquareError);
                json.WriteFinite("r2", evaluation.Determination);
                json.WriteFinite("coverage_50", evaluation.Coverage50);
                json.WriteFinite("coverage_90", evaluation.Coverage90);
                json.WriteFinite("ence", evaluation.Ence);
                json.WriteFinite("in_domain", evaluation.InDomain);
                json.WriteEndObject();
            }
        );
}
