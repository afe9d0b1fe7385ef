using System.Collections.Immutable;

namespace Lichen.Learning.Structures;

/// <summary>Which of many kernels explain some values together.</summary>
/// <param name="Kernels">Their places among those offered, in the order of their choice.</param>
/// <param name="Covariance">Their weights and the noise.</param>
/// <param name="Likelihood">The negative logarithm of the marginal likelihood times weak priors.</param>
public sealed record KernelChoice(ImmutableArray<int> Kernels, KernelSum Covariance, double Likelihood)
{
    private const double Tolerance = 0.1;

    // In units of the variance of the values, where a kernel just added begins.
    private const double AddedShare = 30;

    /// <summary>
    /// Chooses one kernel after another, each time the one that raises the marginal likelihood most, until none raises
    /// it by what an additional kernel must bring.
    /// </summary>
    /// <param name="kernels">Square, over a pool, alike in shape: representations at several widths.</param>
    /// <param name="members">Which of the pool have values; a part of some hundred of those known serves.</param>
    /// <param name="values">The values, shape (members), about zero.</param>
    /// <param name="least">The least gain in the logarithm of the likelihood that another kernel must bring.</param>
    /// <param name="most">The most kernels chosen.</param>
    /// <param name="cancellationToken">Checked before each evaluation.</param>
    public static KernelChoice Forward(
        IReadOnlyList<KernelMatrix> kernels,
        ReadOnlySpan<int> members,
        ReadOnlySpan<double> values,
        double least,
        int most,
        CancellationToken cancellationToken
    )
    {
        KernelChoice? best = null;
        int[] rows = members.ToArray();
        double[] targets = values.ToArray();
        while (best is null || best.Kernels.Length < Math.Min(most, kernels.Count))
        {
            KernelChoice? next = null;
            for (int k = 0; k < kernels.Count; k++)
            {
                if (best?.Kernels.Contains(k) == true)
                {
                    continue;
                }

                ImmutableArray<int> tried = [.. best?.Kernels ?? [], k];
                var search = new KernelSumLikelihood([.. tried.Select(index => kernels[index])], rows, targets);
                double[] start = best is null ? search.Start(AddedShare) : search.PointOf(best.Covariance, AddedShare);
                KernelSum covariance = search.Fit(start, Tolerance, cancellationToken, out double likelihood);
                if (next is null || likelihood < next.Likelihood)
                {
                    next = new KernelChoice(tried, covariance, likelihood);
                }
            }

            if (next is null || (best is not null && next.Likelihood > best.Likelihood - least))
            {
                break;
            }

            best = next;
        }

        return best ?? throw new ArgumentException("There is no kernel to choose from.");
    }
}
