using System.Collections.Immutable;
using System.Text;
using Lichen.Exploration.Results;

namespace Lichen.Reporting;

/// <summary>The end of a campaign in a few plain lines.</summary>
public static class ConsoleSummary
{
    private const int Shown = 5;
    private const int SmilesWidth = 48;

    /// <param name="files">Files to point to; may be empty.</param>
    /// <param name="folder">The run folder as the user may type it; put before the files' names.</param>
    public static string Of(CampaignResult result, ImmutableArray<WrittenFile> files, string folder)
    {
        var answer = CampaignAnswer.Of(result);
        var text = new StringBuilder();
        text.Append(
            $"{result.Spec.Name}: {result.Status}{(result.StatusReason.Length == 0 ? "" : " - " + result.StatusReason)}\n"
        );
        text.Append(answer.Answer).Append('\n');
        AddBest(text, result, answer.Hits);
        AddCost(text, result, answer);
        foreach (var failure in result.Failures)
        {
            text.Append($"  failed    {Quantities.Count(failure.Count)} {failure.Code} at {failure.Level}\n");
        }

        foreach (var file in files)
        {
            text.Append($"  {Path.Combine(folder, file.Path)}  {file.What}\n");
        }

        return text.Replace(Quantities.NumberSpace, ' ').ToString();
    }

    private static void AddBest(StringBuilder text, CampaignResult result, ImmutableArray<MoleculeResult> hits)
    {
        if (hits.IsEmpty)
        {
            return;
        }

        if (!result.Wishes.IsEmpty)
        {
            AddWishes(text, result, hits);
            return;
        }

        var shown = hits.Take(Shown).ToArray();
        var ids = shown.Max(hit => hit.Candidate.Id.Length);
        text.Append(
            $"\n  best {shown.Length} by {PropertyWords.InSentence(result.Spec.Objective.Property)} at {result.Spec.Objective.Level}\n"
        );
        foreach (var hit in shown)
        {
            text.Append(
                    $"  {hit.Rank, 3}  {Quantities.Value(hit.Value!.Value), 9}{PropertyWords.AfterNumber(result.Facts.Unit)}  "
                )
                .Append(hit.Candidate.Id.PadRight(ids))
                .Append($"  {RouteCell(result, hit)}{Cut(hit.Candidate.Smiles)}\n");
        }

        text.Append('\n');
    }

    private static void AddWishes(StringBuilder text, CampaignResult result, ImmutableArray<MoleculeResult> hits)
    {
        var shown = hits.Take(2 * Shown).ToArray();
        var ids = shown.Max(hit => hit.Candidate.Id.Length);
        text.Append($"\n  {(result.Front is null ? "best that meet the constraints" : "front")}: ")
            .AppendJoin(
                ", ",
                result.Wishes.Select(wish =>
                    $"{PropertyWords.InSentence(wish.Property)}{PropertyWords.InBrackets(wish.Unit)}"
                )
            )
            .Append('\n');
        foreach (var hit in shown)
        {
            text.Append($"  {hit.Rank, 3}  ")
                .AppendJoin("  ", hit.Wishes.Select(wish => $"{WishWords.Value(wish), 9}"))
                .Append($"  {hit.Candidate.Id.PadRight(ids)}  {RouteCell(result, hit)}{Cut(hit.Candidate.Smiles)}\n");
        }

        text.Append('\n');
    }

    private static void AddCost(StringBuilder text, CampaignResult result, CampaignAnswer answer)
    {
        var scores = PredictionScore.Of(result).ToDictionary(score => score.Level);
        foreach (var rung in result.Rungs)
        {
            text.Append(
                    $"  {rung.Level}: {Quantities.Count(rung.Computed)} computed, {Quantities.Count(rung.Failed)} failed"
                )
                .Append(rung.FromArchive > 0 ? $", {Quantities.Count(rung.FromArchive)} from the archive" : "")
                .Append(
                    scores.TryGetValue(rung.Level, out var score)
                        ? $"; 90 % intervals held {Quantities.Percent(score.Coverage90)} of {score.Count}"
                        : ""
                )
                .Append('\n');
        }

        if (result.Routes is { } routes)
        {
            text.Append($"  routes    {RouteWords.Summary(routes)}")
                .Append(
                    routes.Searched > 0
                        ? $"; {Quantities.CoreTime(routes.Cost.Usage.CpuSeconds)} of {Quantities.CoreTime(routes.BudgetSeconds)} allowed, in own work\n"
                        : "\n"
                );
        }

        Line("chemistry", result.Chemistry);
        Line("own work", result.OwnWork);
        if (result.Predictions is { Saved: > 0 and var saved, Made: var made })
        {
            text.Append(
                $"  models    {Quantities.Count(made)} predictions made, {Quantities.Count(saved)} of candidates that could not matter saved\n"
            );
        }

        if (answer.ShareOfBruteForce is { } share)
        {
            var avoided = result.Avoided;
            text.Append($"  avoided   {Quantities.CoreTime(Left(avoided.Expected.CoreSeconds))} of CPU time ")
                .Append(
                    $"({Quantities.CoreTime(Left(avoided.Low.CoreSeconds))} to {Quantities.CoreTime(Left(avoided.High.CoreSeconds))}): "
                )
                .Append(
                    $"spent {Quantities.Percent(share)} of brute force over {Quantities.Count(avoided.Candidates)} candidates\n"
                );
            if (avoided.Funnel is { } funnel)
            {
                text.Append($"  funnel    {Quantities.CoreTime(funnel.Expected.CoreSeconds)} of CPU time ")
                    .Append(
                        $"({Quantities.CoreTime(funnel.Low.CoreSeconds)} to {Quantities.CoreTime(funnel.High.CoreSeconds)}) "
                    )
                    .Append("would the best tenth of each rung at the next have cost\n");
            }
        }

        double Left(double brute) =>
            Math.Max(0, brute - result.Chemistry.Usage.CpuSeconds - result.OwnWork.Usage.CpuSeconds);

        void Line(string name, Core.Footprints.Footprint cost) =>
            text.Append(
                $"  {name, -10}{Quantities.CoreTime(cost.Usage.CpuSeconds)} ({MoleculeTable.Word(cost.Usage.Basis)}), "
                    + $"{Quantities.Energy(cost.EnergyKilowattHours)} ({MoleculeTable.Word(cost.EnergyBasis)}), "
                    + $"{Quantities.Carbon(cost.GramsCo2e)} CO2e\n"
            );
    }

    private static string RouteCell(CampaignResult result, MoleculeResult hit) =>
        result.Routes is null ? "" : $"{RouteWords.Short(hit.Route), -13}  ";

    private static string Cut(string smiles) =>
        smiles.Length <= SmilesWidth ? smiles : smiles[..(SmilesWidth - 1)] + "…";
}
