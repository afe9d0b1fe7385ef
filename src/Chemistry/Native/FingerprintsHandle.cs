using System.Runtime.InteropServices;

namespace Lichen.Chemistry.Native;

/// <summary>Owns the fingerprints of a block of rows behind the door.</summary>
internal sealed partial class FingerprintsHandle : SafeHandle
{
    public FingerprintsHandle()
        : base(0, ownsHandle: true) { }

    public override bool IsInvalid => handle == 0;

    /// <summary>All kinds of fingerprints of some rows, from one parse of each.</summary>
    internal static FingerprintsHandle Compute(
        IReadOnlyList<string> smiles,
        int start,
        int count,
        ReadOnlySpan<FingerprintRequest> kinds
    )
    {
        using var text = PackedText.Of(smiles, start, count);
        Door.ThrowIfFailed(Compute(text.Bytes, text.Offsets, count, kinds, kinds.Length, out var fingerprints));
        return fingerprints;
    }

    internal SparseRows Rows(int kind, int rows)
    {
        var offsets = new long[rows + 1];
        var status = Rows(this, kind, [], [], 0, out var needed, offsets);
        if (status != Status.Buffer)
        {
            Door.ThrowIfFailed(status);
        }

        var ids = new uint[needed];
        var counts = new ushort[needed];
        if (needed > 0)
        {
            Door.ThrowIfFailed(Rows(this, kind, ids, counts, needed, out _, offsets));
        }

        return new SparseRows(offsets, ids, counts);
    }

    protected override bool ReleaseHandle()
    {
        Free(handle);
        return true;
    }

    [LibraryImport(Door.Library, EntryPoint = "lr_fingerprints_compute")]
    private static partial Status Compute(
        ReadOnlySpan<byte> text,
        ReadOnlySpan<long> offsets,
        int rows,
        ReadOnlySpan<FingerprintRequest> kinds,
        int count,
        out FingerprintsHandle fingerprints
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_fingerprints_rows")]
    private static partial Status Rows(
        FingerprintsHandle fingerprints,
        int kind,
        Span<uint> ids,
        Span<ushort> counts,
        long capacity,
        out long needed,
        Span<long> offsets
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_fingerprints_free")]
    private static partial void Free(nint fingerprints);
}
