using System.Globalization;

namespace Lichen.Compute.Metering;

/// <summary>
/// The part of the machine's measured energy that a calculation drew: its share of the CPU time that everything on the
/// machine used meanwhile. Several at once share, so nothing is counted twice.
/// </summary>
public sealed class EnergyShare
{
    private const double TicksPerSecond = 100;

    private readonly RaplMeter _meter;
    private readonly Lock _gate = new();

    private EnergyShare(RaplMeter meter) => _meter = meter;

    /// <summary>Null where the machine has no meter that this user may read.</summary>
    public static EnergyShare? TryOpen() => RaplMeter.TryOpen() is { } meter ? new EnergyShare(meter) : null;

    public EnergyReading Read()
    {
        lock (_gate)
        {
            return new EnergyReading(_meter.ReadJoules(), BusySeconds(File.ReadLines("/proc/stat").First()));
        }
    }

    /// <summary>Joules since an earlier reading, in proportion to CPU time; at most all of them.</summary>
    public double ShareSince(EnergyReading before, double cpuSeconds)
    {
        var now = Read();
        var busy = now.BusySeconds - before.BusySeconds;
        return busy <= 0 ? 0 : (now.Joules - before.Joules) * Math.Min(1, cpuSeconds / busy);
    }

    /// <summary>CPU seconds that the whole machine worked since it started, from the first line of /proc/stat.</summary>
    internal static double BusySeconds(string line)
    {
        // cpu user nice system idle iowait irq softirq steal: all but idle and iowait (proc(5)).
        var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Take(8)
            .Select(field => double.Parse(field, CultureInfo.InvariantCulture))
            .ToArray();
        return (ticks.Sum() - ticks[3] - ticks[4]) / TicksPerSecond;
    }
}

/// <summary>Counters of the machine at one moment.</summary>
/// <param name="Joules">Energy since an arbitrary start.</param>
/// <param name="BusySeconds">CPU time of everything since the machine started.</param>
public sealed record EnergyReading(double Joules, double BusySeconds);
