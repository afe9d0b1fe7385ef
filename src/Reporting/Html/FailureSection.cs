using Lichen.Exploration.Results;

namespace Lichen.Reporting.Html;

/// <summary>What failed, by kind, with an example each.</summary>
internal static class FailureSection
{
    public static Markup Of(CampaignResult result)
    {
        if (result.Failures.IsEmpty)
        {
            return result.Rungs.Any(rung => rung.Computed > 0)
                ? Markup.Of($"<section><h2>Failures</h2><p>None: every calculation was accepted.</p></section>")
                : Markup.Empty;
        }

        return Markup.Of(
            $"""
            <section>
            <h2>Failures</h2>
            <div class="scroll"><table>
            <thead><tr><th>what</th><th>kind</th><th>level</th><th class="n">how many</th><th class="n">core-s</th><th class="n">cures that worked</th><th>for example</th></tr></thead>
            <tbody>
            {Markup.Join(result.Failures.Select(Row))}</tbody>
            </table></div>
            <p class="fine">Kinds say what may help: input nothing, convergence other settings, resources a larger machine, transient the same again. What a failure cost is in the ledger.{Chances(
                result
            )}</p>
            </section>
            """
        );
    }

    private static Markup Chances(CampaignResult result) =>
        Markup.Join(
            result.Facts.FailureChances.Select(level =>
                Markup.Of(
                    $" What failed is learned from: at {level.Level}, what is still open has a chance of {Quantities.Percent(level.Mean)} to fail, {level.Id} one of {Quantities.Percent(level.Highest)}, and a choice counts for the rest."
                )
            )
        );

    private static Markup Row(FailureCount failure) =>
        Markup.Of(
            $"<tr><td>{failure.Code}</td><td>{failure.Kind.ToLowerInvariant()}</td><td>{failure.Level}</td>"
                + $"<td class=\"n\">{Quantities.Count(failure.Count)}</td><td class=\"n\">{Quantities.Number(failure.CoreSeconds, 3)}</td><td class=\"n\">{Cures(failure)}</td><td>{failure.Example}</td></tr>\n"
        );

    private static string Cures(FailureCount failure) =>
        failure.CuresTried == 0
            ? "none tried"
            : $"{Quantities.Count(failure.CuresWorked)} of {Quantities.Count(failure.CuresTried)}";
}
