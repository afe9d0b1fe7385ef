namespace Lichen.Chemistry;

/// <summary>Descriptors of many molecules.</summary>
/// <param name="Names">Shape (d); the order of the columns is part of the library's version.</param>
/// <param name="Values">
/// Shape (n, d), row-major. NaN where a descriptor is undefined for an element, and all through a row that is no
/// molecule.
/// </param>
public sealed record DescriptorTable(IReadOnlyList<string> Names, double[] Values)
{
    public int ColumnCount => Names.Count;

    public int RowCount => Values.Length / Math.Max(1, Names.Count);

    public ReadOnlySpan<double> Row(int row) => Values.AsSpan(row * ColumnCount, ColumnCount);
}
