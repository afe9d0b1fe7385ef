using Lichen.Learning.Structures;

namespace Lichen.Learning.StructureModels;

/// <summary>Structures as vectors, by representation.</summary>
/// <param name="Count">How many structures.</param>
/// <param name="Groups">For each representation its groups of vectors.</param>
internal sealed record StructureRows(int Count, IReadOnlyDictionary<string, IReadOnlyList<MoleculeRows>> Groups)
{
    /// <summary>Some of the structures, in the order given.</summary>
    public StructureRows Of(int[] members) =>
        new(
            members.Length,
            Groups.ToDictionary(
                pair => pair.Key,
                pair => (IReadOnlyList<MoleculeRows>)[.. pair.Value.Select(rows => rows.Of(members))]
            )
        );
}
