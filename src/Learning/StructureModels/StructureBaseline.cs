using Lichen.Core.Molecules;
using Lichen.Learning.Structures;

namespace Lichen.Learning.StructureModels;

/// <summary>What is linear in the composition, and in a lower rung where there is one.</summary>
/// <remarks>
/// Extensive: a value for each atom of an element (dressed atoms). Intensive: the same for its share of the atoms, which has the
/// mean in it, since shares add up to one.
/// </remarks>
internal sealed class StructureBaseline
{
    private readonly StructureExtent _extent;
    private readonly ElementSet _elements;
    private readonly bool _hasLower;
    private readonly LinearBaseline _line;

    private StructureBaseline(StructureExtent extent, ElementSet elements, bool hasLower, LinearBaseline line)
    {
        (_extent, _elements, _hasLower, _line) = (extent, elements, hasLower, line);
    }

    /// <summary>One an element in rising atomic number, then the slope of the lower rung.</summary>
    public IReadOnlyList<double> Weights => _line.Weights;

    public static StructureBaseline Fit(StructureExtent extent, ElementSet elements, StructureSet set)
    {
        var rows = Enumerable
            .Range(0, set.Count)
            .Select(m => Row(extent, elements, set.Geometries[m], set.LowerOf(m)))
            .ToList();
        return new StructureBaseline(extent, elements, set.HasLower, LinearBaseline.Fit(rows, set.Values.AsSpan()));
    }

    /// <exception cref="FormatException">There are more or fewer weights than columns.</exception>
    public static StructureBaseline Of(
        StructureExtent extent,
        ElementSet elements,
        bool hasLower,
        IReadOnlyCollection<double> weights
    ) =>
        weights.Count == elements.Count + (hasLower ? 1 : 0)
            ? new StructureBaseline(extent, elements, hasLower, LinearBaseline.Of(weights))
            : throw new FormatException($"{weights.Count} weights of the baseline for {elements.Count} elements");

    /// <param name="geometry">A structure of the elements learned from.</param>
    /// <param name="lower">Its value at the lower rung; not looked at where there is none.</param>
    public double At(Geometry geometry, double lower) =>
        _line.At(Row(_extent, _elements, geometry, _hasLower ? lower : null));

    private static double[] Row(StructureExtent extent, ElementSet elements, Geometry geometry, double? lower)
    {
        var row = new double[elements.Count + (lower is null ? 0 : 1)];
        double each = extent == StructureExtent.Extensive ? 1 : 1.0 / geometry.AtomCount;
        foreach (byte number in geometry.AtomicNumbers)
        {
            row[elements.IndexOf(number)] += each;
        }

        if (lower is { } value)
        {
            row[^1] = value;
        }

        return row;
    }
}
