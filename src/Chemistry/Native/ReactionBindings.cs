using System.Runtime.InteropServices;

namespace Lichen.Chemistry.Native;

internal static partial class ReactionBindings
{
    [LibraryImport(Door.Library, EntryPoint = "lr_reaction_compile")]
    internal static partial Status Compile(
        ReadOnlySpan<byte> smarts,
        long length,
        out ReactionHandle reaction,
        out int reactants,
        out int products
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_reaction_reverse")]
    internal static partial Status Reverse(ReactionHandle reaction, out ReactionHandle reversed);

    [LibraryImport(Door.Library, EntryPoint = "lr_reaction_matches")]
    internal static partial Status Matches(ReactionHandle reaction, BatchHandle batch, Span<byte> matches);

    [LibraryImport(Door.Library, EntryPoint = "lr_reaction_run")]
    internal static partial Status Run(
        ReactionHandle reaction,
        ReadOnlySpan<byte> text,
        ReadOnlySpan<long> offsets,
        int combinations,
        out ProductsHandle products
    );

    [LibraryImport(Door.Library, EntryPoint = "lr_reactions_disconnect")]
    internal static partial Status Disconnect(
        ReadOnlySpan<nint> reversed,
        int count,
        ReadOnlySpan<byte> smiles,
        long length,
        out ProductsHandle products
    );
}
