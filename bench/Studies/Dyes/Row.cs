using System.Globalization;
using Lichen.Core.Objectives;
using Lichen.Exploration.Results;

namespace Lichen.Studies.Dyes;

/// <summary>What one replay reached at each point of the grid of costs.</summary>
/// <param name="Recall">Share of the best 1 % that was computed at the objective's level.</param>
/// <param name="Best">Lowest gap computed, in eV.</param>
/// <param name="Tests">Labels at the objective's level with the predictions that they tested.</param>
internal sealed record Row(
    string Arm,
    ulong Seed,
    double[] Recall,
    double[] Best,
    double? Coverage50,
    double? Coverage90,
    TestedPrediction[] Tests
)
{
    public static Row Of(Arm arm, ulong seed, CampaignResult result, Truth truth, double[] grid)
    {
        var recall = new double[grid.Length];
        var best = new double[grid.Length];
        Array.Fill(best, double.NaN);
        for (var i = 0; i < grid.Length; i++)
        {
            var limit = grid[i] * truth.BruteForceSeconds;
            var bought = result
                .Timeline.Where(point => point.CoreSeconds <= limit * (1 + 1e-9) && point.Value is not null)
                .ToList();
            recall[i] = bought.Count(point => truth.Best.Contains(point.Id)) / (double)truth.Best.Count;
            best[i] = bought.Count == 0 ? double.NaN : bought.Min(point => point.Value!.Value);
        }

        var top = result.Rungs[^1];
        return new Row(
            arm.Name,
            seed,
            recall,
            best,
            top.Coverage50,
            top.Coverage90,
            [.. result.Tests.Where(test => test.Level == top.Level)]
        );
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Arm, -18} seed {Seed, 2}  recall {string.Join(' ', Recall.Select(value => value.ToString("0.000", CultureInfo.InvariantCulture)))}  coverage {Coverage50:0.00} {Coverage90:0.00}"
        );
}
