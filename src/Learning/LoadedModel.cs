using Lichen.Learning.Models;
using Lichen.Learning.StructureModels;

namespace Lichen.Learning;

/// <summary>A model file of one of the kinds that there are.</summary>
public abstract record LoadedModel
{
    private LoadedModel() { }

    /// <summary>Reads a model of any kind; nothing in it is executed.</summary>
    /// <param name="input">The file.</param>
    /// <param name="maxThreads">At most so many work on predictions from geometries; results do not depend on it.</param>
    /// <exception cref="ModelFileException">It cannot be used; the message says why.</exception>
    public static LoadedModel Read(Stream input, int maxThreads)
    {
        Safetensors content = Safetensors.Read(input);
        return StructureFile.Is(content)
            ? new OfStructures(StructureFile.Read(content, maxThreads))
            : new OfMolecules(ModelFile.Read(content));
    }

    /// <summary>Predicts from SMILES.</summary>
    public sealed record OfMolecules(MoleculeModel Model) : LoadedModel;

    /// <summary>Predicts from geometries.</summary>
    public sealed record OfStructures(StructureModel Model) : LoadedModel;
}
