using Lichen.Compute.Engines;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;

namespace Lichen.Compute.Tests.Engines;

public sealed class RemainingTests
{
    [Fact]
    public void Limits_hold_over_the_sum_of_runs()
    {
        var limits = new ResourceLimits(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20), 5);

        var left = limits.After(new ResourceUsage(4, 5, 3, CostBasis.Measured));

        Assert.Equal(new ResourceLimits(TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(15), 5), left);
    }

    [Fact]
    public void Limit_that_is_used_up_does_not_become_no_limit()
    {
        var left = new ResourceLimits(TimeSpan.FromSeconds(1), TimeSpan.Zero, 0).After(
            new ResourceUsage(4, 5, 3, CostBasis.Measured)
        );

        Assert.True(left.CpuTime > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, left.WallTime);
    }
}
