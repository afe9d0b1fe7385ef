using Lichen.Core.Footprints;

namespace Lichen.Core.Tests.Footprints;

public sealed class StatedFootprintTests
{
    [Fact]
    public void Emissions_are_hours_times_watts_times_pue_times_intensity()
    {
        // 1000 h x 15 W x 1.2 = 18 kWh; at 400 g/kWh 7.2 kg.
        var row = new StatedFootprint(2, "", 10, 1000, 15, 1.2, 400, 14.4);
        Assert.Equal(7.2, row.RecomputedKilograms, 1e-12);
        Assert.Equal(2, row.Ratio, 1e-12);
    }

    [Theory]
    [InlineData(1, "Consistent")]
    [InlineData(9.99, "Consistent")]
    [InlineData(0.101, "Consistent")]
    [InlineData(10.01, "Inconsistent")]
    [InlineData(0.099, "Inconsistent")]
    [InlineData(332, "Inconsistent")]
    [InlineData(334, "LikelyGramsForKilograms")]
    [InlineData(1000, "LikelyGramsForKilograms")]
    [InlineData(2999, "LikelyGramsForKilograms")]
    [InlineData(3001, "Inconsistent")]
    [InlineData(0.00301, "Inconsistent")]
    [InlineData(0.00299, "LikelyTonnesForKilograms")]
    [InlineData(0.001, "LikelyTonnesForKilograms")]
    [InlineData(0.000334, "LikelyTonnesForKilograms")]
    [InlineData(0.000332, "Inconsistent")]
    public void A_ratio_near_a_thousand_is_a_slip_and_another_beyond_ten_is_inconsistent(double ratio, string verdict)
    {
        var row = new StatedFootprint(2, "", 10, 1000, 15, 1.2, 400, 7.2 * ratio);
        Assert.Equal(verdict, row.Verdict.ToString());
    }
}
