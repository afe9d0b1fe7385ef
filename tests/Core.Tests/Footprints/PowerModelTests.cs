using CsCheck;
using Lichen.Core.Footprints;

namespace Lichen.Core.Tests.Footprints;

public sealed class PowerModelTests
{
    /// <summary>Sums of a few products of doubles: rounding of the last digits.</summary>
    private const double Rounding = 1e-12;

    private static readonly Gen<PowerModel> Model = Gen.Select(
        Gen.Double[0, 50],
        Gen.Double[1, 3],
        (watts, pue) => new PowerModel(watts, pue, "generated")
    );

    private static readonly Gen<ResourceUsage> Usage = Gen.Select(
        Gen.Double[0, 1e6],
        Gen.Double[0, 1e6],
        Gen.Long[0, 1_000_000_000_000],
        (cpu, wall, memory) => new ResourceUsage(cpu, wall, memory, CostBasis.Measured)
    );

    [Fact]
    public void A_job_worked_out_by_hand_costs_what_the_paper_says()
    {
        // 12 h on 8 cores of 15.8 W (Green Algorithms' Xeon X5660), fully used, with 64 GB in a data centre of PUE
        // 1.67: 12 x (8 x 15.8 x 1 + 64 x 0.3725) x 1.67 x 0.001 = 12 x (126.4 + 23.84) x 0.00167 = 3.0108096 kWh.
        var usage = new ResourceUsage(12 * 8 * 3600, 12 * 3600, 64_000_000_000, CostBasis.Measured);
        Assert.Equal(3.0108096, new PowerModel(15.8, 1.67, "by hand").KilowattHours(usage), 12);
        // Half used (u = 0.5): half of the CPU time, the same memory. 12 x (63.2 + 23.84) x 0.00167 = 1.7442816 kWh.
        var half = usage with
        {
            CpuSeconds = usage.CpuSeconds / 2,
        };
        Assert.Equal(1.7442816, new PowerModel(15.8, 1.67, "by hand").KilowattHours(half), 12);
    }

    [Fact]
    public void Doing_nothing_costs_nothing() =>
        Model.Sample(model => Assert.Equal(0, model.KilowattHours(ResourceUsage.Nothing)));

    [Fact]
    public void Work_after_work_with_the_same_memory_adds_up() =>
        Gen.Select(Model, Usage, Usage)
            .Sample(
                (model, first, second) =>
                {
                    second = second with { PeakMemoryBytes = first.PeakMemoryBytes };
                    var apart = model.KilowattHours(first) + model.KilowattHours(second);
                    Assert.Equal(apart, model.KilowattHours(first.Then(second)), Rounding * (1 + apart));
                }
            );

    [Fact]
    public void More_of_anything_never_costs_less() =>
        Gen.Select(Model, Usage, Usage)
            .Sample(
                (model, usage, more) =>
                {
                    var larger = new ResourceUsage(
                        usage.CpuSeconds + more.CpuSeconds,
                        usage.WallSeconds + more.WallSeconds,
                        usage.PeakMemoryBytes + more.PeakMemoryBytes,
                        CostBasis.Measured
                    );
                    Assert.True(model.KilowattHours(larger) >= model.KilowattHours(usage));
                    Assert.True(
                        new PowerModel(model.CoreWatts + 1, model.Pue, "").KilowattHours(usage)
                            >= model.KilowattHours(usage)
                    );
                    Assert.True(
                        new PowerModel(model.CoreWatts, model.Pue + 1, "").KilowattHours(usage)
                            >= model.KilowattHours(usage)
                    );
                }
            );

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(10, 0.99)]
    [InlineData(10, double.NaN)]
    public void A_power_or_PUE_that_cannot_be_is_refused(double watts, double pue) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PowerModel(watts, pue, ""));
}
