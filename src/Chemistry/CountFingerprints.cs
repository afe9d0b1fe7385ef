using Lichen.Chemistry.Native;

namespace Lichen.Chemistry;

/// <summary>
/// Counted features of many molecules as compressed sparse rows: row i has the features
/// <c>FeatureIds[RowOffsets[i]..RowOffsets[i + 1]]</c>, ids ascending, none zero.
/// </summary>
/// <remarks>
/// The kinds of features: <see cref="FingerprintKind"/>. A row that is no molecule is empty. Counts saturate at 65,535.
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

    /// <summary>Hashed features, ascending within a row. Read only, by agreement.</summary>
    public uint[] FeatureIds { get; }

    /// <summary>How often each occurs. Read only, by agreement.</summary>
    public ushort[] Counts { get; }

    /// <summary>Morgan counts alone: <see cref="Compute"/> with <see cref="FingerprintKind.Morgan"/>.</summary>
    /// <param name="canonicalSmiles">The molecules; any valid SMILES will do.</param>
    /// <param name="radius">Bonds around each atom, 0 to 16; 2 corresponds to ECFP4.</param>
    /// <param name="threads">How many blocks are worked on at once; the result does not depend on it.</param>
    /// <exception cref="OverflowException">More than 2^31 features in all.</exception>
    public static CountFingerprints Morgan(
        IReadOnlyList<string> canonicalSmiles,
        int radius,
        int threads,
        CancellationToken cancellationToken = default
    ) => Compute(canonicalSmiles, [FingerprintKind.Morgan(radius)], threads, cancellationToken)[0];

    /// <summary>Several fingerprints of each molecule from one parse of its SMILES.</summary>
    /// <param name="canonicalSmiles">The molecules; any valid SMILES will do.</param>
    /// <param name="kinds">What to count, at least one.</param>
    /// <param name="threads">How many blocks are worked on at once; the result does not depend on it.</param>
    /// <returns>One table per kind, in the order of the kinds.</returns>
    /// <exception cref="OverflowException">More than 2^31 features of one kind in all.</exception>
    public static IReadOnlyList<CountFingerprints> Compute(
        IReadOnlyList<string> canonicalSmiles,
        IReadOnlyList<FingerprintKind> kinds,
        int threads,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfZero(kinds.Count);
        FingerprintRequest[] requests = [.. kinds.Select(kind => kind.Native)];
        var parts = new SparseRows[Blocks.Of(canonicalSmiles.Count)][];
        Blocks.ForEach(
            canonicalSmiles.Count,
            threads,
            (index, start, count) =>
            {
                using var made = FingerprintsHandle.Compute(canonicalSmiles, start, count, requests);
                parts[index] = [.. Enumerable.Range(0, requests.Length).Select(kind => made.Rows(kind, count))];
            },
            cancellationToken
        );
        return [.. Enumerable.Range(0, requests.Length).Select(kind => Joined(canonicalSmiles.Count, parts, kind))];
    }

    public ReadOnlySpan<uint> IdsOf(int row) => FeatureIds.AsSpan(RowOffsets[row]..RowOffsets[row + 1]);

    public ReadOnlySpan<ushort> CountsOf(int row) => Counts.AsSpan(RowOffsets[row]..RowOffsets[row + 1]);

    private static CountFingerprints Joined(int rows, SparseRows[][] parts, int kind)
    {
        var total = 0;
        foreach (var part in parts)
        {
            total = checked(total + part[kind].Ids.Length);
        }

        var offsets = new int[rows + 1];
        var ids = new uint[total];
        var counts = new ushort[total];
        int row = 0,
            end = 0;
        foreach (var part in parts)
        {
            part[kind].Ids.CopyTo(ids, end);
            part[kind].Counts.CopyTo(counts, end);
            foreach (var rowEnd in part[kind].Offsets.AsSpan(1))
            {
                offsets[++row] = end + (int)rowEnd;
            }

            end += part[kind].Ids.Length;
        }

        return new CountFingerprints(offsets, ids, counts);
    }
}
