using System.Collections.Immutable;
using Lichen.Exploration.Results;

namespace Lichen.Reporting.Html;

/// <summary>What calculations say of each other: values that contradict their neighbours, candidates that are one molecule.</summary>
internal static class DoubtSection
{
    private const int MostSame = 20;

    public static Markup Of(CampaignResult result)
    {
        var same = result.Molecules.Where(molecule => molecule.SameAs is not null).ToImmutableArray();
        return result.Doubted.IsEmpty && same.IsEmpty
            ? Markup.Empty
            : Markup.Of(
                $"""
                <section>
                <h2>Calculations against each other</h2>
                {Contradictions(result)}{Same(same)}</section>
                """
            );
    }

    private static Markup Contradictions(CampaignResult result) =>
        result.Doubted.IsEmpty
            ? Markup.Empty
            : Markup.Of(
                $"""
                <div class="scroll"><table>
                <thead><tr><th>molecule</th><th>property</th><th>level</th><th class="n">value</th><th class="n">expected</th><th class="n">with other settings</th><th>what became of it</th></tr></thead>
                <tbody>
                {Markup.Join(result.Doubted.Select(Row))}</tbody>
                </table></div>
                <p class="fine">These values are farther from what the same molecule's other levels let expect than five times what is usual at the level. Such a value is computed once more with other settings; of two solutions the one of lower energy stands, never the one that is nearer to what was expected.</p>

                """
            );

    private static Markup Row(DoubtedValue one) =>
        Markup.Of(
            $"<tr><td>{one.Candidate.Id}</td><td>{PropertyWords.Symbol(one.Property)}</td><td>{one.Level}</td>"
                + $"<td class=\"n\">{Quantities.Value(one.Value)}{PropertyWords.AfterNumber(one.Unit)}</td>"
                + $"<td class=\"n\">{Quantities.Value(one.Predicted)} ± {Quantities.Number(one.Deviation, 2)}</td>"
                + $"<td class=\"n\">{(one.Second is { } second ? Quantities.Value(second) : "")}</td><td>{DoubtWords.Of(one.Verdict)}</td></tr>\n"
        );

    private static Markup Same(ImmutableArray<MoleculeResult> same)
    {
        if (same.IsEmpty)
        {
            return Markup.Empty;
        }

        var more = same.Length > MostSame ? $", and {Quantities.Count(same.Length - MostSame)} more" : "";
        return Markup.Of(
            $"<p>Calculations of these ended in one structure, and count once: {string.Join(", ", same.Take(MostSame).Select(molecule => $"{molecule.Candidate.Id} is {molecule.SameAs}"))}{more}.</p>\n"
        );
    }
}
