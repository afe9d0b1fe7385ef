using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Lichen.Storage;

/// <summary>
/// Keeps a run folder to one process. The operating system holds the lock (flock on <c>run.lock</c>) and drops it when
/// the process ends, however it ends; the file itself may stay and says nothing.
/// </summary>
public sealed partial class RunLock : IDisposable
{
    public const string FileName = "run.lock";

    private const int ReadWrite = 0x2;
    private const int CreateIfMissing = 0x40;
    private const int CloseOnExec = 0x80000;
    private const int Exclusive = 0x2;
    private const int NoWait = 0x4;
    private const int Unlock = 0x8;
    private const int WouldBlock = 11;

    private readonly SafeFileHandle _file;

    private RunLock(SafeFileHandle file) => _file = file;

    /// <summary>Takes the lock of a folder; the folder is made where there is none.</summary>
    /// <param name="since">What to say to others about when it was taken.</param>
    /// <exception cref="StorageException">
    /// Another process holds it (<see cref="StorageProblem.InUse"/>; the message says which), or the file system
    /// cannot lock.
    /// </exception>
    public static RunLock Acquire(string folder, DateTimeOffset since)
    {
        var path = Path.Combine(Path.GetFullPath(folder), FileName);
        WholeFile.MakeFolderOf(path);
        var file = Open(path);
        if (Flock(file, Exclusive | NoWait) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            var holder = Holder(file);
            file.Dispose();
            throw error == WouldBlock
                ? new StorageException(
                    StorageProblem.InUse,
                    path,
                    $"this run is in use by {holder}; wait for it or stop it"
                )
                : new StorageException(
                    StorageProblem.Unusable,
                    path,
                    $"this file system cannot lock files ({Marshal.GetPInvokeErrorMessage(error)}); "
                        + "put the run folder on another"
                );
        }

        var content = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string>
            {
                ["pid"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
                ["host"] = Environment.MachineName,
                ["since"] = Words.Of(since),
            }
        );
        RandomAccess.SetLength(file, 0);
        RandomAccess.Write(file, content, 0);
        return new RunLock(file);
    }

    public void Dispose()
    {
        if (!_file.IsClosed)
        {
            RandomAccess.SetLength(_file, 0);
            // By name and not by closing: a program that is just being started holds a copy of every open file until it runs.
            _ = Flock(_file, Unlock);
            _file.Dispose();
        }
    }

    /// <summary>Who holds a lock, in words; the holder may not have said so yet.</summary>
    private static string Holder(SafeFileHandle file)
    {
        var buffer = new byte[1024];
        var length = RandomAccess.Read(file, buffer, 0);
        try
        {
            var said = JsonSerializer.Deserialize<Dictionary<string, string>>(buffer.AsSpan(0, length))!;
            return $"process {said["pid"]} on {said["host"]} since {said["since"]}";
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException)
        {
            return "another process";
        }
    }

    private static SafeFileHandle Open(string path)
    {
        // Opened here and not by File.Open: that one locks in its own way, after which nobody else could read who
        // holds it.
        var descriptor = OpenFile(path, ReadWrite | CreateIfMissing | CloseOnExec, Convert.ToInt32("644", 8));
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new StorageException(
                StorageProblem.ReadOnly,
                path,
                $"the lock cannot be written ({Marshal.GetLastPInvokeErrorMessage()}); "
                    + "give write permission or another folder"
            );
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);
}
