using System.Collections.Immutable;
using Lichen.Exploration.Results;

namespace Lichen.Reporting.Html;

/// <summary>The best molecules as cards, and the first of the table.</summary>
internal static class MoleculeSection
{
    private const int MostCards = 12;
    private const int MostPromising = 6;
    private const int MostRows = 100;

    public static Markup Of(CampaignResult result, CampaignAnswer answer)
    {
        if (result.Molecules.IsEmpty)
        {
            return Markup.Of($"<section><h2>Molecules</h2><p>The pool of candidates is empty.</p></section>");
        }

        var cards = answer.Hits.Take(MostCards).ToImmutableArray();
        var promising = Promising(result, answer);
        var heading = cards.IsEmpty
            ? Markup.Of($"<h2>Molecules</h2>\n<p>No value at {result.Spec.Objective.Level} yet.</p>")
            : Markup.Of($"<h2>The best molecules</h2>\n<p class=\"lead\">{Lead(result, answer, cards.Length)}</p>");
        var open = promising.IsEmpty
            ? Markup.Empty
            : Markup.Of(
                $"""
                <h3>Most promising of those not computed</h3>
                <p class="lead">Predictions, not results: mean ± one standard deviation at {result.Spec.Objective.Level}.</p>
                <div class="cards small">
                {Markup.Join(promising.Select(molecule => Card(result, molecule)))}</div>
                """
            );
        return Markup.Of(
            $"""
            <section>
            {heading}
            <div class="cards">
            {Markup.Join(cards.Select(hit => Card(result, hit)))}</div>
            {open}
            {Listing(result)}
            </section>
            """
        );
    }

    private static string Lead(CampaignResult result, CampaignAnswer answer, int shown)
    {
        if (result.Front is not null)
        {
            return $"The first {shown} of {answer.Hits.Length}: those that nothing computed beats in every objective first, "
                + "in the order of the weighted sum of their losses. The chance says how likely a molecule stays on the front of all candidates.";
        }

        var all = answer.Hits.Length == shown ? $"All {shown}" : $"The first {shown} of {answer.Hits.Length}";
        return (shown == 1 ? "The one hit" : all + " hits")
            + $", ranked by {PropertyWords.InSentence(result.Spec.Objective.Property)} computed at {result.Spec.Objective.Level}. "
            + "Below each value stands what was predicted before it was computed.";
    }

    private static ImmutableArray<MoleculeResult> Promising(CampaignResult result, CampaignAnswer answer)
    {
        var worst = answer.Hits.IsEmpty
            ? double.PositiveInfinity
            : answer.Hits.Max(hit => hit.Loss ?? double.PositiveInfinity);
        if (result.Front is not null)
        {
            return
            [
                .. result
                    .Molecules.Where(m => MayCount(m) && m.ChanceOnFront > 0)
                    .OrderByDescending(m => m.ChanceOnFront)
                    .Take(MostPromising),
            ];
        }

        // Those that would be hits if their prediction came true to within two standard deviations.
        return
        [
            .. result
                .Molecules.Where(m => MayCount(m) && m.Predicted is not null && m.Loss is not null)
                .Where(m => m.Loss - (2 * (m.PredictedDeviation ?? 0)) < worst && (m.ChanceFeasible ?? 1) >= 0.5)
                .OrderBy(m => m.Loss)
                .Take(MostPromising),
        ];
    }

    // What has no route that it needs will not be a hit, however good.
    private static bool MayCount(MoleculeResult molecule) =>
        molecule is { Status: "predicted", Route: null or { Bars: false } };

    private static Markup Card(CampaignResult result, MoleculeResult molecule)
    {
        var unit = PropertyWords.Unit(result.Facts.Unit);
        var predicted = molecule.Predicted is { } mean
            ? $"{Quantities.Value(mean)} ± {Spread(molecule.PredictedDeviation)} {unit}"
            : "";
        var value =
            !result.Wishes.IsEmpty ? WishValues(result, molecule)
            : molecule.Value is { } computed
                ? Markup.Of(
                    $"<p class=\"value\">{Quantities.Value(computed)} <span>{unit}</span></p>\n<p class=\"pred\">{(predicted.Length == 0 ? "no prediction before it" : "predicted " + predicted)}</p>"
                )
            : Markup.Of($"<p class=\"value open\">{predicted}</p>");
        var cost = molecule.Cost.Usage.CpuSeconds > 0 ? Quantities.CoreTime(molecule.Cost.Usage.CpuSeconds) : "no cost";
        var made = molecule.Level.Length == 0 ? "no calculation yet" : $"{molecule.Level} · {cost}";
        return Markup.Of(
            $"""
            <article class="card">
            <div class="drawing">{MoleculeDrawing.Of(molecule.Candidate.Smiles)}</div>
            <p class="name"><b>{molecule.Rank}</b> {molecule.Candidate.Id}</p>
            {value}
            <p class="fine" title="{molecule.Candidate.Smiles}">{made}</p>
            {Route(molecule)}</article>

            """
        );
    }

    private static Markup Route(MoleculeResult molecule) =>
        molecule.Candidate.Route is { } route ? Markup.Of($"<p class=\"fine\">{route}</p>\n")
        : molecule.Route is { Searched: true } asked ? Markup.Of($"<p class=\"fine\">{RouteWords.Short(asked)}</p>\n")
        : Markup.Of($"");

    private static Markup WishValues(CampaignResult result, MoleculeResult molecule)
    {
        var lines = result.Wishes.Select(
            (wish, i) =>
                Markup.Of(
                    $"<li><span>{PropertyWords.Symbol(wish.Property)}</span> <b>{WishWords.Value(molecule.Wishes[i])}</b> {PropertyWords.Unit(wish.Unit)}</li>\n"
                )
        );
        return Markup.Of($"<ul class=\"wishes\">{Markup.Join(lines)}</ul>\n{Standing(result, molecule)}");
    }

    // What may still change: the place among compromises, or whether the constraints are met.
    private static Markup Standing(CampaignResult result, MoleculeResult molecule)
    {
        var words = molecule switch
        {
            { ChanceOnFront: { } on, Layer: { } layer } =>
                $"layer {layer}, on the front with a chance of {Quantities.Percent(on)}",
            { ChanceOnFront: { } on } => $"on the front with a chance of {Quantities.Percent(on)}",
            { Counts: false, ChanceFeasible: { } feasible } =>
                $"meets the constraints with a chance of {Quantities.Percent(feasible)}",
            { Predicted: { } mean } when molecule.Counts =>
                $"predicted {Quantities.Value(mean)} ± {Spread(molecule.PredictedDeviation)}{PropertyWords.AfterNumber(result.Facts.Unit)}",
            _ => "",
        };
        return words.Length == 0 ? Markup.Empty : Markup.Of($"<p class=\"pred\">{words}</p>");
    }

    private static string Spread(double? deviation) => deviation is { } sd ? Quantities.Number(sd, 2) : "?";

    private static Markup Listing(CampaignResult result)
    {
        var unit = PropertyWords.Unit(result.Facts.Unit);
        var shown = result.Molecules.OrderBy(molecule => molecule.Rank).Take(MostRows).ToArray();
        var rest = result.Molecules.Length - shown.Length;
        var note =
            rest > 0
                ? $"The first {shown.Length} of {Quantities.Count(result.Molecules.Length)}; all are in molecules.csv."
                : "All candidates.";
        return Markup.Of(
            $"""
            <details>
            <summary>Table of candidates <small>{note}</small></summary>
            <div class="scroll"><table class="sortable">
            <thead><tr><th class="n">rank</th><th>id</th><th>SMILES</th><th class="n">value ({unit})</th><th class="n">predicted ({unit})</th><th class="n">± ({unit})</th><th>level</th><th class="n">core-s</th><th>status</th></tr></thead>
            <tbody>
            {Markup.Join(shown.Select(Row))}</tbody>
            </table></div>
            </details>
            """
        );
    }

    private static Markup Row(MoleculeResult molecule) =>
        Markup.Of(
            $"<tr><td class=\"n\">{molecule.Rank}</td><td>{molecule.Candidate.Id}</td><td class=\"smiles\">{molecule.Candidate.Smiles}</td>"
                + $"{Cell(molecule.Value)}{Cell(molecule.Predicted)}{Cell(molecule.PredictedDeviation)}"
                + $"<td>{molecule.Level}</td>{Cell(molecule.Cost.Usage.CpuSeconds)}<td>{Status(molecule)}</td></tr>\n"
        );

    private static string Status(MoleculeResult molecule) =>
        molecule.Failure.Length == 0 ? molecule.Status : $"{molecule.Status}: {molecule.Failure}";

    private static Markup Cell(double? value) =>
        value is { } number
            ? Markup.Of($"<td class=\"n\" data-v=\"{number}\">{Quantities.Number(number)}</td>")
            : Markup.Of($"<td class=\"n\">–</td>");
}
