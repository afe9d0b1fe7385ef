using System.Diagnostics;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Results;
using Lichen.Storage;

namespace Lichen.Reporting;

/// <summary>Values that contradict their neighbours, and molecules that ended as one, in words and in columns.</summary>
internal static class DoubtWords
{
    /// <summary>What became of a doubted value.</summary>
    public static string Of(Verdict verdict) =>
        verdict switch
        {
            Verdict.Unchecked => "stands, not computed again",
            Verdict.Confirmed => "stands: other settings give the same",
            Verdict.FirstIsLower => "stands: other settings give another solution, not a lower one",
            Verdict.SecondIsLower => "replaced: other settings give a solution of lower energy",
            Verdict.Undecided => "stands: other settings give another value, and no energy tells which is better",
            Verdict.SecondFailed => "stands: the calculation with other settings failed",
            _ => throw new UnreachableException(),
        };

    /// <summary>Columns of the table of molecules; none where there is nothing to say.</summary>
    public static IEnumerable<TableColumn> Columns(CampaignResult result)
    {
        if (!result.Doubted.IsEmpty)
        {
            yield return new(
                "contradicts",
                ColumnType.Text,
                "",
                "levels whose value contradicts the other levels, and what became of it"
            );
        }

        if (HasSame(result))
        {
            yield return new(
                "same_as",
                ColumnType.Text,
                "",
                "id of a better ranked molecule whose calculation ended in the same structure"
            );
        }
    }

    /// <summary>The cells of these columns.</summary>
    public static IEnumerable<object?> Cells(CampaignResult result, MoleculeResult molecule)
    {
        if (!result.Doubted.IsEmpty)
        {
            string[] doubts =
            [
                .. result
                    .Doubted.Where(one => one.Candidate.Row == molecule.Candidate.Row)
                    .Select(one => $"{one.Property} at {one.Level} {Of(one.Verdict)}"),
            ];
            yield return doubts.Length == 0 ? null : string.Join("; ", doubts);
        }

        if (HasSame(result))
        {
            yield return molecule.SameAs;
        }
    }

    private static bool HasSame(CampaignResult result) => result.Molecules.Any(molecule => molecule.SameAs is not null);
}
