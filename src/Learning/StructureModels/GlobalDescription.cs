using System.Collections.Immutable;
using Lichen.Core.Molecules;
using Lichen.Learning.Dense;
using Lichen.Learning.Models;
using Lichen.Learning.Structures;

namespace Lichen.Learning.StructureModels;

/// <summary>Structures by SLATM, in the columns that are not empty for all learned from.</summary>
/// <remarks>
/// Nothing is lost: what a new structure has in the other columns adds the same to its squared distance to all learned from, and is
/// one column more that holds its length.
/// </remarks>
internal sealed class GlobalDescription : IStructureDescription
{
    private const string Columns = "slatm.columns";

    private readonly Slatm _slatm;
    private readonly int[] _columns;

    private GlobalDescription(ElementSet elements, int[] columns) => (_slatm, _columns) = (new(elements), columns);

    public bool IsLocal => false;

    public static GlobalDescription Fit(
        IReadOnlyList<Geometry> geometries,
        ElementSet elements,
        int threads,
        CancellationToken cancellationToken
    )
    {
        var slatm = new Slatm(elements);
        var used = new bool[slatm.Length];
        Parallel.ForEach(
            geometries,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
            () => new double[slatm.Length],
            (geometry, _, vector) =>
            {
                slatm.Describe(geometry, vector);
                for (int c = 0; c < vector.Length; c++)
                {
                    if (vector[c] != 0)
                    {
                        used[c] = true;
                    }
                }

                return vector;
            },
            _ => { }
        );
        return new GlobalDescription(elements, [.. Enumerable.Range(0, used.Length).Where(c => used[c])]);
    }

    /// <summary>The reverse of <see cref="Save"/>.</summary>
    public static GlobalDescription Read(ElementSet elements, TensorReader tensors)
    {
        int[] columns = [.. tensors.Values<int>(Columns, -1)];
        int length = new Slatm(elements).Length;
        bool rising = columns.Zip(columns.Skip(1)).All(pair => pair.First < pair.Second);
        return rising && columns is [>= 0, ..] && columns[^1] < length
            ? new GlobalDescription(elements, columns)
            : throw new FormatException($"'{Columns}' are not rising columns of {length}");
    }

    public IReadOnlyList<MoleculeRows> Rows(
        IReadOnlyList<Geometry> geometries,
        int threads,
        CancellationToken cancellationToken
    )
    {
        int width = _columns.Length + 1;
        var values = new double[(long)geometries.Count * width];
        Parallel.For(
            0,
            geometries.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
            () => new double[_slatm.Length],
            (m, _, vector) =>
            {
                _slatm.Describe(geometries[m], vector);
                Span<double> row = values.AsSpan(m * width, width);
                for (int c = 0; c < _columns.Length; c++)
                {
                    row[c] = vector[_columns[c]];
                    vector[_columns[c]] = 0;
                }

                row[^1] = Math.Sqrt(Sums.Dot(vector, vector));
                return vector;
            },
            _ => { }
        );
        return [MoleculeRows.OnePerMolecule(width, values)];
    }

    public void Save(ImmutableSortedDictionary<string, Tensor>.Builder tensors) =>
        tensors[Columns] = Tensor.Of<int>(_columns);
}
