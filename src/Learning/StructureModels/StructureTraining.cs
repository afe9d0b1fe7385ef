using System.Collections.Immutable;
using System.Globalization;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Learning.Calibrations;
using Lichen.Learning.Models;
using Lichen.Learning.Structures;

namespace Lichen.Learning.StructureModels;

/// <summary>
/// Trains a model of one property of structures: a linear baseline, kernels chosen by marginal likelihood, their weights, and what
/// the doubt is worth from labels left out one by one.
/// </summary>
public static class StructureTraining
{
    /// <summary>Weights of kernels are learned from so many labels: the cost is cubic, the gain beyond small.</summary>
    private const int WeightSize = 1500;

    /// <summary>
    /// Up to so many labels the doubt is checked by folds: choice and weights of kernels fit few labels so well that those left out
    /// one by one, which took part in them, promise too much.
    /// </summary>
    private const int FoldedUpTo = 1000;

    private const int Folds = 5;

    /// <summary>Trains.</summary>
    /// <param name="set">The labels.</param>
    /// <param name="extent">How the property goes with size, or null to let the labels choose.</param>
    /// <param name="lower">Name of the lower rung's values; empty for none.</param>
    /// <param name="origin">What the card says beside.</param>
    /// <param name="seed">Of all that is drawn.</param>
    /// <param name="threads">How many threads work; results do not depend on it.</param>
    /// <param name="said">Hears what is being done; may be null.</param>
    /// <param name="cancellationToken">Checked often.</param>
    public static StructureModel Train(
        StructureSet set,
        StructureExtent? extent,
        string lower,
        ModelOrigin origin,
        ulong seed,
        int threads,
        Action<string>? said,
        CancellationToken cancellationToken
    ) =>
        Train(
            set,
            extent,
            lower,
            origin,
            seed,
            threads,
            said,
            isFolded: set.Count <= FoldedUpTo && set.Count * (Folds - 1) / Folds >= StructureSet.Fewest,
            cancellationToken
        );

    private static StructureModel Train(
        StructureSet set,
        StructureExtent? extent,
        string lower,
        ModelOrigin origin,
        ulong seed,
        int threads,
        Action<string>? said,
        bool isFolded,
        CancellationToken cancellationToken
    )
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long started = origin.Time.GetTimestamp();
        var elements = ElementSet.Of(set.Geometries);
        int[] order = [.. Enumerable.Range(0, set.Count)];
        new Random(unchecked((int)(seed ^ (seed >> 32)))).Shuffle(order);
        said?.Invoke("choosing kernels");
        var (fit, reason, scores) = Choose(set, extent, elements, order, seed, threads, cancellationToken);

        said?.Invoke($"learning the weights of {string.Join(", ", fit.Kernels)}");
        var space = StructureSpace.Fit(
            fit.Extent,
            fit.Kernels,
            set.Geometries,
            elements,
            seed,
            threads,
            cancellationToken
        );
        StructureRows rows = space.Describe(set.Geometries, cancellationToken);
        KernelSum covariance = Weights(space, rows, fit, order, cancellationToken);

        said?.Invoke($"conditioning on {set.Count} labels");
        KernelMatrix sum = space.Sum(rows, covariance.Variances, cancellationToken);
        var process = new StructureProcess(
            [sum],
            new KernelSum([1], covariance.Noise),
            [.. Enumerable.Range(0, set.Count)],
            fit.Residuals
        );
        double[] errors = [.. fit.Residuals.Select((value, i) => value - process.LeaveOneOutMeans[i])];
        var variances = VarianceCalibration.Fit(errors, process.LeaveOneOutVariances);
        double[] calibrated = [.. process.LeaveOneOutVariances.Select(variances.Apply)];
        double[] off = [.. errors.Select((error, i) => Math.Abs(error) / Math.Sqrt(calibrated[i]))];
        double factor = 1;
        if (isFolded)
        {
            off = Folded(set, fit.Extent, lower, origin, seed, threads, order, said, cancellationToken);
            factor = off.Average(one => one * one);
            off = [.. off.Select(one => one / Math.Sqrt(factor))];
        }

        var calibration = new Recalibration(factor, 0, off, CoverageCheck.None);
        var domain = StructureDistances.Learn(sum);
        var usage = new ResourceUsage(
            (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
            origin.Time.GetElapsedTime(started).TotalSeconds,
            Environment.WorkingSet,
            CostBasis.Measured
        );
        ImmutableArray<string> keys = [.. set.Geometries.Select(StructureSet.KeyOf)];
        var card = new StructureCard(
            StructureCard.CurrentVersion,
            StructureCard.KindName,
            origin.Property,
            origin.Unit,
            lower,
            fit.Extent,
            reason,
            scores,
            [.. elements.AtomicNumbers.Select(number => Elements.Symbol(number))],
            [.. fit.Baseline.Weights],
            [
                .. fit.Kernels.Select(
                    (kernel, k) => new KernelCard(kernel.Representation, kernel.Width, covariance.Variances[k])
                ),
            ],
            covariance.Noise,
            process.Jitter,
            new LeaveOneOutCard(
                errors.Average(Math.Abs),
                Math.Sqrt(errors.Average(error => error * error)),
                StructureFit.LogDensities(fit.Residuals, process.LeaveOneOutMeans, calibrated).Average()
            ),
            new CalibrationCard(calibration.Factor, calibration.Floor, calibration.HalfWidth(0.9), calibration.Check),
            domain,
            new LabelsCard(set.Count, set.Values.Min(), set.Values.Max(), ModelTraining.Sha256(keys)),
            seed,
            origin.Versions.Lichen,
            origin.Licence,
            new CostCard(usage.CpuSeconds, origin.Power.KilowattHours(usage)),
            origin.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        );
        return new StructureModel(
            card,
            new StructureData(set, keys, space, rows, process.Posterior, variances, calibration.Scores)
        );
    }

    /// <summary>Errors of labels whose fold took no part in anything, in deviations stated for them.</summary>
    private static double[] Folded(
        StructureSet set,
        StructureExtent extent,
        string lower,
        ModelOrigin origin,
        ulong seed,
        int threads,
        int[] order,
        Action<string>? said,
        CancellationToken cancellationToken
    )
    {
        var off = new List<double>();
        for (int fold = 0; fold < Folds; fold++)
        {
            said?.Invoke($"checking the doubt, fold {fold + 1} of {Folds}");
            int[] taught = [.. order.Where((_, i) => i % Folds != fold)];
            // Of an element that the others do not have nothing can be said.
            var elements = ElementSet.Of([.. taught.Select(m => set.Geometries[m])]);
            int[] left =
            [
                .. order
                    .Where((_, i) => i % Folds == fold)
                    .Where(m => StructureCheck.Problem(set.Geometries[m], elements) is null),
            ];
            StructureModel model = Train(
                set.Of(taught),
                extent,
                lower,
                origin,
                seed,
                threads,
                null,
                isFolded: false,
                cancellationToken
            );
            var found = model.Predict(
                [.. left.Select(m => set.Geometries[m])],
                set.HasLower ? [.. left.Select(m => set.Lower[m])] : [],
                cancellationToken
            );
            off.AddRange(left.Select((m, i) => Math.Abs(set.Values[m] - found.Means[i]) / found.Deviations[i]));
        }

        return [.. off];
    }

    /// <summary>Baseline, extent and kernels, from a part of the labels.</summary>
    private static (StructureFit Fit, string Reason, ImmutableArray<ExtentScore> Scores) Choose(
        StructureSet set,
        StructureExtent? extent,
        ElementSet elements,
        int[] order,
        ulong seed,
        int threads,
        CancellationToken cancellationToken
    )
    {
        int[] part = order[..Math.Min(set.Count, StructureFit.ChoiceSize)];
        Geometry[] own = [.. part.Select(m => set.Geometries[m])];
        var space = StructureSpace.Fit(
            StructureExtent.Extensive,
            StructureKernel.Offered,
            own,
            elements,
            seed,
            threads,
            cancellationToken
        );
        StructureRows rows = space.Describe(own, cancellationToken);
        StructureFit[] fits =
        [
            .. Enum.GetValues<StructureExtent>()
                .Where(one => extent is null || extent == one)
                .Select(one => StructureFit.Choose(set, space.With(one, space.Kernels), part, rows, cancellationToken)),
        ];
        StructureFit best = fits.MaxBy(fit => fit.Densities.Average())!;
        return (
            best,
            fits.Length == 1 ? "it was asked for" : Words(best, fits.Single(fit => fit != best)),
            [.. fits.Select(fit => new ExtentScore(fit.Extent, fit.Densities.Average()))]
        );
    }

    private static KernelSum Weights(
        StructureSpace space,
        StructureRows rows,
        StructureFit fit,
        int[] order,
        CancellationToken cancellationToken
    )
    {
        int[] members = order[..Math.Min(order.Length, WeightSize)];
        return StructureProcess.Learn(
            space.Square(rows.Of(members), cancellationToken),
            [.. Enumerable.Range(0, members.Length)],
            [.. members.Select(m => fit.Residuals[m])],
            cancellationToken,
            out _
        );
    }

    private static string Words(StructureFit best, StructureFit other)
    {
        double[] gains = [.. best.Densities.Zip(other.Densities, (one, two) => one - two)];
        double mean = gains.Average();
        double error = Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / gains.Length / gains.Length);
        string size = string.Create(CultureInfo.InvariantCulture, $"{mean:0.###} ± {error:0.###}");
        return $"taken as {Word(best)}, labels left out have a log density {size} higher than as {Word(other)} "
            + $"({gains.Length} labels)";

        static string Word(StructureFit fit) => fit.Extent == StructureExtent.Extensive ? "extensive" : "intensive";
    }
}
