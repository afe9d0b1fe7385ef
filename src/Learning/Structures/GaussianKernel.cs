using Lichen.Learning.Dense;

namespace Lichen.Learning.Structures;

/// <summary>
/// Gaussian kernels between molecules, summed over pairs of their vectors: K[m, n] += sum over a in m, b in n of
/// exp(-|a - b|^2 / (2 sigma^2)).
/// </summary>
/// <remarks>
/// With the vectors of atoms, element by element, this is the local kernel of extensive properties; with one vector a
/// molecule the global one. Squared distances are |a|^2 + |b|^2 - 2 a.b in double precision, so vectors should be
/// centred (as <see cref="Projection"/> does). Several widths share the products.
/// Source: Christensen et al. 2020, eq. 12, <see href="https://doi.org/10.1063/1.5126701"/>.
/// </remarks>
public static class GaussianKernel
{
    /// <summary>Adds to the kernels of all molecules among themselves; only columns from the row's own on are
    /// touched.</summary>
    /// <param name="rows">The vectors.</param>
    /// <param name="widths">The widths sigma, each positive.</param>
    /// <param name="kernels">One square matrix a width.</param>
    /// <param name="threads">How many blocks of columns are worked on at once; results do not depend on it.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    public static void AddSymmetric(
        MoleculeRows rows,
        ReadOnlySpan<double> widths,
        IReadOnlyList<KernelMatrix> kernels,
        int threads,
        CancellationToken cancellationToken
    ) => Add(rows, rows, symmetric: true, widths, kernels, threads, cancellationToken);

    /// <summary>Adds to the kernels of some molecules (rows) with others (columns).</summary>
    /// <param name="left">The vectors of the rows' molecules.</param>
    /// <param name="right">The vectors of the columns' molecules.</param>
    /// <param name="widths">The widths sigma, each positive.</param>
    /// <param name="kernels">One matrix a width.</param>
    /// <param name="threads">How many blocks of columns are worked on at once; results do not depend on it.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    public static void AddCross(
        MoleculeRows left,
        MoleculeRows right,
        ReadOnlySpan<double> widths,
        IReadOnlyList<KernelMatrix> kernels,
        int threads,
        CancellationToken cancellationToken
    ) => Add(left, right, symmetric: false, widths, kernels, threads, cancellationToken);

    private static void Add(
        MoleculeRows left,
        MoleculeRows right,
        bool symmetric,
        ReadOnlySpan<double> widths,
        IReadOnlyList<KernelMatrix> kernels,
        int threads,
        CancellationToken cancellationToken
    )
    {
        if (left.Width != right.Width || widths.Length != kernels.Count)
        {
            throw new ArgumentException(
                $"Vectors of {left.Width} and {right.Width} columns, {widths.Length} widths, {kernels.Count} kernels."
            );
        }

        double[] factors = [.. widths.ToArray().Select(width => -0.5 / (width * width))];
        double[] leftSquares = Squares(left);
        double[] rightSquares = Squares(right);
        (int First, int End)[] blocks = [.. Blocks(right)];
        Parallel.For(
            0,
            blocks.Length,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
            () => new GaussianBlock(left, right, leftSquares, rightSquares, factors, kernels),
            (block, _, worker) =>
            {
                // Later blocks of a symmetric kernel are the longer ones: begin with them.
                (int first, int end) = blocks[blocks.Length - 1 - block];
                worker.AddBlock(first, end, symmetric ? end : left.Molecules);
                return worker;
            },
            _ => { }
        );
    }

    /// <summary>Runs of whole molecules that fill a block of columns.</summary>
    private static IEnumerable<(int First, int End)> Blocks(MoleculeRows rows)
    {
        for (int first = 0; first < rows.Molecules; )
        {
            int end = first + 1;
            while (end < rows.Molecules && rows.Starts[end + 1] - rows.Starts[first] <= GaussianBlock.MostColumns)
            {
                end++;
            }

            yield return (first, end);
            first = end;
        }
    }

    private static double[] Squares(MoleculeRows rows)
    {
        var squares = new double[rows.Count];
        for (int i = 0; i < squares.Length; i++)
        {
            squares[i] = Sums.Dot(rows.Row(i), rows.Row(i));
        }

        return squares;
    }
}
