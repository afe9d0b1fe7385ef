using Lichen.Core.Budgets;
using Lichen.Core.Footprints;
using Lichen.Exploration.Results;

namespace Lichen.Reporting.Html;

/// <summary>What was spent, rung by rung, and what was not computed.</summary>
internal static class LedgerSection
{
    public static Markup Of(CampaignResult result, CampaignAnswer answer)
    {
        var all = result.Chemistry.Then(result.OwnWork);
        var money = all.Money > 0 ? Markup.Of($"<th class=\"n\">{result.Spec.Grid.Currency}</th>") : Markup.Empty;
        return Markup.Of(
            $"""
            <section>
            <h2>The ledger</h2>
            <div class="scroll"><table>
            <thead><tr><th></th><th class="n">calculations</th><th class="n">expected, core-s</th><th class="n">CPU time, core-s</th><th class="n">energy, Wh</th><th class="n">g CO₂e</th>{money}</tr></thead>
            <tbody>
            {Markup.Join(result.Rungs.Select(rung => RungRow(rung, all.Money > 0)))}{InterruptedRow(
                result,
                all.Money > 0
            )}{Row(
                Markup.Of($"Lichen’s own work<small>features, fits, choosing</small>"),
                Markup.Empty,
                null,
                result.OwnWork,
                all.Money > 0,
                ""
            )}</tbody>
            <tfoot>
            {Row(Markup.Of($"Spent in all"), Markup.Empty, null, all, all.Money > 0, "total")}{BruteForceRow(
                result,
                all.Money > 0
            )}</tfoot>
            </table></div>
            {NotDone(result, answer)}
            {Pruned(result)}
            <p class="fine">Energy: {result.Facts.Meter}. Grid: {result.Facts.Grid}. {Utilisation(result)}</p>
            </section>
            """
        );
    }

    // Of a pool that is looked at whole there is nothing to say.
    private static Markup Pruned(CampaignResult result) =>
        result.Predictions is { Saved: > 0 and var saved, Made: var made }
            ? Markup.Of(
                $"<p class=\"fine\">{Quantities.Count(made)} predictions of candidates were made, {Quantities.Count(saved)} saved ({Quantities.Percent(saved / (double)(made + saved))}): candidates that could no longer be among the hits kept the prediction of the last fit.</p>"
            )
            : Markup.Empty;

    private static Markup InterruptedRow(CampaignResult result, bool money) =>
        CampaignAnswer.Interrupted(result) is { Usage.CpuSeconds: > 0 } lost
            ? Row(
                Markup.Of($"Interrupted<small>lost with a process that died</small>"),
                Markup.Empty,
                null,
                lost,
                money,
                ""
            )
            : Markup.Empty;

    private static Markup RungRow(RungSummary rung, bool money)
    {
        var archived = rung.FromArchive > 0 ? $", {Quantities.Count(rung.FromArchive)} of them from the archive" : "";
        var failed = rung.Failed > 0 ? $", {Quantities.Count(rung.Failed)} failed" : "";
        var counts = Markup.Of($"{Quantities.Count(rung.Computed)}<small>computed{archived}{failed}</small>");
        return Row(Markup.Of($"{rung.Level}"), counts, rung.PredictedCoreSeconds, rung.Cost, money, "");
    }

    private static Markup Row(
        Markup name,
        Markup counts,
        double? predicted,
        Footprint cost,
        bool money,
        string rowClass
    )
    {
        var expected = predicted is { } seconds ? Quantities.Number(seconds) : "";
        var price = money ? Markup.Of($"<td class=\"n\">{Quantities.Number(cost.Money, 3)}</td>") : Markup.Empty;
        return Markup.Of(
            $"<tr class=\"{rowClass}\"><th scope=\"row\">{name}</th><td class=\"n\">{counts}</td><td class=\"n\">{expected}</td>"
                + $"<td class=\"n\">{Quantities.Number(cost.Usage.CpuSeconds)}{Tag(cost.Usage.Basis)}</td>"
                + $"<td class=\"n\">{Quantities.Number(1000 * cost.EnergyKilowattHours, 3)}{Tag(cost.EnergyBasis)}</td>"
                + $"<td class=\"n\">{Quantities.Number(cost.GramsCo2e, 3)}{Tag(LedgerTable.EmissionsBasis(cost))}</td>{price}</tr>\n"
        );
    }

    private static Markup BruteForceRow(CampaignResult result, bool money)
    {
        var avoided = result.Avoided;
        if (avoided.Expected.CoreSeconds <= 0)
        {
            return Markup.Empty;
        }

        var brute = NotDoneRow(
            Markup.Of($"Brute force, not done"),
            Markup.Of($"{Quantities.Count(avoided.Candidates)}<small>candidates</small>"),
            (avoided.Expected, avoided.Low, avoided.High),
            money
        );
        return avoided.Funnel is { } funnel
            ? Markup.Join([
                brute,
                NotDoneRow(
                    Markup.Of($"Fixed funnel, not done<small>best tenth of each rung goes up</small>"),
                    Markup.Empty,
                    (funnel.Expected, funnel.Low, funnel.High),
                    money
                ),
            ])
            : brute;
    }

    private static Markup NotDoneRow(
        Markup name,
        Markup count,
        (Amount Expected, Amount Low, Amount High) cost,
        bool money
    )
    {
        var (expected, low, high) = cost;
        var price = money ? Markup.Of($"<td class=\"n\">{Quantities.Number(expected.Money, 3)}</td>") : Markup.Empty;
        return Markup.Of(
            $"<tr class=\"brute\"><th scope=\"row\">{name}</th><td class=\"n\">{count}</td><td></td>"
                + $"<td class=\"n\">{Quantities.Number(expected.CoreSeconds)}<small>{Quantities.Number(low.CoreSeconds, 3)} to {Quantities.Number(high.CoreSeconds, 3)}</small></td>"
                + $"<td class=\"n\">{Quantities.Number(1000 * expected.EnergyKilowattHours, 3)}<small>{Quantities.Number(1000 * low.EnergyKilowattHours, 3)} to {Quantities.Number(1000 * high.EnergyKilowattHours, 3)}</small></td>"
                + $"<td class=\"n\">{Quantities.Number(expected.GramsCo2e, 3)}<small>{Quantities.Number(low.GramsCo2e, 3)} to {Quantities.Number(high.GramsCo2e, 3)}</small></td>{price}</tr>\n"
        );
    }

    private static Markup NotDone(CampaignResult result, CampaignAnswer answer)
    {
        if (answer.ShareOfBruteForce is null)
        {
            return Markup.Empty;
        }

        var spent = result.Chemistry.Then(result.OwnWork);
        var brute = result.Avoided;
        var saved = brute.Expected.CoreSeconds - spent.Usage.CpuSeconds;
        return saved > 0
            ? Markup.Of(
                $"""
                <p class="avoided"><b>Not computed:</b> {Quantities.CoreTime(saved)} of CPU time
                ({Quantities.CoreTime(
                    Math.Max(0, brute.Low.CoreSeconds - spent.Usage.CpuSeconds)
                )} to {Quantities.CoreTime(Math.Max(0, brute.High.CoreSeconds - spent.Usage.CpuSeconds))}),
                {Quantities.Energy(
                    brute.Expected.EnergyKilowattHours - spent.EnergyKilowattHours
                )} and {Quantities.Carbon(brute.Expected.GramsCo2e - spent.GramsCo2e)} CO₂e:
                what all {Quantities.Count(
                    brute.Candidates
                )} candidates at {result.Spec.Objective.Level} would have taken beyond what was spent.
                <small>{"90\u00A0%"} interval in brackets. Method: {brute.Method}.</small></p>
                """
            )
            : Markup.Of(
                $"""
                <p class="avoided"><b>Nothing was saved:</b> all {Quantities.Count(
                    brute.Candidates
                )} candidates at {result.Spec.Objective.Level}
                are predicted to cost {Quantities.CoreTime(brute.Expected.CoreSeconds)}, no more than was spent.
                <small>Method: {brute.Method}.</small></p>
                """
            );
    }

    private static string Utilisation(CampaignResult result) =>
        result.Facts.WorkerSecondsAvailable > 0
            ? $"Workers were inside engines for {Quantities.Percent(result.Facts.WorkerSecondsBusy / result.Facts.WorkerSecondsAvailable)} of their time."
            : "";

    private static Markup Tag(CostBasis basis) =>
        Markup.Of($"<span class=\"tag {MoleculeTable.Word(basis)}\">{MoleculeTable.Word(basis)}</span>");
}
