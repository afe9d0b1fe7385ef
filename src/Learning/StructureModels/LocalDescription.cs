using System.Collections.Immutable;
using Lichen.Core.Molecules;
using Lichen.Learning.Models;
using Lichen.Learning.Structures;

namespace Lichen.Learning.StructureModels;

/// <summary>Atoms by FCHL19 or cMBDF, projected element by element.</summary>
internal sealed class LocalDescription : IStructureDescription
{
    private readonly string _name;
    private readonly AtomProjection _projection;

    private LocalDescription(string name, AtomProjection projection) => (_name, _projection) = (name, projection);

    public bool IsLocal => true;

    public static LocalDescription Fit(string name, IReadOnlyList<Geometry> geometries, ElementSet elements, ulong seed)
    {
        var (length, describe, tolerance) = Atoms(name, elements);
        return new LocalDescription(name, AtomProjection.Fit(geometries, elements, length, describe, tolerance, seed));
    }

    /// <summary>The reverse of <see cref="Save"/>.</summary>
    public static LocalDescription Read(string name, ElementSet elements, TensorReader tensors)
    {
        var (length, describe, tolerance) = Atoms(name, elements);
        var projections = elements
            .AtomicNumbers.Select(number =>
                Projection.Of(
                    [.. tensors.Values<double>(Name(name, number, "origin"), length)],
                    [.. tensors.Values<double>(Name(name, number, "basis"), -1, length)]
                )
            )
            .ToList();
        return new LocalDescription(name, new AtomProjection(elements, length, describe, tolerance, projections));
    }

    public IReadOnlyList<MoleculeRows> Rows(
        IReadOnlyList<Geometry> geometries,
        int threads,
        CancellationToken cancellationToken
    ) => _projection.Rows(geometries, threads, cancellationToken).Groups;

    public void Save(ImmutableSortedDictionary<string, Tensor>.Builder tensors)
    {
        foreach (var (number, projection) in _projection.Elements.AtomicNumbers.Zip(_projection.Projections))
        {
            tensors[Name(_name, number, "origin")] = Tensor.Of(projection.Origin);
            tensors[Name(_name, number, "basis")] = Tensor.Of(
                projection.Basis,
                projection.Width,
                projection.Origin.Length
            );
        }
    }

    /// <summary>Tolerances: a fiftieth of the narrowest width offered, and less.</summary>
    private static (int Length, AtomRows.Describer Describe, double Tolerance) Atoms(string name, ElementSet elements)
    {
        var fchl = new Fchl19(elements);
        return name == StructureKernel.Fchl19
            ? (fchl.Length, fchl.Describe, 0.05)
            : (Cmbdf.Length, Cmbdf.Describe, 0.01);
    }

    private static string Name(string representation, byte number, string part) =>
        $"{representation}.{Elements.Symbol(number)}.{part}";
}
