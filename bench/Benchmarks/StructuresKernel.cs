using System.Runtime.Intrinsics;
using Lichen.Core.Molecules;
using Lichen.Learning;
using Lichen.Learning.Structures;
using TorchSharp;
using static TorchSharp.torch;
using Matrix = Lichen.Learning.Structures.KernelMatrix;

namespace Lichen.Benchmarks;

/// <summary>
/// The local kernel of FCHL19 among structures of QM7, against the same as blocks of matrix products by libtorch, in
/// double precision on one core: with the vectors as they are, and in the columns that a projection leaves.
/// </summary>
internal static class StructuresKernel
{
    private const double Sigma = 2.5;
    private const double Tolerance = 0.05;
    private const int Block = 1024;

    public static IEnumerable<Finding> Run(Scale scale, StructuresPool pool)
    {
        Libtorch.Load();
        set_num_threads(1);
        Geometry[] geometries = pool.Take(scale.KernelStructures);
        int count = geometries.Length;
        var elements = ElementSet.Of(geometries);
        var fchl = new Fchl19(elements);
        MoleculeRows[] whole = Whole(geometries, elements, fchl);
        AtomRows projected = null!;
        Sample projecting = Sample.Of(() => projected = Projected(geometries, elements, fchl));
        double peak = MatrixPeak.Of<double>();
        double[] plain = [];
        double plainSeconds = 0;
        foreach (
            var (name, rows) in ((string, IReadOnlyList<MoleculeRows>)[])
                [("all columns", whole), ("projected", projected.Groups)]
        )
        {
            var kernel = new Matrix(count, count);
            var turns = Turns.Take(
                Math.Min(3, scale.Repeats),
                () =>
                    Sample.Of(() =>
                    {
                        kernel = new Matrix(count, count);
                        foreach (var own in rows)
                        {
                            GaussianKernel.AddSymmetric(own, [Sigma], [kernel], 1, CancellationToken.None);
                        }
                    }),
                () => Sample.Of(() => plain = ByProducts(whole, count))
            );
            double seconds = turns.Here(Turns.Cpu);
            plainSeconds = turns.Baseline(Turns.Cpu);
            double products = rows.Sum(own => (double)own.Count * (own.Count + 1) * own.Width);
            double difference = 0;
            for (int m = 0; m < count; m++)
            {
                for (int n = m; n < count; n++)
                {
                    difference = Math.Max(
                        difference,
                        Math.Abs(kernel[m, n] - plain[(m * count) + n]) / plain[(m * count) + m]
                    );
                }
            }

            string columns = string.Join(", ", rows.Select(own => own.Width));
            yield return new Finding(
                $"local kernel of FCHL19, {count:N0} x {count:N0} structures of QM7, {name} ({columns})",
                "CPU",
                $"{Finding.Milliseconds(seconds)}; products at {products / seconds / peak:P0} of {peak / 1e9:0.0} GFLOP/s, "
                    + $"largest difference {difference:0.0e+0} of a diagonal entry"
                    + (
                        name == "projected"
                            ? $"; describing and projecting {Finding.Milliseconds(projecting.CpuSeconds)}"
                            : ""
                    ),
                $"blocks of libtorch's products, all columns: {Finding.Milliseconds(turns.Baseline(Turns.Cpu))}",
                turns.Ratio(Turns.Cpu)
            );
        }

        yield return Many(pool.Take(scale.ManyStructures), plainSeconds / count / count);
    }

    private static Finding Many(Geometry[] geometries, double plainSecondsOfPair)
    {
        var elements = ElementSet.Of(geometries);
        AtomRows projected = Projected(geometries, elements, new Fchl19(elements));
        var kernel = new Matrix(geometries.Length, geometries.Length);
        Sample own = Sample.Of(() =>
        {
            foreach (var rows in projected.Groups)
            {
                GaussianKernel.AddSymmetric(rows, [Sigma], [kernel], 1, CancellationToken.None);
            }
        });
        double plain = plainSecondsOfPair * geometries.Length * geometries.Length;
        return new Finding(
            $"local kernel of FCHL19, {geometries.Length:N0} x {geometries.Length:N0} structures of QM7, projected",
            "CPU",
            Finding.Milliseconds(own.CpuSeconds),
            $"libtorch's products, scaled up from those above by pairs: {Finding.Milliseconds(plain)}",
            own.CpuSeconds / plain
        );
    }

    private static AtomRows Projected(Geometry[] geometries, ElementSet elements, Fchl19 fchl) =>
        AtomRows.Of(geometries, elements, fchl.Length, fchl.Describe, Tolerance, 1, 1, CancellationToken.None);

    private static MoleculeRows[] Whole(Geometry[] geometries, ElementSet elements, Fchl19 fchl)
    {
        var values = elements.AtomicNumbers.Select(_ => new List<double>()).ToArray();
        var starts = elements.AtomicNumbers.Select(_ => new List<int> { 0 }).ToArray();
        foreach (var geometry in geometries)
        {
            var rows = new double[geometry.AtomCount * fchl.Length];
            fchl.Describe(geometry, rows);
            for (int i = 0; i < geometry.AtomCount; i++)
            {
                values[elements.IndexOf(geometry.AtomicNumbers[i])].AddRange(rows.AsSpan(i * fchl.Length, fchl.Length));
            }

            for (int e = 0; e < elements.Count; e++)
            {
                starts[e].Add(values[e].Count / fchl.Length);
            }
        }

        return [.. values.Zip(starts, (own, places) => new MoleculeRows(fchl.Length, [.. places], [.. own]))];
    }

    /// <summary>exp of |a|^2 + |b|^2 - 2 a.b block by block, then sums over each molecule's atoms as two more
    /// products.</summary>
    private static double[] ByProducts(MoleculeRows[] groups, int count)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        Tensor kernel = zeros(count, count, dtype: ScalarType.Float64);
        foreach (var rows in groups.Where(rows => rows.Count > 0))
        {
            Tensor vectors = tensor(rows.Values, rows.Count, rows.Width);
            Tensor squares = vectors.square().sum(1);
            int[] edges = Edges(rows);
            for (int left = 0; left + 1 < edges.Length; left++)
            {
                for (int right = left; right + 1 < edges.Length; right++)
                {
                    using var inner = NewDisposeScope();
                    (long a, long b) = (rows.Starts[edges[left]], rows.Starts[edges[left + 1]]);
                    (long c, long d) = (rows.Starts[edges[right]], rows.Starts[edges[right + 1]]);
                    if (a == b || c == d)
                    {
                        continue;
                    }

                    Tensor terms = addmm(
                        squares[TensorIndex.Slice(c, d)].unsqueeze(0),
                        vectors[TensorIndex.Slice(a, b)],
                        vectors[TensorIndex.Slice(c, d)].t(),
                        1,
                        -2
                    );
                    terms.add_(squares[TensorIndex.Slice(a, b)].unsqueeze(1)).mul_(-0.5 / (Sigma * Sigma)).exp_();
                    Tensor sums = Members(rows, edges[left], edges[left + 1])
                        .mm(terms)
                        .mm(Members(rows, edges[right], edges[right + 1]).t());
                    kernel[
                        TensorIndex.Slice(edges[left], edges[left + 1]),
                        TensorIndex.Slice(edges[right], edges[right + 1])
                    ]
                        .add_(sums);
                }
            }
        }

        return kernel.data<double>().ToArray();
    }

    /// <summary>Runs of molecules with about a block of vectors each.</summary>
    private static int[] Edges(MoleculeRows rows)
    {
        var edges = new List<int> { 0 };
        for (int m = 1; m <= rows.Molecules; m++)
        {
            if (m == rows.Molecules || rows.Starts[m + 1] - rows.Starts[edges[^1]] > Block)
            {
                edges.Add(m);
            }
        }

        return [.. edges];
    }

    /// <summary>One where a vector belongs to a molecule.</summary>
    private static Tensor Members(MoleculeRows rows, int first, int end)
    {
        int start = rows.Starts[first];
        int width = rows.Starts[end] - start;
        var members = new double[(end - first) * width];
        for (int m = first; m < end; m++)
        {
            members.AsSpan(((m - first) * width) + rows.Starts[m] - start, rows.Starts[m + 1] - rows.Starts[m]).Fill(1);
        }

        return tensor(members, end - first, width);
    }
}
