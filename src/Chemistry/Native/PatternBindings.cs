using System.Runtime.InteropServices;

namespace Lichen.Chemistry.Native;

internal static partial class PatternBindings
{
    [LibraryImport(Door.Library, EntryPoint = "lr_patterns_compile")]
    internal static partial Status Compile(
        ReadOnlySpan<byte> text,
        ReadOnlySpan<long> offsets,
        int count,
        int mergeHydrogens,
        out int refused,
        out PatternsHandle patterns
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_patterns_first")]
    internal static partial Status First(PatternsHandle patterns, BatchHandle batch, Span<int> first);

    [LibraryImport(Door.Library, EntryPoint = "lr_patterns_all")]
    internal static partial Status All(
        PatternsHandle patterns,
        MoleculeHandle molecule,
        Span<byte> matches,
        int capacity
    );
}
