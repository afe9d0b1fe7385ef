using System.CommandLine;
using Lichen.Learning.Models;

namespace Lichen.Cli.Models;

/// <summary>Arguments of <c>lichen distil</c>.</summary>
internal sealed class DistilArguments
{
    /// <summary>Molecules that labels are chosen among, at most.</summary>
    public const int LargestPool = 50_000;

    public Option<string> Pool { get; } =
        new("--pool")
        {
            Description = "Table of the molecules that the student is for: .csv, also .gz, or .parquet.",
            HelpName = "file",
            Required = true,
        };

    public Option<string?> Teacher { get; } =
        new("--teacher") { Description = "Model that labels, as 'lichen model train' wrote it.", HelpName = "model" };

    public Option<string?> Target { get; } =
        new("--target")
        {
            Description = "Without a model: column of the pool with what a slow calculation gave.",
            HelpName = "column",
        };

    public Option<string> Smiles { get; } = ModelVerb.Smiles();

    public Option<string?> Unit { get; } =
        new("--unit") { Description = "Unit of that column, for the card.", HelpName = "unit" };

    public Option<double?> TeacherSeconds { get; } =
        new("--teacher-seconds")
        {
            Description = "Core-seconds that one label of that column took, for the account.",
            HelpName = "number",
        };

    public Option<int> Labels { get; } =
        new("--labels")
        {
            Description = "Labels that the teacher gives.",
            HelpName = "number",
            DefaultValueFactory = _ => 800,
        };

    public Option<string> Towards { get; } =
        WordOption.Of(
            "--towards",
            "end",
            "low or high: half of the labels are drawn at that end, where screening looks; all: everywhere alike.",
            DistillationGoal.All
        );

    public Option<bool> Quick { get; } =
        new("--quick")
        {
            Description = "The student is networks on counts alone: several times faster, less accurate.",
        };

    public Option<ulong> Seed { get; } =
        new("--seed")
        {
            Description = "Seed of all that is drawn.",
            HelpName = "number",
            DefaultValueFactory = _ => 1,
        };

    public Option<string?> Licence { get; } =
        new("--licence") { Description = "Licence of the student, for the card.", HelpName = "name" };

    public Option<string?> Out { get; } =
        new("--out", "-o") { Description = "The student's file; without it student.safetensors.", HelpName = "file" };

    public Option<string?> Onnx { get; } =
        new("--onnx")
        {
            Description = "Make the student of networks, and write them as an ONNX graph too.",
            HelpName = "file",
        };

    public Option<string?> Rejects { get; } = ModelVerb.Rejects();
}
