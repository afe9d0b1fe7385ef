using System.Collections.Immutable;
using Lichen.Exploration.Results;

namespace Lichen.Reporting;

/// <summary>How well the price of a rung's calculations was known: actual over expected CPU time of those computed.</summary>
/// <param name="Median">Median of the ratios; above 1 calculations cost more than expected. Not a number without any.</param>
/// <param name="Low">5 % quantile of the ratios, between neighbours by linear interpolation.</param>
/// <param name="High">95 % quantile of the ratios.</param>
/// <param name="Count">Calculations computed.</param>
internal sealed record PriceScore(string Level, double Median, double Low, double High, int Count)
{
    /// <summary>One score for each rung that ran something, in the order of the ladder.</summary>
    public static ImmutableArray<PriceScore> Of(CampaignResult result)
    {
        var priced = Priced(result);
        return
        [
            .. result
                .Rungs.Where(rung => priced.Any(row => row.Level == rung.Level))
                .Select(rung => Of(rung.Level, priced.Where(row => row.Level == rung.Level))),
        ];
    }

    /// <summary>
    /// The calculations that ran here, computed or failed, with both times above 0. Those from the archive cost nothing now,
    /// and what an interrupted one cost is only assumed.
    /// </summary>
    public static ImmutableArray<LedgerRow> Priced(CampaignResult result) =>
        [
            .. result.Ledger.Where(row =>
                row is { Purpose: "chemistry", Outcome: "computed" or "failed", ExpectedCoreSeconds: > 0 }
                && row.Cost.Usage.CpuSeconds > 0
            ),
        ];

    private static PriceScore Of(string level, IEnumerable<LedgerRow> rows)
    {
        double[] ratios =
        [
            .. rows.Where(row => row.Outcome == "computed")
                .Select(row => row.Cost.Usage.CpuSeconds / row.ExpectedCoreSeconds)
                .Order(),
        ];
        return new PriceScore(
            level,
            Quantile(ratios, 0.5),
            Quantile(ratios, 0.05),
            Quantile(ratios, 0.95),
            ratios.Length
        );
    }

    private static double Quantile(double[] sorted, double share)
    {
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
