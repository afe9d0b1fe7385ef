using System.Collections.Immutable;

namespace Lichen.Exploration.Spaces;

/// <summary>What became of the rows of a space: every row is kept or refused for one reason.</summary>
/// <param name="RowsRead">Rows of the file.</param>
/// <param name="Kept">Rows that are in the pool.</param>
/// <param name="Counts">Number of refusals for each reason that occurred, in the order in which rules are tried.</param>
public sealed record RejectsSummary(int RowsRead, int Kept, ImmutableSortedDictionary<Refusal, int> Counts)
{
    /// <summary>Candidates beyond one a row: further stereoisomers of rows that leave configurations open.</summary>
    public int FurtherIsomers { get; init; }

    /// <summary>Rows kept that are drawn as another tautomer than in the file.</summary>
    public int Tautomers { get; init; }

    public int Candidates => Kept + FurtherIsomers;

    public int Refused => Counts.Values.Sum();

    /// <summary>The counts on one line: "4,999 rows, 3,315 kept; refused: duplicate 3, elements 1,200".</summary>
    public override string ToString() =>
        $"{RowsRead:N0} rows, {Kept:N0} kept"
        + (FurtherIsomers > 0 ? $" and {FurtherIsomers:N0} further stereoisomers of them" : "")
        + (Tautomers > 0 ? $", {Tautomers:N0} as another tautomer" : "")
        + (
            Counts.Count == 0
                ? ""
                : $"; refused: {string.Join(", ", Counts.Select(pair => $"{pair.Key.InWords()} {pair.Value:N0}"))}"
        );
}
