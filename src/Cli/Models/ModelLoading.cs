using Lichen.Exploration.Spaces;
using Lichen.Learning;
using Lichen.Learning.Models;
using Lichen.Learning.StructureModels;
using Lichen.Storage;

namespace Lichen.Cli.Models;

/// <summary>Reads and writes model files as the command line names them.</summary>
internal static class ModelLoading
{
    /// <summary>A model of any kind.</summary>
    /// <exception cref="UserException">There is no such file, or it cannot be used.</exception>
    public static LoadedModel Open(string path)
    {
        var file = SpaceFile.Locate(path, Environment.CurrentDirectory);
        try
        {
            using var stream = File.OpenRead(file);
            return LoadedModel.Read(stream, Environment.ProcessorCount);
        }
        catch (ModelFileException problem)
        {
            throw new UserException(ExitCode.Usage, $"{path} {problem.Verdict}");
        }
    }

    /// <summary>A model that predicts from SMILES.</summary>
    /// <exception cref="UserException">There is no such file, or it cannot be used.</exception>
    public static MoleculeModel Read(string path) =>
        Open(path) is LoadedModel.OfMolecules molecules
            ? molecules.Model
            : throw new UserException(
                ExitCode.Usage,
                $"{path} predicts from geometries: expected a model that predicts from SMILES"
            );

    /// <summary>Tells before the work that its result could not be written; null is no file.</summary>
    /// <exception cref="UserException">The folder does not exist.</exception>
    public static void RequireFolder(string? path)
    {
        if (
            path is not null
            && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder
            && !Directory.Exists(folder)
        )
        {
            throw new UserException(ExitCode.Usage, $"{path}: there is no folder {folder}");
        }
    }

    /// <summary>Writes a file whole or not at all.</summary>
    /// <exception cref="IOException">Not written; a file that was there is unchanged.</exception>
    public static void Write(MoleculeModel model, string path) =>
        WholeFile.Write(
            path,
            part =>
            {
                using var stream = File.Create(part);
                ModelFile.Write(model, stream);
            }
        );

    /// <inheritdoc cref="Write(MoleculeModel, string)"/>
    public static void Write(StructureModel model, string path) =>
        WholeFile.Write(
            path,
            part =>
            {
                using var stream = File.Create(part);
                StructureFile.Write(model, stream);
            }
        );
}
