using Lichen.Exploration.Choosing;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;

namespace Lichen.Exploration.Results;

/// <summary>What computing the whole pool at the objective's level would cost.</summary>
public static class BruteForce
{
    /// <returns>
    /// Expected CPU seconds with the 5 % and 95 % quantiles, and the number of calculations it was learned from.
    /// </returns>
    /// <remarks>
    /// Molecules scatter independently around the law of cost, so their scatter averages out over the pool; the law itself
    /// is uncertain by its scatter over the root of the number of outcomes, and that error is shared by all.
    /// </remarks>
    public static (double Expected, double Low, double High, int Learned) Of(
        Pool pool,
        IReadOnlyList<Rung> rungs,
        Func<int, CostModel> costOf
    )
    {
        var top = rungs[^1];
        var expected = 0.0;
        var spread = 0.0;
        foreach (var rung in rungs)
        {
            if (rung.Index != top.Index && rung.Index != top.GeometryRung)
            {
                continue;
            }

            var model = costOf(rung.Index);
            var sum = pool.Candidates.Sum(candidate => model.Predict(candidate.Atoms).Mean);
            var shared = model.Predict(pool.TypicalAtoms).LogDeviation / Math.Sqrt(1 + model.Count);
            expected += sum;
            spread += sum * shared;
        }

        var logSpread = 1.645 * spread / Math.Max(expected, 1e-12);
        return (expected, expected * Math.Exp(-logSpread), expected * Math.Exp(logSpread), costOf(top.Index).Count);
    }
}
