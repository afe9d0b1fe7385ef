using Lichen.Learning.Dense;

namespace Lichen.Learning;

/// <summary>
/// An exact Gaussian process over candidates and rungs at once: the property at a rung is a multiple of that at the
/// rung below plus an independent difference, f_l = rho_l f_(l-1) + delta_l. Cheap labels so teach the dear rung, and
/// no candidate needs to be labelled at every rung.
/// </summary>
/// <remarks>Source: Kennedy and O'Hagan 2000, <see href="https://doi.org/10.1093/biomet/87.1.1"/>.</remarks>
public static class CoKriging
{
    /// <summary>Beyond so many labels the hyperparameters are found from a random part of them, dear rungs first.</summary>
    public const int MaxLabels = 1200;

    // Starts are compared on a part of this size; only the best goes on with all.
    private const int ScreeningLabels = 240;
    private const int ColdStarts = 3;
    private const int MaxIterations = 60;

    // In units of log likelihood: less does not change a prediction.
    private const double Tolerance = 5e-3;

    /// <summary>Finds hyperparameters by maximal marginal likelihood, under weak priors.</summary>
    /// <param name="features">The pool.</param>
    /// <param name="labels">In any order; none at all gives the centres of the priors.</param>
    /// <param name="rungs">The number of rungs of the ladder.</param>
    /// <param name="warmStart">Hyperparameters of an earlier fit, tried first; with them fewer starts are made.</param>
    /// <param name="shape">How covariance falls with the distance between descriptors.</param>
    /// <param name="positive">
    /// Whether the property cannot be negative: then no prediction is, see <see cref="SoftBound"/>. The bends are those of
    /// <paramref name="warmStart"/> where there is one.
    /// </param>
    /// <param name="seed">Chooses starts and, of many labels, the part used: same seed, same result.</param>
    /// <param name="cancellationToken">Checked between evaluations.</param>
    /// <exception cref="ArgumentException">
    /// A label is not of this pool or ladder, or not finite; the start is of another ladder.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static CoKrigingFit Fit(
        Features features,
        IReadOnlyList<Label> labels,
        int rungs,
        CoKrigingParameters? warmStart,
        RadialShape shape,
        bool positive,
        ulong seed,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rungs, 1);
        foreach (Label label in labels)
        {
            bool known = (uint)label.Candidate < (uint)features.Rows && (uint)label.Rung < (uint)rungs;
            bool finite = double.IsFinite(label.Value) && label.Deviation >= 0 && double.IsFinite(label.Deviation);
            if (!known || !finite)
            {
                throw new ArgumentException($"{label} is not of {features.Rows} candidates and {rungs} rungs.");
            }
        }

        if (warmStart is not null && (warmStart.Rungs.Length != rungs || !warmStart.Fit(features)))
        {
            throw new ArgumentException("The start is of another ladder or of other features.");
        }

        double[] bends = Bends(labels, rungs, positive, warmStart);
        Label[] bent = [.. labels.Select(l => l.Inward(bends[l.Rung]))];
        (double[] shifts, double[] scales) = Standardisation.Of(bent, rungs);
        var prior = new CoKrigingPrior(
            rungs,
            features.Counts.Length,
            features.Descriptors.Columns,
            features.Outcomes.Columns,
            bent.Any(label => label.Deviation > 0)
        );
        var random = new Random(unchecked((int)(seed ^ (seed >> 32))));
        Label[] shuffled = Shuffle(bent, random);
        List<double[]> starts = [];
        if (warmStart is not null)
        {
            starts.Add(prior.ToFree(warmStart, scales));
        }

        starts.Add(prior.Centers.ToArray());
        if (warmStart is null)
        {
            starts.AddRange(Enumerable.Range(0, ColdStarts - 1).Select(_ => prior.Draw(random)));
        }

        Label[] used = Part(shuffled, MaxLabels);
        var likelihood = new CoKrigingLikelihood(features, used, prior, shifts, scales, shape);
        CoKrigingLikelihood screen =
            used.Length > ScreeningLabels
                ? new CoKrigingLikelihood(features, Part(shuffled, ScreeningLabels), prior, shifts, scales, shape)
                : likelihood;
        QuasiNewton.Minimum best = starts.Select(start => Minimise(screen, start)).MinBy(m => m.Value)!;
        int screened = 0;
        if (screen != likelihood)
        {
            // An earlier fit to most of these labels is likely nearer than the best of a part of them.
            screened = screen.Evaluations;
            double[][] candidates = warmStart is null ? [best.Point] : [best.Point, starts[0]];
            best = Minimise(likelihood, candidates.MinBy(c => likelihood.Evaluate(c, new double[prior.Size]))!);
        }

        likelihood.Evaluate(best.Point, new double[prior.Size]);
        return new CoKrigingFit(
            prior.ToParameters(best.Point, shifts, scales, shape).With(bends, StatedDeviations(bent, scales)),
            likelihood.LogLikelihood,
            likelihood.Jitter,
            used.Length,
            screened + likelihood.Evaluations,
            best.Converged
        );

        QuasiNewton.Minimum Minimise(CoKrigingLikelihood of, double[] start) =>
            QuasiNewton.Minimise(of.Evaluate, start, Tolerance, MaxIterations, cancellationToken);
    }

    /// <summary>Those of the first fit stay, so that networks trained meanwhile keep their meaning.</summary>
    private static double[] Bends(
        IReadOnlyList<Label> labels,
        int rungs,
        bool positive,
        CoKrigingParameters? earlier
    ) =>
        !positive || labels.Any(label => label.Value < 0) ? new double[rungs]
        : earlier is null ? SoftBound.Bends(labels, rungs)
        : [.. earlier.Rungs.Select(rung => rung.Bend)];

    /// <summary>Root mean square by rung of what labels state of themselves, standardised.</summary>
    private static double[] StatedDeviations(Label[] labels, double[] scales) =>
        [
            .. scales.Select(
                (scale, rung) =>
                {
                    double[] squares =
                    [
                        .. labels.Where(l => l.Rung == rung).Select(l => l.Deviation * l.Deviation / (scale * scale)),
                    ];
                    return squares.Length == 0 ? 0 : Math.Sqrt(squares.Average());
                }
            ),
        ];

    /// <summary>The labels in an order that depends on the seed, not on the order in which they came.</summary>
    private static Label[] Shuffle(IReadOnlyList<Label> labels, Random random)
    {
        Label[] ordered = [.. labels.OrderBy(l => l.Rung).ThenBy(l => l.Candidate).ThenBy(l => l.Value)];
        random.Shuffle(ordered);
        return ordered;
    }

    /// <summary>A part of the labels in which every rung has its share, the dear ones up to half of it.</summary>
    private static Label[] Part(Label[] shuffled, int size)
    {
        if (shuffled.Length <= size)
        {
            return shuffled;
        }

        var part = new List<Label>(size);
        int top = shuffled.Max(l => l.Rung);
        for (int rung = top; rung >= 0; rung--)
        {
            int share = rung == 0 ? size - part.Count : (size - part.Count) / 2;
            part.AddRange(shuffled.Where(l => l.Rung == rung).Take(share));
        }

        return [.. part];
    }
}
