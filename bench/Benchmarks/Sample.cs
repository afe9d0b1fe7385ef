using System.Diagnostics;
using System.Globalization;

namespace Lichen.Benchmarks;

/// <summary>What a piece of work took.</summary>
/// <param name="WallSeconds">Elapsed time: on a busy machine mostly that of others.</param>
/// <param name="CpuSeconds">CPU time of this process and of the children that it waited for.</param>
internal readonly record struct Sample(double WallSeconds, double CpuSeconds)
{
    // The kernel counts children in ticks, 100 a second on Linux whatever its own clock.
    private const double TicksPerSecond = 100;

    public static Sample Of(Action work)
    {
        var cpu = CpuNow();
        var start = Stopwatch.GetTimestamp();
        work();
        return new Sample(Stopwatch.GetElapsedTime(start).TotalSeconds, CpuNow() - cpu);
    }

    public Sample Per(int count) => new(WallSeconds / count, CpuSeconds / count);

    private static double CpuNow() => Environment.CpuUsage.TotalTime.TotalSeconds + ChildrenNow();

    // proc(5), /proc/self/stat: fields 16 and 17, counted from 1; the second is a name in parentheses.
    private static double ChildrenNow()
    {
        var text = File.ReadAllText("/proc/self/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (Ticks(fields[13]) + Ticks(fields[14])) / TicksPerSecond;

        static long Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture);
    }
}
