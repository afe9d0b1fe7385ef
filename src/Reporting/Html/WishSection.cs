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
                <thead><tr><th>property</th><th>wish</th><th>level</th><th class="n">weight</th><th class="n">predictions tested</th><th class="n">in 50&#160;% interval</th><th class="n">in 90&#160;% interval</th><th class="n">mean absolute error</th></tr></thead>
                <tbody>
                {Markup.Join(result.Wishes.Select((wish, i) => Row(wish, i < result.Spec.Objectives.Length)))}</tbody>
                </table></div>
                <p class="fine">Predictions made before their labels at the wish’s level. What the structure gives is known of every candidate.</p>
                </section>
                """
            );

    private static Markup Row(WishFacts wish, bool isObjective)
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
                + $"<td class=\"n\">{(isObjective ? Quantities.Number(wish.Weight, 3) : "–")}</td>{tests}</tr>\n"
        );
    }

    private static Markup Share(double? share) =>
        Markup.Of($"<td class=\"n\">{(share is { } known ? Quantities.Percent(known) : "–")}</td>");

    private static string Error(WishTest test, WishFacts wish) =>
        test.MeanAbsoluteError is { } error
            ? $"{Quantities.Number(error, 3)}{PropertyWords.AfterNumber(wish.Unit)}"
            : "–";
}
