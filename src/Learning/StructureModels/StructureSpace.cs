using System.Collections.Immutable;
using Lichen.Core.Molecules;
using Lichen.Learning.Dense;
using Lichen.Learning.Models;
using Lichen.Learning.Structures;

namespace Lichen.Learning.StructureModels;

/// <summary>Kernels between structures: which representations at which widths, fitted to those learned from.</summary>
/// <remarks>
/// For intensive properties a local kernel is divided by the root of the structures' kernels with themselves: a structure is then
/// the average of its atoms, and two like ones far apart are as one.
/// </remarks>
internal sealed class StructureSpace
{
    private readonly IReadOnlyDictionary<string, IStructureDescription> _descriptions;
    private readonly int _threads;

    private StructureSpace(
        StructureExtent extent,
        ElementSet elements,
        ImmutableArray<StructureKernel> kernels,
        IReadOnlyDictionary<string, IStructureDescription> descriptions,
        int threads
    )
    {
        (Extent, Elements, Kernels) = (extent, elements, kernels);
        (_descriptions, _threads) = (descriptions, threads);
    }

    public StructureExtent Extent { get; }

    public ElementSet Elements { get; }

    public ImmutableArray<StructureKernel> Kernels { get; }

    /// <summary>Fits what the kernels need.</summary>
    /// <param name="extent">How the property goes with size.</param>
    /// <param name="kernels">The kernels.</param>
    /// <param name="geometries">The structures learned from.</param>
    /// <param name="elements">Their elements.</param>
    /// <param name="seed">Draws the atoms that projections come from.</param>
    /// <param name="threads">How many threads work, here and later; results do not depend on it.</param>
    /// <param name="cancellationToken">Checked before each structure.</param>
    public static StructureSpace Fit(
        StructureExtent extent,
        ImmutableArray<StructureKernel> kernels,
        IReadOnlyList<Geometry> geometries,
        ElementSet elements,
        ulong seed,
        int threads,
        CancellationToken cancellationToken
    ) =>
        new(
            extent,
            elements,
            kernels,
            Names(kernels)
                .ToDictionary(
                    name => name,
                    name =>
                        name == StructureKernel.Slatm
                            ? (IStructureDescription)
                                GlobalDescription.Fit(geometries, elements, threads, cancellationToken)
                            : LocalDescription.Fit(name, geometries, elements, seed)
                ),
            threads
        );

    /// <summary>The reverse of <see cref="Save"/>.</summary>
    public static StructureSpace Read(
        StructureExtent extent,
        ImmutableArray<StructureKernel> kernels,
        ElementSet elements,
        TensorReader tensors,
        int threads
    ) =>
        new(
            extent,
            elements,
            kernels,
            Names(kernels)
                .ToDictionary(
                    name => name,
                    name =>
                        name == StructureKernel.Slatm
                            ? (IStructureDescription)GlobalDescription.Read(elements, tensors)
                            : LocalDescription.Read(name, elements, tensors)
                ),
            threads
        );

    public void Save(ImmutableSortedDictionary<string, Tensor>.Builder tensors)
    {
        foreach (var description in _descriptions.Values)
        {
            description.Save(tensors);
        }
    }

    /// <summary>The same with other kernels of the same representations, or with another extent.</summary>
    public StructureSpace With(StructureExtent extent, ImmutableArray<StructureKernel> kernels) =>
        new(extent, Elements, kernels, _descriptions, _threads);

    public StructureRows Describe(IReadOnlyList<Geometry> geometries, CancellationToken cancellationToken) =>
        new(
            geometries.Count,
            Names(Kernels)
                .ToDictionary(name => name, name => _descriptions[name].Rows(geometries, _threads, cancellationToken))
        );

    /// <summary>Each kernel over all structures.</summary>
    public IReadOnlyList<KernelMatrix> Square(StructureRows rows, CancellationToken cancellationToken)
    {
        var made = new KernelMatrix[Kernels.Length];
        foreach (string name in Names(Kernels))
        {
            var (places, widths) = Of(name);
            KernelMatrix[] matrices = [.. widths.Select(_ => new KernelMatrix(rows.Count, rows.Count))];
            foreach (var group in rows.Groups[name])
            {
                GaussianKernel.AddSymmetric(group, widths, matrices, _threads, cancellationToken);
            }

            for (int w = 0; w < widths.Length; w++)
            {
                matrices[w].Mirror();
                if (IsAveraged(name))
                {
                    double[] own = Own(rows.Groups[name], widths[w], rows.Count);
                    Divide(matrices[w], own, own);
                }

                made[places[w]] = matrices[w];
            }
        }

        return made;
    }

    /// <summary>The weighted sum of the kernels over all structures, a representation in memory at a time.</summary>
    public KernelMatrix Sum(StructureRows rows, ImmutableArray<double> weights, CancellationToken cancellationToken)
    {
        var sum = new KernelMatrix(rows.Count, rows.Count);
        foreach (string name in Names(Kernels))
        {
            int[] places = Of(name).Places;
            var own = With(Extent, [.. places.Select(place => Kernels[place])]).Square(rows, cancellationToken);
            for (int w = 0; w < places.Length; w++)
            {
                Sums.Add(sum.Values, weights[places[w]], own[w].Values, 0);
            }
        }

        return sum;
    }

    /// <summary>The weighted sum of the kernels of some structures (rows) with others (columns).</summary>
    public KernelMatrix Sum(
        StructureRows left,
        StructureRows right,
        ImmutableArray<double> weights,
        CancellationToken cancellationToken
    )
    {
        var sum = new KernelMatrix(left.Count, right.Count);
        foreach (string name in Names(Kernels))
        {
            var (places, widths) = Of(name);
            KernelMatrix[] matrices = [.. widths.Select(_ => new KernelMatrix(left.Count, right.Count))];
            for (int group = 0; group < left.Groups[name].Count; group++)
            {
                GaussianKernel.AddCross(
                    left.Groups[name][group],
                    right.Groups[name][group],
                    widths,
                    matrices,
                    _threads,
                    cancellationToken
                );
            }

            for (int w = 0; w < widths.Length; w++)
            {
                if (IsAveraged(name))
                {
                    Divide(
                        matrices[w],
                        Own(left.Groups[name], widths[w], left.Count),
                        Own(right.Groups[name], widths[w], right.Count)
                    );
                }

                Sums.Add(sum.Values, weights[places[w]], matrices[w].Values, 0);
            }
        }

        return sum;
    }

    /// <summary>The weighted sum of the kernels of each structure with itself, shape (rows).</summary>
    public double[] Own(StructureRows rows, ImmutableArray<double> weights)
    {
        var sums = new double[rows.Count];
        for (int k = 0; k < Kernels.Length; k++)
        {
            var (name, width) = Kernels[k];
            // One vector a structure has kernel 1 with itself, and so has what is divided by its own root.
            double[]? own =
                _descriptions[name].IsLocal && !IsAveraged(name) ? Own(rows.Groups[name], width, rows.Count) : null;
            for (int m = 0; m < sums.Length; m++)
            {
                sums[m] += weights[k] * (own?[m] ?? 1);
            }
        }

        return sums;
    }

    private static double[] Own(IReadOnlyList<MoleculeRows> groups, double width, int count)
    {
        var own = new double[count];
        double factor = -0.5 / (width * width);
        foreach (var rows in groups)
        {
            var difference = new double[rows.Width];
            for (int m = 0; m < count; m++)
            {
                for (int a = rows.Starts[m]; a < rows.Starts[m + 1]; a++)
                {
                    own[m]++;
                    for (int b = a + 1; b < rows.Starts[m + 1]; b++)
                    {
                        rows.Row(a).CopyTo(difference);
                        Sums.Add(difference, -1, rows.Row(b), 0);
                        own[m] += 2 * Math.Exp(factor * Sums.Dot(difference, difference));
                    }
                }
            }
        }

        return own;
    }

    private static void Divide(KernelMatrix matrix, double[] left, double[] right)
    {
        for (int m = 0; m < matrix.Rows; m++)
        {
            Span<double> row = matrix.Row(m);
            for (int n = 0; n < row.Length; n++)
            {
                row[n] /= Math.Sqrt(left[m] * right[n]);
            }
        }
    }

    private static IEnumerable<string> Names(ImmutableArray<StructureKernel> kernels) =>
        kernels.Select(kernel => kernel.Representation).Distinct();

    private bool IsAveraged(string name) => Extent == StructureExtent.Intensive && _descriptions[name].IsLocal;

    private (int[] Places, double[] Widths) Of(string name)
    {
        int[] places = [.. Enumerable.Range(0, Kernels.Length).Where(k => Kernels[k].Representation == name)];
        return (places, [.. places.Select(k => Kernels[k].Width)]);
    }
}
