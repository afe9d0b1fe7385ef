using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;

namespace Lichen.Compute.Tests.Engines;

public sealed class VerticalLimitsTests
{
    private static readonly ResourceUsage Used = new(4, 5, 3, CostBasis.Measured);

    [Fact]
    public void Limits_hold_over_the_sum_of_runs() =>
        Assert.Equal(
            new ResourceLimits(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(15), 5),
            VerticalDifferences.Left(new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), 5), Used)
        );

    [Fact]
    public void Used_up_is_not_unlimited_and_unlimited_stays()
    {
        var left = VerticalDifferences.Left(new(TimeSpan.FromSeconds(1), TimeSpan.Zero, 0), Used);

        Assert.True(left.CpuTime > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, left.WallTime);
    }
}
