using Lichen.Exploration.Results;

namespace Lichen.Reporting.Html;

/// <summary>Title, question, answer and the few numbers that matter most.</summary>
internal static class HeadSection
{
    public static Markup Of(CampaignResult result, CampaignAnswer answer) =>
        Markup.Of(
            $"""
            <header>
            <p class="brand"><span class="mark" aria-hidden="true"></span>Lichen campaign report</p>
            <h1>{result.Spec.Name}</h1>
            <p class="question">{answer.Question}</p>
            <p class="answer">{answer.Answer}</p>
            <p class="why"><span class="status {StatusClass(result.Status)}">{result.Status}</span> {Why(result)}</p>
            <dl class="numbers">
            {Markup.Join(Numbers(result, answer))}</dl>
            </header>
            """
        );

    private static string StatusClass(string status) => status == "finished" ? "done" : "open";

    private static string Why(CampaignResult result) =>
        result.StatusReason.Length == 0
            ? ""
            : (result.Status == "finished" ? "Stopped because " : "") + EndSentence(result.StatusReason);

    private static string EndSentence(string text) => text.EndsWith('.') ? text : text + ".";

    private static IEnumerable<Markup> Numbers(CampaignResult result, CampaignAnswer answer)
    {
        var objective = result.Spec.Objective;
        var counting = result.Molecules.Count(molecule => molecule.Counts);
        if (result.Front is { } front)
        {
            yield return Number(
                Quantities.Count(result.Molecules.Count(molecule => molecule.Layer == 1)),
                "molecules on the front",
                $"of {Quantities.Counted(counting, "molecule that was", "molecules that were")} computed and {(counting == 1 ? "counts" : "count")}"
            );
            if (front.Attained is { } attained)
            {
                yield return Number(
                    Quantities.Percent(attained.Mean),
                    "of the volume that the pool holds",
                    $"{Quantities.Percent(attained.Low)} to {Quantities.Percent(attained.High)}, by the models"
                );
            }
        }
        else if (!answer.Hits.IsEmpty)
        {
            yield return Number(
                $"{Quantities.Value(answer.Hits[0].Value!.Value)}{PropertyWords.AfterNumber(result.Facts.Unit)}",
                "best " + PropertyWords.InSentence(objective.Property),
                "computed at " + objective.Level
            );
            if (!result.Wishes.IsEmpty)
            {
                yield return Number(
                    Quantities.Count(counting),
                    "computed and meet the constraints",
                    $"of {Quantities.Counted(result.Molecules.Count(m => m.Status == "computed"), "molecule", "molecules")} computed"
                );
            }
        }

        if (answer.ShareOfBruteForce is { } share)
        {
            yield return Number(
                Quantities.Percent(share),
                "of brute force’s cost",
                $"{Quantities.Percent(answer.ShareLow!.Value)} to {Quantities.Percent(answer.ShareHigh!.Value)}, own work included"
            );
        }

        var all = result.Chemistry.Then(result.OwnWork);
        yield return Number(
            Quantities.CoreTime(all.Usage.CpuSeconds),
            "CPU time, " + MoleculeTable.Word(all.Usage.Basis),
            $"{Quantities.Counted(result.Rungs.Sum(rung => rung.Computed + rung.Failed), "calculation", "calculations")}"
        );
        yield return Number(
            Quantities.Energy(all.EnergyKilowattHours),
            "energy, " + MoleculeTable.Word(all.EnergyBasis),
            Quantities.Carbon(all.GramsCo2e) + " CO₂e"
        );
        if (PredictionScore.Of(result).LastOrDefault(score => score.Level == objective.Level) is { } score)
        {
            yield return Number(
                Quantities.Percent(score.Coverage90),
                "of labels inside their 90\u00A0% interval",
                $"{Quantities.Counted(score.Count, "prediction", "predictions")} tested at {objective.Level}"
            );
        }
    }

    private static Markup Number(string value, string what, string detail) =>
        Markup.Of($"<div><dd>{value}</dd><dt>{what}<small>{detail}</small></dt></div>\n");
}
