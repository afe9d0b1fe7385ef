using Lichen.Learning.Models;
using Lichen.Learning.StructureModels;

namespace Lichen.Learning;

/// <summary>A model file of one of the kinds that there are.</summary>
public abstract record LoadedModel
{
    private LoadedModel() { }

    /// <summary>Reads a model of any kind; nothing in it is executed.</summary>
    /// <exception cref="ModelFileException">It cannot be used; the message says why.</exception>
    public static LoadedModel Read(Stream input)
    {
        Safetensors content = Safetensors.Read(input);
        return StructureFile.Is(content)
            ? new OfStructures(StructureFile.Read(content))
            : new OfMolecules(ModelFile.Read(content));
    }

    /// <summary>Predicts from SMILES.</summary>
    public sealed record OfMolecules(MoleculeModel Model) : LoadedModel;

    /// <summary>Predicts from geometries.</summary>
    public sealed record OfStructures(StructureModel Model) : LoadedModel;
}
