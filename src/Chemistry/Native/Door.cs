using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Lichen.Chemistry.Native;

/// <summary>What every call through the C door shares: text that comes back, and failures.</summary>
internal static partial class Door
{
    internal const string Library = "lichen_rdkit";

    private const int FirstCapacity = 4096;

    /// <summary>A call that writes UTF-8 text to a buffer and says how long it is.</summary>
    internal delegate Status TextCall(Span<byte> buffer, out long needed);

    /// <summary>Why the last call on this thread did not end well.</summary>
    internal static string LastError =>
        Text(static (Span<byte> buffer, out long needed) => LastErrorOf(buffer, buffer.Length, out needed));

    /// <summary>Runs the call, again with a larger buffer where the first is too small.</summary>
    /// <exception cref="RdkitException">The call failed for another reason.</exception>
    internal static string Text(TextCall call)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstCapacity);
        try
        {
            var status = call(buffer, out var needed);
            if (status == Status.Buffer)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = ArrayPool<byte>.Shared.Rent(checked((int)needed));
                status = call(buffer, out needed);
            }

            ThrowIfFailed(status);
            return Encoding.UTF8.GetString(buffer, 0, checked((int)needed));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <exception cref="ArgumentException">A precondition of the call is broken.</exception>
    /// <exception cref="RdkitException">The input is refused, or RDKit failed.</exception>
    internal static void ThrowIfFailed(Status status)
    {
        switch (status)
        {
            case Status.Ok:
                return;
            case Status.Argument:
                throw new ArgumentException(LastError);
            case Status.Memory:
                throw new InsufficientMemoryException("RDKit ran out of memory.");
            default:
                throw new RdkitException(LastError);
        }
    }

    [LibraryImport(Library, EntryPoint = "lr_last_error")]
    private static partial Status LastErrorOf(Span<byte> text, long capacity, out long needed);

    [LibraryImport(Library, EntryPoint = "lr_version")]
    internal static partial Status Version(Span<byte> text, long capacity, out long needed);
}
