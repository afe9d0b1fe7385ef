using Lichen.Core.Calculations;
using Lichen.Core.Footprints;

namespace Lichen.Compute.Engines;

/// <summary>What is left of a calculation's limits, which hold over the sum of its runs.</summary>
internal static class Remaining
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(10);

    /// <summary>The same limits less what was used; never zero, which would mean no limit.</summary>
    public static ResourceLimits After(this ResourceLimits limits, ResourceUsage used) =>
        limits with
        {
            CpuTime = Left(limits.CpuTime, used.CpuSeconds),
            WallTime = Left(limits.WallTime, used.WallSeconds),
        };

    private static TimeSpan Left(TimeSpan limit, double seconds) =>
        limit <= TimeSpan.Zero ? limit
        : limit - TimeSpan.FromSeconds(seconds) is var left && left > Least ? left
        : Least;
}
