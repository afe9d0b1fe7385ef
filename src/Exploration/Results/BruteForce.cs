using Lichen.Core.Molecules;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;

namespace Lichen.Exploration.Results;

/// <summary>What other ways through the pool would cost: all of it at the objective's level, or a fixed funnel.</summary>
public static class BruteForce
{
    /// <summary>The whole pool at the objective's level, with the geometries that it needs.</summary>
    public static CostEstimate Of(Pool pool, IReadOnlyList<Rung> rungs, Func<int, CostModel> costOf)
    {
        var shares = new double[rungs.Count];
        Take(rungs, shares, rungs[^1], 1);
        return Sum(pool, rungs, shares, costOf);
    }

    /// <summary>
    /// The whole pool at the lowest rung that informs the objective, its best tenth at the next one, the best tenth of
    /// those at the one above, with the geometries that each needs.
    /// </summary>
    /// <returns>Null where there is one informing rung, so that the funnel is brute force.</returns>
    /// <remarks>
    /// Those that go up are taken to cost what an average molecule of the pool does: which are best is not known before.
    /// </remarks>
    public static CostEstimate? OfFunnel(Pool pool, IReadOnlyList<Rung> rungs, Func<int, CostModel> costOf)
    {
        var informing = rungs.Where(rung => rung.ModelIndex is not null).ToArray();
        if (informing.Length < 2)
        {
            return null;
        }

        var shares = new double[rungs.Count];
        var share = 1.0;
        foreach (var rung in informing)
        {
            // At least one goes up, however small the pool.
            Take(rungs, shares, rung, pool.Count == 0 ? 0 : Math.Max(share, 1.0 / pool.Count));
            share *= Choosing.Funnel.ShareThatGoesUp;
        }

        return Sum(pool, rungs, shares, costOf);
    }

    // A geometry is computed once, for the largest share of the pool that asks for it.
    private static void Take(IReadOnlyList<Rung> rungs, double[] shares, Rung rung, double share)
    {
        shares[rung.Index] = Math.Max(shares[rung.Index], share);
        if (rung.GeometryRung is { } below)
        {
            Take(rungs, shares, rungs[below], share);
        }
    }

    // Molecules scatter independently around the law of cost, so their scatter averages out over the pool; the law itself is
    // uncertain by its scatter over the root of the number of outcomes, and that error is shared by all.
    private static CostEstimate Sum(Pool pool, IReadOnlyList<Rung> rungs, double[] shares, Func<int, CostModel> costOf)
    {
        var expected = 0.0;
        var spread = 0.0;
        foreach (var rung in rungs.Where(rung => shares[rung.Index] > 0))
        {
            var model = costOf(rung.Index);
            var sum =
                shares[rung.Index] * pool.Candidates.Sum(candidate => model.Predict(MoleculeSize.Of(candidate)).Mean);
            expected += sum;
            spread += sum * model.Predict(pool.TypicalSize).LogDeviation / Math.Sqrt(1 + model.Count);
        }

        var factor = Math.Exp(1.645 * spread / Math.Max(expected, 1e-12));
        return new CostEstimate(expected, expected / factor, expected * factor, costOf(rungs[^1].Index).Count);
    }
}

/// <summary>Predicted CPU seconds of many calculations.</summary>
/// <param name="Low">5 % quantile.</param>
/// <param name="High">95 % quantile.</param>
/// <param name="Learned">Calculations at the objective's level that the price was learned from.</param>
public readonly record struct CostEstimate(double Expected, double Low, double High, int Learned);
