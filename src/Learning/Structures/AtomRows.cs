using Lichen.Core.Molecules;

namespace Lichen.Learning.Structures;

/// <summary>The vectors of all atoms of some structures, element by element, in as few columns as a tolerance
/// allows.</summary>
/// <param name="Elements">The elements, in the order of the groups.</param>
/// <param name="Groups">The projected vectors of the atoms of each element; all have the same molecules.</param>
/// <param name="Residuals">For each element, the longest part of a vector that its columns do not hold.</param>
public sealed record AtomRows(ElementSet Elements, IReadOnlyList<MoleculeRows> Groups, IReadOnlyList<double> Residuals)
{
    /// <summary>At most so many atoms of an element are the sample that its columns come from.</summary>
    private const int SampleAtoms = 5000;

    /// <summary>Fills rows of shape (atoms, length) from a structure.</summary>
    public delegate void Describer(Geometry geometry, Span<double> rows);

    /// <summary>Describes structures and projects their atoms' vectors.</summary>
    /// <param name="geometries">The structures.</param>
    /// <param name="elements">The elements that occur in them.</param>
    /// <param name="length">Length of the vector of an atom.</param>
    /// <param name="describe">Describes one structure; called for several at once.</param>
    /// <param name="tolerance">The longest residual in the sample that the columns come from, positive.</param>
    /// <param name="seed">Draws the sample.</param>
    /// <param name="threads">How many structures are worked on at once; results do not depend on it.</param>
    /// <param name="cancellationToken">Checked before each structure.</param>
    public static AtomRows Of(
        IReadOnlyList<Geometry> geometries,
        ElementSet elements,
        int length,
        Describer describe,
        double tolerance,
        ulong seed,
        int threads,
        CancellationToken cancellationToken
    )
    {
        int[][] starts = Starts(geometries, elements);
        Projection[] projections = Projections(geometries, elements, length, describe, tolerance, seed);
        double[][] values = [.. starts.Select((own, e) => new double[(long)own[^1] * projections[e].Width])];
        var residuals = new double[geometries.Count, elements.Count];
        Parallel.For(
            0,
            geometries.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
            m =>
            {
                Geometry geometry = geometries[m];
                var rows = new double[geometry.AtomCount * length];
                describe(geometry, rows);
                var next = new int[elements.Count];
                for (int atom = 0; atom < geometry.AtomCount; atom++)
                {
                    int e = elements.IndexOf(geometry.AtomicNumbers[atom]);
                    int width = projections[e].Width;
                    int place = (starts[e][m] + next[e]++) * width;
                    double residual = projections[e]
                        .Apply(rows.AsSpan(atom * length, length), values[e].AsSpan(place, width));
                    residuals[m, e] = Math.Max(residuals[m, e], residual);
                }
            }
        );
        return new AtomRows(
            elements,
            [.. starts.Select((own, e) => new MoleculeRows(projections[e].Width, own, values[e]))],
            [
                .. Enumerable
                    .Range(0, elements.Count)
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

    private static Projection[] Projections(
        IReadOnlyList<Geometry> geometries,
        ElementSet elements,
        int length,
        Describer describe,
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

        return
        [
            .. samples.Select(sample =>
                Projection.Fit(length, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(sample), tolerance)
            ),
        ];
    }
}
