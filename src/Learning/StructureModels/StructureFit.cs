using System.Collections.Immutable;
using Lichen.Learning.Structures;

namespace Lichen.Learning.StructureModels;

/// <summary>Baseline and kernels chosen for a property of one extent, from a part of its labels.</summary>
/// <param name="Extent">How the property is taken to go with size.</param>
/// <param name="Baseline">From all labels.</param>
/// <param name="Residuals">What it leaves of them, shape (labels).</param>
/// <param name="Kernels">The kernels that explain the residuals of the part.</param>
/// <param name="Densities">Log densities of the part's labels, each left out, in nats.</param>
internal sealed record StructureFit(
    StructureExtent Extent,
    StructureBaseline Baseline,
    double[] Residuals,
    ImmutableArray<StructureKernel> Kernels,
    double[] Densities
)
{
    /// <summary>Kernels are chosen by so many labels.</summary>
    public const int ChoiceSize = 400;

    private const int MostKernels = 5;
    private const double LeastGain = 3;

    /// <summary>Chooses.</summary>
    /// <param name="set">All labels.</param>
    /// <param name="space">The kernels offered, with the extent.</param>
    /// <param name="part">Which labels choose.</param>
    /// <param name="rows">Their structures.</param>
    /// <param name="cancellationToken">Checked before each evaluation.</param>
    public static StructureFit Choose(
        StructureSet set,
        StructureSpace space,
        int[] part,
        StructureRows rows,
        CancellationToken cancellationToken
    )
    {
        var baseline = StructureBaseline.Fit(space.Extent, space.Elements, set);
        double[] residuals =
        [
            .. set.Values.Select((value, m) => value - baseline.At(set.Geometries[m], set.LowerOf(m) ?? 0)),
        ];
        int[] members = [.. Enumerable.Range(0, part.Length)];
        double[] values = [.. part.Select(m => residuals[m])];
        var kernels = space.Square(rows, cancellationToken);
        var choice = KernelChoice.Forward(kernels, members, values, LeastGain, MostKernels, cancellationToken);
        var process = new StructureProcess(
            [.. choice.Kernels.Select(k => kernels[k])],
            choice.Covariance,
            members,
            values
        );
        return new StructureFit(
            space.Extent,
            baseline,
            residuals,
            [.. choice.Kernels.Select(k => space.Kernels[k])],
            LogDensities(values, process.LeaveOneOutMeans, process.LeaveOneOutVariances)
        );
    }

    /// <summary>Of values under normal distributions, in nats.</summary>
    public static double[] LogDensities(double[] values, double[] means, double[] variances) =>
        [
            .. values.Select(
                (value, i) =>
                    -0.5
                    * (((value - means[i]) * (value - means[i]) / variances[i]) + Math.Log(2 * Math.PI * variances[i]))
            ),
        ];
}
