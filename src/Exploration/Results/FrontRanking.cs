using System.Collections.Immutable;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Pareto;
using Lichen.Exploration.Running;
using Lichen.Learning;

namespace Lichen.Exploration.Results;

/// <summary>
/// Candidates in order where several things are wanted: computed ones that meet the constraints by layer, then computed ones
/// that do not, predicted ones by their chance to be on the front, and failed ones.
/// </summary>
internal static class FrontRanking
{
    public static ImmutableArray<MoleculeResult> Of(
        CampaignParts parts,
        Outlook outlook,
        Front front,
        ScreenedPosterior? leading
    )
    {
        var rows = MoleculeRanking.Of(parts, leading);
        var reached = outlook.Reached();
        var layers = Dominance.Layers([.. reached.Select(outlook.Losses)]);
        var layerOf = reached.Select((candidate, i) => (candidate, i)).ToDictionary(p => p.candidate, p => layers[p.i]);
        return
        [
            .. rows.Select(row => Judged(row, parts.State.IndexOf(row.Candidate.Row)))
                .OrderBy(row => Place(row))
                .ThenBy(row => row.Layer ?? 0)
                .ThenByDescending(row => row.Status == "computed" ? 0 : row.ChanceOnFront ?? 0)
                .ThenBy(row => row.Loss ?? double.PositiveInfinity)
                .ThenBy(row => row.Candidate.Row)
                .Select((row, index) => row with { Rank = index + 1 }),
        ];

        MoleculeResult Judged(MoleculeResult row, int candidate)
        {
            var standing = outlook.StandingOf(candidate);
            var (means, deviations) = (outlook.Means(candidate).ToArray(), outlook.Deviations(candidate).ToArray());
            var values = means
                .Zip(
                    deviations,
                    (mean, deviation) => new WishValue(double.IsNaN(mean) ? null : mean, deviation, deviation == 0)
                )
                .ToImmutableArray();
            var expected = values.All(value => value.Value is not null);
            var losses = expected ? front.Result.Bounds.Scale(outlook.Losses(candidate)) : null;
            return row with
            {
                Status =
                    standing == Standing.Computed ? "computed"
                    : standing == Standing.Failed ? "failed"
                    : "predicted",
                Loss = losses?.Zip(outlook.Wishes.Objectives, (loss, wish) => loss * wish.Weight).Sum(),
                Wishes = values,
                Layer = layerOf.TryGetValue(candidate, out var layer) ? layer : null,
                ChanceFeasible = expected ? outlook.ChanceFeasible(candidate) : null,
                ChanceOnFront = front.Chances.Count == 0 ? null : front.Chances.GetValueOrDefault(candidate),
            };
        }
    }

    private static int Place(MoleculeResult row) =>
        row switch
        {
            { Status: "computed", Layer: not null } => 0,
            { Status: "computed" } => 1,
            { Status: "predicted" } => 2,
            _ => 3,
        };
}
