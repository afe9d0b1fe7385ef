using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Lichen.Compute.Processes;

/// <summary>The few calls of the C library that starting a program takes. Descriptors are closed on exec.</summary>
internal static unsafe partial class Posix
{
    public const short PollIn = 1;
    public const int InterruptedCall = 4;
    private const int CloseOnExec = 0x80000;
    private const int UnixStream = 1;

    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor(int descriptor)
    {
        public int Descriptor = descriptor;
        public short Wanted = PollIn;
        public short Ready;
    }

    /// <summary>A pair of connected stream sockets.</summary>
    public static (Descriptor Ours, Descriptor Theirs) SocketPair()
    {
        int* pair = stackalloc int[2];
        ThrowIfFailed(SocketPair(1, UnixStream | CloseOnExec, 0, pair), "socketpair");
        return (new Descriptor(pair[0]), new Descriptor(pair[1]));
    }

    /// <summary>A pipe: what is written to one end is read from the other.</summary>
    public static (Descriptor Read, Descriptor Write) Pipe()
    {
        int* pair = stackalloc int[2];
        ThrowIfFailed(Pipe2(pair, CloseOnExec), "pipe2");
        return (new Descriptor(pair[0]), new Descriptor(pair[1]));
    }

    /// <summary>A file in memory that holds the bytes, at its start. Unlike a pipe it takes any length without waiting.</summary>
    public static Descriptor MemoryFile(ReadOnlySpan<byte> bytes)
    {
        var file = new Descriptor(ThrowIfFailed(MemfdCreate("stdin", 1), "memfd_create"));
        while (bytes.Length > 0)
        {
            fixed (byte* start = bytes)
            {
                bytes = bytes[(int)ThrowIfFailed((int)Write(file.Number, start, (nuint)bytes.Length), "write")..];
            }
        }

        _ = Seek(file.Number, 0, 0);
        return file;
    }

    public static int ThrowIfFailed(int status, string call)
    {
        if (status >= 0)
        {
            return status;
        }

        var error = Marshal.GetLastPInvokeError();
        throw new Win32Exception(error, $"{call} failed: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Spawn(
        out int process,
        string path,
        void* actions,
        void* attributes,
        byte** arguments,
        byte** environment
    );

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int ActionsInit(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int ActionsAddDuplicate(void* actions, int descriptor, int asDescriptor);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int ActionsDestroy(void* actions);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int Wait(int process, out int status, int options);

    [LibraryImport("libc", EntryPoint = "send")]
    public static partial nint Send(int socket, byte* bytes, nuint count, int flags);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, byte* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "lseek")]
    private static partial long Seek(int descriptor, long offset, int origin);

    [LibraryImport(
        "libc",
        EntryPoint = "memfd_create",
        SetLastError = true,
        StringMarshalling = StringMarshalling.Utf8
    )]
    private static partial int MemfdCreate(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static partial int SocketPair(int domain, int type, int protocol, int* pair);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe2(int* pair, int flags);
}

/// <summary>An open file descriptor, closed once.</summary>
internal sealed class Descriptor(int number) : IDisposable
{
    private int _open = 1;

    public int Number { get; } = number;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _open, 0) == 1)
        {
            _ = Posix.Close(Number);
        }
    }
}
