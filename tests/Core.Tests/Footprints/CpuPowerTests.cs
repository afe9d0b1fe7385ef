using Lichen.Core.Footprints;

namespace Lichen.Core.Tests.Footprints;

public sealed class CpuPowerTests
{
    [Theory]
    [InlineData("AMD EPYC 7763 64-Core Processor", "AMD EPYC 7763", 280.0 / 64)]
    [InlineData("Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz", "Intel Xeon Gold 6148", 7.5)]
    [InlineData("Intel(R) Xeon(R) CPU E5-2680 v3 @ 2.50GHz", "Intel Xeon E5-2680 v3", 10)]
    [InlineData("12th Gen Intel(R) Core(TM) i9-12900K", "Intel Core i9-12900K", 125.0 / 16)]
    [InlineData("AMD Ryzen 9 5950X 16-Core Processor", "AMD Ryzen 9 5950X", 105.0 / 16)]
    [InlineData("Intel(R) Xeon(R) Platinum 8480+", "Intel Xeon Platinum 8480+", 350.0 / 56)]
    [InlineData("  amd epyc 7742  ", "AMD EPYC 7742", 225.0 / 64)]
    public void A_processor_is_known_by_the_name_that_Linux_gives_it(string name, string model, double watts)
    {
        var power = CpuPower.Of(name);
        Assert.Equal((model, false), (power.Model, power.IsDefault));
        Assert.Equal(watts, power.CoreWatts, 12);
    }

    [Theory]
    [InlineData("AMD EPYC")]
    [InlineData("AMD EPYC-Rome Processor")]
    [InlineData("Intel Xeon Processor (Skylake, IBRS)")]
    [InlineData("Intel(R) Xeon(R) CPU @ 2.20GHz")]
    [InlineData("AMD EPYC 7763X")]
    [InlineData("")]
    public void An_unknown_processor_gets_the_default_and_says_so(string name)
    {
        var power = CpuPower.Of(name);
        Assert.True(power.IsDefault);
        Assert.Equal(12.0, power.CoreWatts);
        Assert.Contains("default", power.Source, StringComparison.Ordinal);
        Assert.Contains($"'{name}'", power.Source, StringComparison.Ordinal);
        Assert.Equal(power.Source, PowerModel.For(name, 1).Source);
    }

    [Fact]
    public void Every_row_of_the_table_finds_itself_and_is_plausible() =>
        Assert.All(
            CpuPower.Known,
            power =>
            {
                Assert.Equal(power, CpuPower.Of(power.Model));
                Assert.InRange(power.CoreWatts, 2, 30);
                Assert.Contains("W thermal design power on", power.Source, StringComparison.Ordinal);
            }
        );
}
