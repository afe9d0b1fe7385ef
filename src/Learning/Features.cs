using System.Collections.Immutable;

namespace Lichen.Learning;

/// <summary>What a surrogate sees of a pool: row i of every part is candidate i.</summary>
public sealed record Features
{
    /// <param name="counts">Count fingerprints, one table per kind; at least one.</param>
    /// <param name="descriptors">Scaled descriptors; none at all (0 columns) is allowed.</param>
    /// <param name="outcomes">
    /// What finished calculations at cheap rungs say of each candidate, scaled: it acts on the differences between rungs
    /// alone. None at all (0 columns) is usual.
    /// </param>
    /// <exception cref="ArgumentException">No fingerprint, or the parts differ in their number of rows.</exception>
    public Features(IEnumerable<CountRows> counts, DescriptorMatrix descriptors, DescriptorMatrix? outcomes = null)
    {
        Counts = [.. counts];
        (Descriptors, Outcomes) = (descriptors, outcomes ?? new DescriptorMatrix(0, 0, []));
        if (Counts.IsEmpty)
        {
            throw new ArgumentException("At least one count fingerprint is needed.");
        }

        int[] rows = [.. Counts.Select(c => c.Rows)];
        bool differ = new[] { Descriptors, Outcomes }.Any(part => part.Columns > 0 && part.Rows != Rows);
        if (rows.Distinct().Count() > 1 || differ)
        {
            string[] all = [.. rows.Append(Descriptors.Rows).Append(Outcomes.Rows).Select(r => $"{r}")];
            throw new ArgumentException($"The parts differ in their rows: {string.Join(", ", all)}.");
        }
    }

    /// <summary>Features of one fingerprint.</summary>
    public Features(CountRows counts, DescriptorMatrix descriptors)
        : this([counts], descriptors) { }

    /// <summary>Count fingerprints, one table per kind.</summary>
    public ImmutableArray<CountRows> Counts { get; }

    /// <summary>Scaled descriptors; none at all (0 columns) is allowed.</summary>
    public DescriptorMatrix Descriptors { get; }

    /// <summary>What finished calculations at cheap rungs say; none at all (0 columns) is usual.</summary>
    public DescriptorMatrix Outcomes { get; }

    /// <summary>The number of candidates.</summary>
    public int Rows => Counts[0].Rows;

    /// <summary>The same pool as a model sees it, its descriptors multiplied by their relevances.</summary>
    internal Features Weighted(CoKrigingParameters parameters) =>
        new(Counts, Descriptors.Weighted(parameters.Relevances.AsSpan()), Outcomes);

    /// <summary>The candidates named, in that order.</summary>
    public Features Select(ReadOnlySpan<int> candidates)
    {
        var counts = new CountRows[Counts.Length];
        for (int part = 0; part < counts.Length; part++)
        {
            counts[part] = Counts[part].Select(candidates);
        }

        return new Features(
            counts,
            Descriptors.Columns == 0 ? Descriptors : Descriptors.Select(candidates),
            Outcomes.Columns == 0 ? Outcomes : Outcomes.Select(candidates)
        );
    }
}
