using Lichen.Core.Molecules;
using Lichen.Learning.Structures;

namespace Lichen.Studies.Qm7;

/// <summary>A representation and a width of its Gaussian kernel.</summary>
/// <param name="Representation"><c>fchl19</c> and <c>cmbdf</c>: local, over atoms; <c>slatm</c>: global.</param>
/// <param name="Width">In the units of the representation.</param>
internal readonly record struct Qm7Kernel(string Representation, double Width)
{
    /// <summary>What is chosen from: each representation at widths a factor of two apart.</summary>
    public static IReadOnlyList<Qm7Kernel> All { get; } =
    [
        new("fchl19", 1.25),
        new("fchl19", 2.5),
        new("fchl19", 5),
        new("cmbdf", 4),
        new("cmbdf", 8),
        new("cmbdf", 16),
        new("slatm", 250),
        new("slatm", 1000),
    ];

    public override string ToString() => $"{Representation}:{Width}";
}

/// <summary>The vectors of structures, described once, and kernels made from them when first asked for.</summary>
internal sealed class Qm7Kernels
{
    // Longest residual of an atom's vector: a fiftieth of the narrowest width, and less.
    private const double FchlTolerance = 0.05;
    private const double CmbdfTolerance = 0.01;

    private readonly int _threads;
    private readonly int _count;
    private readonly Dictionary<string, IReadOnlyList<MoleculeRows>> _rows = [];
    private readonly Dictionary<Qm7Kernel, KernelMatrix> _made = [];

    public Qm7Kernels(IReadOnlyList<Geometry> geometries, ulong seed, int threads)
    {
        (_threads, _count) = (threads, geometries.Count);
        var elements = ElementSet.Of(geometries);
        var fchl = new Fchl19(elements);
        _rows["fchl19"] = AtomRows
            .Of(geometries, elements, fchl.Length, fchl.Describe, FchlTolerance, seed, threads, CancellationToken.None)
            .Groups;
        _rows["cmbdf"] = AtomRows
            .Of(
                geometries,
                elements,
                Cmbdf.Length,
                Cmbdf.Describe,
                CmbdfTolerance,
                seed,
                threads,
                CancellationToken.None
            )
            .Groups;
        var slatm = new Slatm(elements);
        var values = new double[(long)geometries.Count * slatm.Length];
        Parallel.For(
            0,
            geometries.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            m => slatm.Describe(geometries[m], values.AsSpan(m * slatm.Length, slatm.Length))
        );
        _rows["slatm"] = [MoleculeRows.OnePerMolecule(slatm.Length, values)];
    }

    /// <summary>The kernel over all structures; those of one representation are made together.</summary>
    public KernelMatrix Whole(Qm7Kernel kernel)
    {
        if (!_made.TryGetValue(kernel, out var matrix))
        {
            Qm7Kernel[] alike = [.. Qm7Kernel.All.Where(other => other.Representation == kernel.Representation)];
            double[] widths = [.. alike.Select(other => other.Width)];
            foreach (var (other, made) in alike.Zip(Make(widths, _rows[kernel.Representation], _count)))
            {
                _made.Add(other, made);
            }

            matrix = _made[kernel];
        }

        return matrix;
    }

    /// <summary>Kernels over some structures only, which is quick.</summary>
    public IReadOnlyList<KernelMatrix> Among(IReadOnlyList<Qm7Kernel> kernels, int[] members)
    {
        var made = new Dictionary<Qm7Kernel, KernelMatrix>();
        foreach (var group in kernels.GroupBy(kernel => kernel.Representation))
        {
            double[] widths = [.. group.Select(kernel => kernel.Width)];
            var rows = _rows[group.Key].Select(own => own.Of(members)).ToList();
            foreach (var (kernel, matrix) in group.Zip(Make(widths, rows, members.Length)))
            {
                made.Add(kernel, matrix);
            }
        }

        return [.. kernels.Select(kernel => made[kernel])];
    }

    private KernelMatrix[] Make(double[] widths, IReadOnlyList<MoleculeRows> rows, int count)
    {
        KernelMatrix[] matrices = [.. widths.Select(_ => new KernelMatrix(count, count))];
        foreach (var own in rows)
        {
            GaussianKernel.AddSymmetric(own, widths, matrices, _threads, CancellationToken.None);
        }

        foreach (var matrix in matrices)
        {
            matrix.Mirror();
        }

        return matrices;
    }
}
