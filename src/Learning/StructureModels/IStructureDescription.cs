using System.Collections.Immutable;
using Lichen.Core.Molecules;
using Lichen.Learning.Models;
using Lichen.Learning.Structures;

namespace Lichen.Learning.StructureModels;

/// <summary>A representation fitted to some structures: describes them and others of the same elements.</summary>
internal interface IStructureDescription
{
    /// <summary>True where atoms are compared, so that similarities grow with size.</summary>
    bool IsLocal { get; }

    /// <summary>The vectors, in groups that are compared among themselves only.</summary>
    IReadOnlyList<MoleculeRows> Rows(
        IReadOnlyList<Geometry> geometries,
        int threads,
        CancellationToken cancellationToken
    );

    /// <summary>Adds what was fitted to a file.</summary>
    void Save(ImmutableSortedDictionary<string, Tensor>.Builder tensors);
}
