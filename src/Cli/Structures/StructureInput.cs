using System.CommandLine;
using Lichen.Cli.Models;
using Lichen.Exploration.Running;

namespace Lichen.Cli.Structures;

/// <summary>Which input is of geometries, and which options are for it.</summary>
internal static class StructureInput
{
    /// <summary>What files of geometries end in, to stand in messages.</summary>
    public const string EndingsInWords = ".xyz, .extxyz or .sdf";

    private const string Records = ".sdf";
    private static readonly string[] Endings = [".xyz", ".extxyz", Records];

    /// <summary>True for files of geometries, by their name.</summary>
    public static bool Is(string file) => Endings.Contains(EndingOf(file), StringComparer.OrdinalIgnoreCase);

    /// <summary>True for SD files, by their name.</summary>
    public static bool IsOfRecords(string file) => EndingOf(file).Equals(Records, StringComparison.OrdinalIgnoreCase);

    private static string EndingOf(string file) =>
        Path.GetExtension(file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file);

    /// <summary>True when a model of structures is to be trained: its file holds geometries, or it was asked for.</summary>
    /// <exception cref="UserException">File and options contradict each other.</exception>
    public static bool IsWished(ParseResult parsed, TrainArguments arguments)
    {
        var file = parsed.GetValue(arguments.Data)!;
        var kind = WordOption.Value<ModelKindWish>(parsed.GetValue(arguments.Kind)!);
        var wished = kind == ModelKindWish.Structures || Is(file);
        if (wished && kind is ModelKindWish.Gp or ModelKindWish.Ensemble)
        {
            throw Usage(
                $"{file} holds geometries: expected --kind structures or auto, found {kind}".ToLowerInvariant()
            );
        }

        if (wished)
        {
            if (file != MoleculeRows.StandardInput && !Is(file))
            {
                throw Usage(
                    $"{file}: models of structures learn from geometries, in a file ending in {EndingsInWords}"
                );
            }

            RequireNoSmiles(parsed, arguments.Smiles);
            return true;
        }

        return parsed.GetResult(arguments.Lower) is { Implicit: false } ? throw OnlyGeometries("--lower")
            : parsed.GetResult(arguments.Extent) is { Implicit: false } ? throw OnlyGeometries("--extent")
            : false;
    }

    /// <exception cref="UserException">The option was given.</exception>
    public static void RequireNoSmiles(ParseResult parsed, Option<string> smiles)
    {
        if (parsed.GetResult(smiles) is { Implicit: false })
        {
            throw Usage("--smiles names a column of a table, and geometries have none");
        }
    }

    /// <exception cref="UserException">The file holds geometries.</exception>
    public static void RequireTable(string file)
    {
        if (Is(file))
        {
            throw Usage($"{file} holds geometries: this model predicts from SMILES, in a table ending in .csv");
        }
    }

    private static UserException OnlyGeometries(string option) =>
        Usage($"{option} is for models of structures: expected geometries, in a file ending in {EndingsInWords}");

    private static UserException Usage(string message) => new(ExitCode.Usage, message);
}
