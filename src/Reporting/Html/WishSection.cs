using Lichen.Core.Objectives;
using Lichen.Exploration.Results;

namespace Lichen.Reporting.Html;

/// <summary>What is wanted, wish by wish, and how well each was predicted before its labels came.</summary>
internal static class WishSection
{
    public static Markup Of(CampaignResult result) =>
        result.Wishes.IsEmpty
            ? Markup.Empty
            : Markup.Of(
                $"""
                <section>
                <h2>What is wanted</h2>
                <div class="scroll"><table>
                <thead><tr><th>property</th><th>wish</th><th>level</th><th class="n">weight</th>{Head(
                    result
                )}<th class="n">predictions tested</th><th class="n">in 50&#160;% interval</th><th class="n">in 90&#160;% interval</th><th class="n">mean absolute error</th></tr></thead>
                <tbody>
                {Markup.Join(
                    result.Wishes.Select((wish, i) => Row(wish, i < result.Spec.Objectives.Length, Span(result, i)))
                )}</tbody>
                </table></div>
                <p class="fine">Predictions made before their labels at the wish’s level. What the structure gives is known of every candidate.{Ends(
                    result
                )}</p>
                {Markup.Join(result.Together.Select(Together))}
                </section>
                """
            );

    private static Markup Together(ErrorsTogether pair)
    {
        var consequence = pair.IsUsed
            ? $"which predicts better ({Quantities.Number(pair.Nats, 2)} nats): the two are weighed together"
            : "too little, or on too few, to predict better: each is taken by itself";
        return Markup.Of(
            $"<p class=\"fine\">On {Quantities.Count(pair.Count)} molecules that tested both, errors of {PropertyWords.InSentence(pair.Property)} and "
                + $"{PropertyWords.InSentence(pair.Other)} had a correlation of {Quantities.Number(pair.Correlation, 2)}, {consequence}.</p>\n"
        );
    }

    private static Markup Head(CampaignResult result) =>
        Markup.Trusted(result.Front is null ? "" : "<th>ideal to reference</th>");

    private static Markup Ends(CampaignResult result) =>
        Markup.Trusted(
            result.Front is null
                ? ""
                : " Objectives are weighed between ideal and reference: those of the campaign file, else the best and the worst of the pool, known or predicted."
        );

    // Between which values an objective is weighed; empty where there is no front.
    private static Markup Span(CampaignResult result, int wish)
    {
        if (result.Front is not { } front)
        {
            return Markup.Trusted("");
        }

        if (wish >= result.Spec.Objectives.Length)
        {
            return Markup.Trusted("<td>–</td>");
        }

        var (goal, facts) = (result.Spec.Objectives[wish].Goal, result.Wishes[wish]);
        var (sign, before) = goal switch
        {
            Maximise => (-1, ""),
            Minimise => (1, ""),
            _ => (1, "off by "),
        };
        var ideal = Quantities.Number(sign * front.Bounds.Ideal[wish], 3);
        var reference = Quantities.Number(sign * front.Bounds.Reference[wish], 3);
        return Markup.Of($"<td>{before}{ideal} to {reference}{PropertyWords.AfterNumber(facts.Unit)}</td>");
    }

    private static Markup Row(WishFacts wish, bool isObjective, Markup span)
    {
        var tests = wish.Test is { Count: > 0 } test
            ? Markup.Of(
                $"<td class=\"n\">{Quantities.Count(test.Count)}</td>{Share(test.Coverage50)}{Share(test.Coverage90)}<td class=\"n\">{Error(test, wish)}</td>"
            )
            : Markup.Of(
                $"<td class=\"n\">{(wish.Test is null ? "known" : "none")}</td><td class=\"n\">–</td><td class=\"n\">–</td><td class=\"n\">–</td>"
            );
        return Markup.Of(
            $"<tr><td>{PropertyWords.Symbol(wish.Property)}</td><td>{(isObjective ? wish.Goal : $"must be {wish.Goal}")}</td><td>{wish.Level}</td>"
                + $"<td class=\"n\">{(isObjective ? Quantities.Number(wish.Weight, 3) : "–")}</td>{span}{tests}</tr>\n"
        );
    }

    private static Markup Share(double? share) =>
        Markup.Of($"<td class=\"n\">{(share is { } known ? Quantities.Percent(known) : "–")}</td>");

    private static string Error(WishTest test, WishFacts wish) =>
        test.MeanAbsoluteError is { } error
            ? $"{Quantities.Number(error, 3)}{PropertyWords.AfterNumber(wish.Unit)}"
            : "–";
}
