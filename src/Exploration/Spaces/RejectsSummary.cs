using System.Collections.Immutable;

namespace Lichen.Exploration.Spaces;

/// <summary>What became of the rows of a space: every row is kept or refused for one reason.</summary>
/// <param name="RowsRead">Rows of the file.</param>
/// <param name="Kept">Candidates of the pool.</param>
/// <param name="Counts">Number of refusals for each reason that occurred, in the order in which rules are tried.</param>
public sealed record RejectsSummary(int RowsRead, int Kept, ImmutableSortedDictionary<Refusal, int> Counts)
{
    public int Refused => Counts.Values.Sum();

    /// <summary>The counts on one line: "4,999 rows, 3,315 kept; refused: duplicate 3, elements 1,200".</summary>
    public override string ToString() =>
        $"{RowsRead:N0} rows, {Kept:N0} kept"
        + (
            Counts.Count == 0
                ? ""
                : $"; refused: {string.Join(", ", Counts.Select(pair => $"{pair.Key.InWords()} {pair.Value:N0}"))}"
        );
}
