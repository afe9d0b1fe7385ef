using System.Runtime.InteropServices;

namespace Lichen.Chemistry.Native;

internal static partial class DrawingBindings
{
    [LibraryImport(Door.Library, EntryPoint = "lr_depict")]
    internal static partial Status Depict(
        ReadOnlySpan<byte> smiles,
        long length,
        int width,
        int height,
        int clearBackground,
        double lineWidth,
        ReadOnlySpan<int> highlights,
        int highlightCount,
        ReadOnlySpan<byte> legend,
        long legendLength,
        Span<byte> text,
        long capacity,
        out long needed
    );
}
