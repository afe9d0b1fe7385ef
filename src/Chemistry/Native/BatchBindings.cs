using System.Runtime.InteropServices;

namespace Lichen.Chemistry.Native;

internal static partial class BatchBindings
{
    [LibraryImport(Door.Library, EntryPoint = "lr_batch_parse")]
    internal static partial Status Parse(
        ReadOnlySpan<byte> text,
        ReadOnlySpan<long> offsets,
        int rows,
        out BatchHandle batch
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_batch_accepted")]
    internal static partial Status Accepted(BatchHandle batch, Span<byte> accepted);

    [LibraryImport(Door.Library, EntryPoint = "lr_batch_scalars")]
    internal static partial Status ReadScalars(BatchHandle batch, Span<Scalars> scalars);

    [LibraryImport(Door.Library, EntryPoint = "lr_batch_complexity")]
    internal static partial Status ReadComplexity(BatchHandle batch, Span<Complexity> complexity);

    [LibraryImport(Door.Library, EntryPoint = "lr_batch_ring_systems")]
    internal static partial Status RingSystems(
        BatchHandle batch,
        Span<byte> text,
        long capacity,
        out long needed,
        Span<long> offsets
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_batch_smiles")]
    internal static partial Status Smiles(
        BatchHandle batch,
        Span<byte> text,
        long capacity,
        out long needed,
        Span<long> offsets
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_batch_morgan")]
    internal static partial Status Morgan(
        BatchHandle batch,
        int radius,
        Span<uint> ids,
        Span<ushort> counts,
        long capacity,
        out long needed,
        Span<long> offsets
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_descriptor_names")]
    internal static partial Status DescriptorNames(Span<byte> text, long capacity, out long needed, out int columns);

    [LibraryImport(Door.Library, EntryPoint = "lr_batch_descriptors")]
    internal static partial Status ComputeDescriptors(BatchHandle batch, Span<double> values, long capacity);
}
