using System.CommandLine;
using System.Text;
using Lichen.Cli.Structures;
using Lichen.Exploration.Running;
using Lichen.Learning;
using Lichen.Storage;

namespace Lichen.Cli.Models;

/// <summary><c>lichen model predict</c>: a table of molecules, with predictions beside them.</summary>
internal static class PredictVerb
{
    /// <summary>The columns that predictions add.</summary>
    public static readonly string[] Added = ["pred", "pred_sd", "domain_score", "in_domain"];

    private static readonly Dictionary<string, ColumnType> Types = new()
    {
        [Added[0]] = ColumnType.Real,
        [Added[1]] = ColumnType.Real,
        [Added[2]] = ColumnType.Real,
        [Added[3]] = ColumnType.Boolean,
    };

    public static Command Create(Terminal terminal, GlobalOptions options)
    {
        var model = ModelVerb.Model();
        var input = new Option<string>("--in")
        {
            Description =
                "Table of molecules, .csv or .parquet, or geometries, .xyz or .sdf, as the model was trained on, also .gz; - for standard input.",
            HelpName = "file",
            Required = true,
        };
        var smiles = ModelVerb.Smiles();
        var output = new Option<string>("--out", "-o")
        {
            Description = "The table with predictions, also as .parquet; - for standard output.",
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
                var loaded = ModelLoading.Open(parsed.GetValue(model)!);
                var named =
                    to != MoleculeRows.StandardInput ? to
                    : from != MoleculeRows.StandardInput ? from
                    : "predict.csv";
                using var rows = Open(loaded, from, parsed, smiles, terminal);
                using var refused = new Rejects(parsed.GetValue(rejects) ?? Rejects.Beside(named));
                var quiet = parsed.GetValue(options.Quiet) || parsed.GetValue(options.Json);
                var counts = new PredictedRows(0, 0);
                if (to == MoleculeRows.StandardInput)
                {
                    counts = rows.Write(terminal.Output, refused, Show(), cancellationToken);
                    terminal.Output.Flush();
                }
                else
                {
                    void Write(string part)
                    {
                        using var writer = new StreamWriter(part, append: false, new UTF8Encoding(false));
                        counts = rows.Write(writer, refused, Show(), cancellationToken);
                    }

                    if (Path.GetExtension(to).Equals(".parquet", StringComparison.OrdinalIgnoreCase))
                    {
                        ParquetTable.WriteFromCsv(to, Write, rows.Separator, Types);
                    }
                    else
                    {
                        WholeFile.Write(to, Write);
                    }
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

    private static IPredictedRows Open(
        LoadedModel model,
        string from,
        ParseResult parsed,
        Option<string> smiles,
        Terminal terminal
    )
    {
        if (model is LoadedModel.OfStructures structures)
        {
            StructureInput.RequireNoSmiles(parsed, smiles);
            return new PredictedStructures(
                structures.Model,
                StructureFrames.Open(from, null, structures.Model, terminal)
            );
        }

        StructureInput.RequireTable(from);
        return new PredictedMolecules(
            ((LoadedModel.OfMolecules)model).Model,
            MoleculeRows.Open(from, parsed.GetValue(smiles)!, null, terminal)
        );
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
}
