using System.Collections.Immutable;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Pareto;

namespace Lichen.Exploration.Results;

/// <summary>
/// Candidates in order where several things are wanted: computed ones that meet the constraints, then computed ones that do not,
/// predicted ones and failed ones. Several objectives rank by layer, and predicted ones by their chance to be on the front; one
/// objective by its value, and predicted ones that likely meet the constraints before the others.
/// </summary>
internal static class WishRanking
{
    /// <param name="rows">One per candidate.</param>
    /// <param name="front">Null where there is one objective.</param>
    public static ImmutableArray<MoleculeResult> Of(
        ImmutableArray<MoleculeResult> rows,
        CampaignState state,
        Outlook outlook,
        Front? front
    )
    {
        var layerOf = front is null ? [] : Layers(outlook);
        return
        [
            .. rows.Select(row => Judged(row, state.IndexOf(row.Candidate.Row)))
                .OrderBy(Place)
                .ThenBy(row => row.Layer ?? 0)
                .ThenByDescending(row => row.Status == "computed" ? 0 : row.ChanceOnFront ?? 0)
                .ThenBy(row => front is null && row.Status == "predicted" && row.ChanceFeasible < 0.5)
                .ThenBy(row => row.Loss ?? double.PositiveInfinity)
                .ThenBy(row => row.Candidate.Row)
                .Select((row, index) => row with { Rank = index + 1 }),
        ];

        MoleculeResult Judged(MoleculeResult row, int candidate)
        {
            var (means, deviations) = (outlook.Means(candidate).ToArray(), outlook.Deviations(candidate).ToArray());
            var values = means
                .Zip(
                    deviations,
                    (mean, deviation) => new WishValue(double.IsNaN(mean) ? null : mean, deviation, deviation == 0)
                )
                .ToImmutableArray();
            var expected = values.All(value => value.Value is not null);
            return row with
            {
                Status = outlook.StandingOf(candidate) switch
                {
                    Standing.Computed => "computed",
                    // Lost for want of a route alone: what is computed of it stays so.
                    Standing.Failed when row.Route is { Bars: true } => row.Status,
                    Standing.Failed => "failed",
                    _ => "predicted",
                },
                Loss =
                    !expected ? null
                    : front is null ? outlook.Losses(candidate)[0]
                    : Weighted(front.Result.Bounds.Scale(outlook.Losses(candidate))),
                Wishes = values,
                Layer = layerOf.TryGetValue(candidate, out var layer) ? layer : null,
                ChanceFeasible = expected ? outlook.ChanceFeasible(candidate) : null,
                ChanceOnFront = front is not { Chances.Count: > 0 } ? null : front.Chances.GetValueOrDefault(candidate),
            };
        }

        double Weighted(double[] losses) => losses.Zip(outlook.Wishes.Objectives, (loss, w) => loss * w.Weight).Sum();
    }

    private static Dictionary<int, int> Layers(Outlook outlook)
    {
        var reached = outlook.Reached();
        return reached
            .Zip(Dominance.Layers([.. reached.Select(outlook.Losses)]))
            .ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static int Place(MoleculeResult row) =>
        row switch
        {
            { Counts: true } => 0,
            { Status: "computed" } => 1,
            { Status: "predicted" } => 2,
            _ => 3,
        };
}
