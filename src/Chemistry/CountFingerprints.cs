using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>
/// Unfolded Morgan counts of many molecules as compressed sparse rows: row i has the features
/// <c>FeatureIds[RowOffsets[i]..RowOffsets[i + 1]]</c>, ids ascending, none zero.
/// </summary>
/// <remarks>
/// Rogers and Hahn 2010, <see href="https://doi.org/10.1021/ci100050t"/>, with RDKit's default atom invariants and no
/// stereochemistry. A row that is no molecule is empty. Counts saturate at 65,535.
/// </remarks>
public sealed class CountFingerprints
{
    private CountFingerprints(int[] rowOffsets, uint[] featureIds, ushort[] counts)
    {
        RowOffsets = rowOffsets;
        FeatureIds = featureIds;
        Counts = counts;
    }

    public int RowCount => RowOffsets.Length - 1;

    /// <summary>Shape (rows + 1), ascending from 0. Read only, by agreement: kernels take plain arrays.</summary>
    public int[] RowOffsets { get; }

    /// <summary>Hashed environments, ascending within a row. Read only, by agreement.</summary>
    public uint[] FeatureIds { get; }

    /// <summary>How often each occurs. Read only, by agreement.</summary>
    public ushort[] Counts { get; }

    /// <param name="canonicalSmiles">The molecules; any valid SMILES will do.</param>
    /// <param name="radius">Bonds around each atom, 0 to 16; 2 corresponds to ECFP4.</param>
    /// <param name="threads">How many blocks are worked on at once; the result does not depend on it.</param>
    /// <exception cref="OverflowException">More than 2^31 features in all.</exception>
    public static CountFingerprints Morgan(
        IReadOnlyList<string> canonicalSmiles,
        int radius,
        int threads,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(radius);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(radius, 16);
        var parts = new SparseRows[(canonicalSmiles.Count + Blocks.Size - 1) / Blocks.Size];
        Blocks.ForEach(
            canonicalSmiles,
            threads,
            block => parts[block.Index] = SparseRows.Morgan(block.Batch, block.Count, radius),
            cancellationToken
        );

        var total = 0;
        foreach (var part in parts)
        {
            total = checked(total + part.Ids.Length);
        }

        var offsets = new int[canonicalSmiles.Count + 1];
        var ids = new uint[total];
        var counts = new ushort[total];
        int row = 0,
            end = 0;
        foreach (var part in parts)
        {
            part.Ids.CopyTo(ids, end);
            part.Counts.CopyTo(counts, end);
            foreach (var rowEnd in part.Offsets.AsSpan(1))
            {
                offsets[++row] = end + (int)rowEnd;
            }

            end += part.Ids.Length;
        }

        return new CountFingerprints(offsets, ids, counts);
    }

    public ReadOnlySpan<uint> IdsOf(int row) => FeatureIds.AsSpan(RowOffsets[row]..RowOffsets[row + 1]);

    public ReadOnlySpan<ushort> CountsOf(int row) => Counts.AsSpan(RowOffsets[row]..RowOffsets[row + 1]);
}
