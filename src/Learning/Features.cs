namespace Lichen.Learning;

/// <summary>What a surrogate sees of a pool: row i of both parts is candidate i.</summary>
public sealed record Features
{
    /// <exception cref="ArgumentException">The parts differ in their number of rows.</exception>
    public Features(CountRows counts, DescriptorMatrix descriptors)
    {
        if (descriptors.Columns > 0 && counts.Rows != descriptors.Rows)
        {
            throw new ArgumentException($"{counts.Rows} rows of counts but {descriptors.Rows} rows of descriptors.");
        }

        (Counts, Descriptors) = (counts, descriptors);
    }

    /// <summary>Count fingerprints.</summary>
    public CountRows Counts { get; }

    /// <summary>Scaled descriptors; none at all (0 columns) is allowed.</summary>
    public DescriptorMatrix Descriptors { get; }

    /// <summary>The number of candidates.</summary>
    public int Rows => Counts.Rows;

    /// <summary>The same pool as a model sees it, its descriptors multiplied by their relevances.</summary>
    internal Features Weighted(CoKrigingParameters parameters) =>
        new(Counts, Descriptors.Weighted(parameters.Relevances.AsSpan()));

    /// <summary>The candidates named, in that order.</summary>
    public Features Select(ReadOnlySpan<int> candidates) =>
        new(Counts.Select(candidates), Descriptors.Columns == 0 ? Descriptors : Descriptors.Select(candidates));
}
