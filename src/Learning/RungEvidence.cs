using System.Collections.Immutable;

namespace Lichen.Learning;

/// <summary>What the labels say on whether a rung informs the last one.</summary>
/// <remarks>
/// Each label of the last rung with a partner at the rung in question is left out and predicted, once by the model of the
/// whole ladder, partner included, and once by a model that never saw that rung. The sum of differences of log densities is
/// the logarithm of a pseudo Bayes factor: Geisser and Eddy 1979, <see href="https://doi.org/10.1080/01621459.1979.10481632"/>;
/// leave-one-out densities in closed form: Rasmussen and Williams 2006, eqs. 5.10 to 5.12.
/// </remarks>
public static class RungEvidence
{
    // Evidence is settled long before there are more.
    private const int MostLabels = 200;

    // One label alone neither proves nor refutes.
    private const double MostOfOne = 3;

    /// <summary>Weighs every rung below the last.</summary>
    /// <param name="features">The pool.</param>
    /// <param name="labels">Of all rungs, in any order.</param>
    /// <param name="parameters">The hyperparameters of the whole ladder.</param>
    /// <param name="seed">Of the fits without a rung.</param>
    /// <param name="cancellationToken">Checked between evaluations.</param>
    /// <returns>In nats, one per rung below the last: positive where it informs; 0 where there are no pairs.</returns>
    public static ImmutableArray<double> Of(
        Features features,
        IReadOnlyList<Label> labels,
        CoKrigingParameters parameters,
        ulong seed,
        CancellationToken cancellationToken
    )
    {
        int top = parameters.Rungs.Length - 1;
        (parameters, ImmutableArray<Label> unbent) = parameters.Unbent(labels);
        Label[] part = WithPartnersFirst(unbent, top);
        if (part.All(label => label.Rung != top))
        {
            return [.. Enumerable.Repeat(0.0, top)];
        }

        Dictionary<int, double> whole = LogDensities(features, part, parameters);
        var plain = new Features(features.Counts, features.Descriptors);
        return
        [
            .. Enumerable
                .Range(0, top)
                .Select(rung =>
                {
                    Label[] others =
                    [
                        .. part.Where(l => l.Rung != rung)
                            .Select(l => l.Rung > rung ? l with { Rung = l.Rung - 1 } : l),
                    ];
                    CoKrigingFit fit = CoKriging.Fit(
                        plain,
                        others,
                        top,
                        null,
                        parameters.Shape,
                        positive: false,
                        seed,
                        cancellationToken
                    );
                    Dictionary<int, double> without = LogDensities(plain, others, fit.Parameters);
                    return part.Where(l => l.Rung == rung && whole.ContainsKey(l.Candidate))
                        .Sum(l => Math.Clamp(whole[l.Candidate] - without[l.Candidate], -MostOfOne, MostOfOne));
                }),
        ];
    }

    /// <summary>Log density of each label of the last rung left out, by candidate.</summary>
    private static Dictionary<int, double> LogDensities(
        Features features,
        Label[] labels,
        CoKrigingParameters parameters
    )
    {
        int top = parameters.Rungs.Length - 1;
        return labels
            .Zip(new GaussianProcess(features, labels, parameters).LeaveOneOut())
            .Where(pair => pair.First.Rung == top)
            .ToDictionary(
                pair => pair.First.Candidate,
                pair =>
                {
                    double z = (pair.First.Value - pair.Second.Mean) / pair.Second.Deviation;
                    return -Math.Log(pair.Second.Deviation) - (0.5 * z * z);
                }
            );
    }

    private static Label[] WithPartnersFirst(IReadOnlyList<Label> labels, int top)
    {
        HashSet<int> atTop = [.. labels.Where(l => l.Rung == top).Select(l => l.Candidate)];
        return
        [
            .. labels
                .OrderBy(l => atTop.Contains(l.Candidate) ? 0 : 1)
                .ThenBy(l => l.Candidate)
                .ThenBy(l => l.Rung)
                .Take(MostLabels),
        ];
    }
}
