using System.Runtime.InteropServices;

namespace Lichen.Compute.Metering;

/// <summary>CPU time of the calling thread: what work inside this process took, whatever else runs beside it.</summary>
public static unsafe partial class ThreadClock
{
    // clock_gettime(2) on Linux.
    private const int ThreadCpuTime = 3;

    /// <summary>CPU time of this thread since it began.</summary>
    public static TimeSpan Now
    {
        get
        {
            long* time = stackalloc long[2];
            if (GetTime(ThreadCpuTime, time) != 0)
            {
                throw new InvalidOperationException(
                    $"The clock of the thread's CPU time does not answer: error {Marshal.GetLastPInvokeError()}."
                );
            }

            return TimeSpan.FromSeconds(time[0] + (1e-9 * time[1]));
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, long* time);
}
