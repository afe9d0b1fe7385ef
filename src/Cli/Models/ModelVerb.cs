using System.CommandLine;

namespace Lichen.Cli.Models;

/// <summary><c>lichen model</c>: models of a property outside any campaign.</summary>
internal static class ModelVerb
{
    public static Command Create(Terminal terminal, GlobalOptions options) =>
        new("model", "Train, check, describe and use models of a property, tables in and tables out.")
        {
            TrainVerb.Create(terminal, options),
            EvaluateVerb.Create(terminal, options),
            DescribeVerb.Create(terminal, options),
            PredictVerb.Create(terminal, options),
        };

    public static Argument<string> Model() =>
        new("model") { Description = "The model's file, as 'lichen model train' wrote it.", HelpName = "model" };

    public static Option<string> Data() =>
        new("--data")
        {
            Description =
                "Table with molecules and labels, .csv or .parquet, or geometries with labels, .xyz or .sdf, also .gz; - for standard input.",
            HelpName = "file",
            Required = true,
        };

    public static Option<string> Smiles() =>
        new("--smiles")
        {
            Description = "Column of the SMILES.",
            HelpName = "column",
            DefaultValueFactory = _ => "smiles",
        };

    public static Option<string?> Rejects() =>
        new("--rejects")
        {
            Description = "File for rows that cannot be used; made when there is one.",
            HelpName = "file",
        };
}
