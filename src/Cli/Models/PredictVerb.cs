using System.CommandLine;
using System.Globalization;
using System.Text;
using Lichen.Exploration.Running;
using Lichen.Learning.Models;
using Lichen.Storage;

namespace Lichen.Cli.Models;

/// <summary><c>lichen model predict</c>: a table of molecules, with predictions beside them.</summary>
internal static class PredictVerb
{
    // Few enough to be a small part of memory, many enough to keep all cores busy.
    private const int BlockSize = 4096;

    private static readonly string[] Added = ["pred", "pred_sd", "domain_score", "in_domain"];

    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        var model = ModelVerb.Model();
        var input = new Option<string>("--in")
        {
            Description = "Table of molecules: .csv, also .gz; - for standard input.",
            HelpName = "file",
            Required = true,
        };
        var smiles = ModelVerb.Smiles();
        var output = new Option<string>("--out", "-o")
        {
            Description = "The table with predictions; - for standard output.",
            HelpName = "file",
            DefaultValueFactory = _ => MoleculeRows.StandardInput,
        };
        var rejects = ModelVerb.Rejects();
        var command = new Command("predict", "Predict the molecules of a table: adds columns, keeps the rest.")
        {
            model,
            input,
            smiles,
            output,
            rejects,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var (from, to) = (parsed.GetValue(input)!, parsed.GetValue(output)!);
                ModelLoading.RequireFolder(to == MoleculeRows.StandardInput ? null : to);
                var loaded = ModelLoading.Read(parsed.GetValue(model)!);
                var named =
                    to != MoleculeRows.StandardInput ? to
                    : from != MoleculeRows.StandardInput ? from
                    : "predict.csv";
                using var rows = MoleculeRows.Open(from, parsed.GetValue(smiles)!, null, terminal);
                using var refused = new Rejects(parsed.GetValue(rejects) ?? Rejects.Beside(named));
                var quiet = parsed.GetValue(options.Quiet) || parsed.GetValue(options.Json);
                var counts = new PredictedRows(0, 0);
                if (to == MoleculeRows.StandardInput)
                {
                    counts = Predict(loaded, rows, terminal.Output, refused, Show(), cancellationToken);
                    terminal.Output.Flush();
                }
                else
                {
                    WholeFile.Write(
                        to,
                        part =>
                        {
                            using var writer = new StreamWriter(part, append: false, new UTF8Encoding(false));
                            counts = Predict(loaded, rows, writer, refused, Show(), cancellationToken);
                        }
                    );
                }

                Answer(
                    to == MoleculeRows.StandardInput ? terminal.Error : terminal.Output,
                    parsed.GetValue(options.Json),
                    quiet,
                    counts,
                    refused,
                    to
                );
                return Task.FromResult(counts.Predicted == 0 && refused.Count > 0 ? ExitCode.Failed : ExitCode.Ok);

                RowProgress Show() => new(quiet ? null : terminal, from);
            }
        );
        return command;
    }

    private static PredictedRows Predict(
        MoleculeModel model,
        MoleculeRows rows,
        TextWriter output,
        Rejects rejects,
        RowProgress progress,
        CancellationToken cancellationToken
    )
    {
        var separator = rows.Separator;
        RequireNewNames(rows);
        output.Write($"{rows.Header}{separator}{string.Join(separator, Added)}\n");
        var counts = new PredictedRows(0, 0);
        foreach (var block in rows.Blocks(BlockSize, cancellationToken))
        {
            MoleculeRow[] good = [.. block.Where(row => row.Problem is null)];
            foreach (var bad in block.Where(row => row.Problem is not null))
            {
                rejects.Add(bad, separator);
            }

            if (good.Length > 0)
            {
                string[] smiles = [.. good.Select(row => row.Smiles)];
                var raw = MoleculeFeatures.Compute(
                    smiles,
                    model.Card.Features,
                    Environment.ProcessorCount,
                    cancellationToken
                );
                var predicted = model.Predict(raw.Scaled(model.Scaling), Environment.ProcessorCount, cancellationToken);
                // Standard output passes on every piece at once: a block is one piece.
                using var text = new StringWriter();
                for (var i = 0; i < good.Length; i++)
                {
                    Write(text, good[i], separator, predicted, i, model.Card.Domain.Holds(predicted.DomainScores[i]));
                }

                output.Write(text.GetStringBuilder());
            }

            counts = new PredictedRows(counts.Rows + block.Count, counts.Predicted + good.Length);
            progress.Show(counts.Rows, rows.Position);
        }

        progress.End();
        return counts;
    }

    private static void Write(
        TextWriter output,
        MoleculeRow row,
        char separator,
        ModelPredictions predictions,
        int index,
        bool inDomain
    )
    {
        foreach (var field in row.Fields)
        {
            output.Write(Delimited.Field(field, separator));
            output.Write(separator);
        }

        output.Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{predictions.Means[index]:R}{separator}{predictions.Deviations[index]:R}{separator}"
            )
        );
        output.Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{predictions.DomainScores[index]:0.####}{separator}{(inDomain ? "true" : "false")}\n"
            )
        );
    }

    private static void RequireNewNames(MoleculeRows rows)
    {
        if (Added.FirstOrDefault(rows.Columns.Contains) is { } taken)
        {
            throw new UserException(
                ExitCode.Usage,
                $"{rows.Name}: it has a column '{taken}' already; rename it, predictions take that name"
            );
        }
    }

    private static void Answer(
        TextWriter output,
        bool asJson,
        bool quiet,
        PredictedRows counts,
        Rejects rejects,
        string to
    )
    {
        if (asJson)
        {
            Json.Write(
                output,
                json =>
                {
                    json.WriteStartObject();
                    json.WriteNumber("rows", counts.Rows);
                    json.WriteNumber("predicted", counts.Predicted);
                    json.WriteNumber("rejected", rejects.Count);
                    json.WriteString("rejects", rejects.Count > 0 ? rejects.Path : null);
                    json.WriteString("out", to);
                    json.WriteEndObject();
                },
                indented: false
            );
        }
        else if (!quiet)
        {
            var rejected = rejects.Count > 0 ? $", {rejects.Count:N0} rejected (see {rejects.Path})" : "";
            output.WriteLine($"{counts.Rows:N0} rows: {counts.Predicted:N0} predicted{rejected}");
        }
    }

    private readonly record struct PredictedRows(int Rows, int Predicted);
}
