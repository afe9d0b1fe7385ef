using System.Runtime.InteropServices;
using Lichen.Core.Molecules;

namespace Lichen.Learning.Structures;

/// <summary>Vectors of atoms in as few columns as a tolerance allows, for structures seen and new ones.</summary>
/// <remarks>
/// Beside the columns of its <see cref="Projection"/> each element has one more: by how much the part of a vector that the columns do
/// not hold is longer than the tolerance. So an atom unlike all those learned from is far from them, not on top of its shadow.
/// </remarks>
public sealed class AtomProjection
{
    /// <summary>At most so many atoms of an element are the sample that its columns come from.</summary>
    private const int SampleAtoms = 5000;

    private readonly int _length;
    private readonly AtomRows.Describer _describe;
    private readonly double _tolerance;

    internal AtomProjection(
        ElementSet elements,
        int length,
        AtomRows.Describer describe,
        double tolerance,
        IReadOnlyList<Projection> projections
    )
    {
        (Elements, _length, _describe, _tolerance, Projections) = (elements, length, describe, tolerance, projections);
    }

    public ElementSet Elements { get; }

    /// <summary>One an element.</summary>
    internal IReadOnlyList<Projection> Projections { get; }

    /// <summary>Learns the columns from a sample of the atoms of each element.</summary>
    /// <param name="geometries">The structures.</param>
    /// <param name="elements">The elements that occur in them.</param>
    /// <param name="length">Length of the vector of an atom.</param>
    /// <param name="describe">Describes one structure.</param>
    /// <param name="tolerance">The longest residual in the sample, positive.</param>
    /// <param name="seed">Draws the sample.</param>
    public static AtomProjection Fit(
        IReadOnlyList<Geometry> geometries,
        ElementSet elements,
        int length,
        AtomRows.Describer describe,
        double tolerance,
        ulong seed
    ) => new(elements, length, describe, tolerance, FitAll(geometries, elements, length, describe, tolerance, seed));

    /// <summary>Describes structures of these elements.</summary>
    /// <param name="geometries">The structures.</param>
    /// <param name="threads">How many are worked on at once; results do not depend on it.</param>
    /// <param name="cancellationToken">Checked before each structure.</param>
    public AtomRows Rows(IReadOnlyList<Geometry> geometries, int threads, CancellationToken cancellationToken)
    {
        int[][] starts = Starts(geometries, Elements);
        int[] widths = [.. Projections.Select(projection => projection.Width + 1)];
        double[][] values = [.. starts.Select((own, e) => new double[(long)own[^1] * widths[e]])];
        var residuals = new double[geometries.Count, Elements.Count];
        Parallel.For(
            0,
            geometries.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
            m =>
            {
                Geometry geometry = geometries[m];
                var rows = new double[geometry.AtomCount * _length];
                _describe(geometry, rows);
                var next = new int[Elements.Count];
                for (int atom = 0; atom < geometry.AtomCount; atom++)
                {
                    int e = Elements.IndexOf(geometry.AtomicNumbers[atom]);
                    int place = (starts[e][m] + next[e]++) * widths[e];
                    Span<double> row = values[e].AsSpan(place, widths[e]);
                    double residual = Projections[e].Apply(rows.AsSpan(atom * _length, _length), row[..^1]);
                    row[^1] = Math.Max(0, residual - _tolerance);
                    residuals[m, e] = Math.Max(residuals[m, e], residual);
                }
            }
        );
        return new AtomRows(
            Elements,
            [.. starts.Select((own, e) => new MoleculeRows(widths[e], own, values[e]))],
            [
                .. Enumerable
                    .Range(0, Elements.Count)
                    .Select(e => Enumerable.Range(0, geometries.Count).Max(m => residuals[m, e])),
            ]
        );
    }

    private static int[][] Starts(IReadOnlyList<Geometry> geometries, ElementSet elements)
    {
        int[][] starts = [.. Enumerable.Range(0, elements.Count).Select(_ => new int[geometries.Count + 1])];
        for (int m = 0; m < geometries.Count; m++)
        {
            for (int e = 0; e < elements.Count; e++)
            {
                starts[e][m + 1] = starts[e][m] + geometries[m].AtomicNumbers.Count(elements.AtomicNumbers[e]);
            }
        }

        return starts;
    }

    private static Projection[] FitAll(
        IReadOnlyList<Geometry> geometries,
        ElementSet elements,
        int length,
        AtomRows.Describer describe,
        double tolerance,
        ulong seed
    )
    {
        List<double>[] samples = [.. Enumerable.Range(0, elements.Count).Select(_ => new List<double>())];
        int[] order = [.. Enumerable.Range(0, geometries.Count)];
        new Random((int)seed).Shuffle(order);
        foreach (int m in order)
        {
            Geometry geometry = geometries[m];
            int[] wanted =
            [
                .. Enumerable
                    .Range(0, geometry.AtomCount)
                    .Where(atom =>
                        samples[elements.IndexOf(geometry.AtomicNumbers[atom])].Count < SampleAtoms * length
                    ),
            ];
            if (wanted.Length == 0)
            {
                continue;
            }

            var rows = new double[geometry.AtomCount * length];
            describe(geometry, rows);
            foreach (int atom in wanted)
            {
                samples[elements.IndexOf(geometry.AtomicNumbers[atom])].AddRange(rows.AsSpan(atom * length, length));
            }
        }

        return [.. samples.Select(sample => Projection.Fit(length, CollectionsMarshal.AsSpan(sample), tolerance))];
    }
}
