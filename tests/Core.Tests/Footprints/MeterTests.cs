using CsCheck;
using Lichen.Core.Footprints;

namespace Lichen.Core.Tests.Footprints;

public sealed class MeterTests
{
    /// <summary>Sums of a few products of doubles: rounding of the last digits.</summary>
    private const double Rounding = 1e-12;

    internal static readonly Gen<ResourceUsage> Usage = Gen.Select(
        Gen.Double[0, 1e6],
        Gen.Double[0, 1e6],
        Gen.Long[0, 1_000_000_000_000],
        Gen.Enum<CostBasis>(),
        (cpu, wall, memory, basis) => new ResourceUsage(cpu, wall, memory, basis)
    );

    private static readonly Gen<Meter> AnyMeter = Gen.Select(
        Gen.Double[0, 50],
        Gen.Double[1, 3],
        Gen.Double[0, 1000],
        Gen.Double[0, 10],
        (watts, pue, grams, price) => new Meter(new PowerModel(watts, pue, ""), GridIntensity.Own(grams), price)
    );

    [Fact]
    public void A_core_hour_worked_out_by_hand()
    {
        // One core-hour at 12 W with 2 GB for an hour: (12 + 0.745) W x 1 h x 1.5 = 19.1175 Wh; at 400 g/kWh 7.647 g.
        var meter = new Meter(new PowerModel(12, 1.5, ""), GridIntensity.Own(400), 0.05);
        var footprint = meter.Of(new ResourceUsage(3600, 3600, 2_000_000_000, CostBasis.Measured));
        Assert.Equal(0.0191175, footprint.EnergyKilowattHours, 14);
        Assert.Equal(7.647, footprint.GramsCo2e, 12);
        Assert.Equal(0.05, footprint.Money, 14);
        Assert.Equal(CostBasis.Modelled, footprint.EnergyBasis);
    }

    [Fact]
    public void Measured_joules_take_the_place_of_the_model()
    {
        var meter = new Meter(new PowerModel(12, 1.5, ""), GridIntensity.Own(400), 0);
        var usage = new ResourceUsage(3600, 3600, 2_000_000_000, CostBasis.Measured);
        // 36 kJ = 0.01 kWh at the machine, 0.015 kWh at the site.
        var footprint = meter.Of(usage, new DrawnEnergy(36_000));
        Assert.Equal((0.015, CostBasis.Measured), (footprint.EnergyKilowattHours, footprint.EnergyBasis));
        Assert.Equal(6, footprint.GramsCo2e, 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => meter.Of(usage, new DrawnEnergy(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => meter.Of(usage, new DrawnEnergy(double.NaN)));
    }

    [Fact]
    public void What_is_assumed_stays_assumed()
    {
        var meter = new Meter(PowerModel.For("AMD EPYC", 1), GridIntensity.World, 0);
        Assert.Equal(CostBasis.Assumed, meter.Of(new ResourceUsage(1, 1, 1, CostBasis.Assumed)).EnergyBasis);
        Assert.Equal(CostBasis.Modelled, meter.Of(new ResourceUsage(1, 1, 1, CostBasis.Measured)).EnergyBasis);
    }

    [Fact]
    public void Nothing_costs_nothing_and_nothing_is_negative() =>
        Gen.Select(AnyMeter, Usage)
            .Sample(
                (meter, usage) =>
                {
                    var nothing = meter.Of(ResourceUsage.Nothing);
                    Assert.Equal((0, 0, 0), (nothing.EnergyKilowattHours, nothing.GramsCo2e, nothing.Money));
                    var footprint = meter.Of(usage);
                    Assert.True(footprint.EnergyKilowattHours >= 0 && footprint.GramsCo2e >= 0 && footprint.Money >= 0);
                    Assert.Equal(usage, footprint.Usage);
                }
            );

    [Fact]
    public void The_cost_of_work_after_work_is_the_sum_where_the_memory_is_the_same() =>
        Gen.Select(AnyMeter, Usage, Usage)
            .Sample(
                (meter, first, second) =>
                {
                    second = second with { PeakMemoryBytes = first.PeakMemoryBytes };
                    var apart = meter.Of(first).Then(meter.Of(second));
                    var together = meter.Of(first.Then(second));
                    Near(apart.EnergyKilowattHours, together.EnergyKilowattHours);
                    Near(apart.GramsCo2e, together.GramsCo2e);
                    Near(apart.Money, together.Money);
                    Assert.Equal(apart.Usage, together.Usage);
                    Assert.Equal(apart.EnergyBasis, together.EnergyBasis);
                }
            );

    private static void Near(double expected, double actual) =>
        Assert.Equal(expected, actual, Rounding * (1 + expected));

    [Fact]
    public void A_graphics_card_adds_its_energy_and_weakens_what_is_known()
    {
        var meter = new Meter(new PowerModel(12, 1.5, ""), GridIntensity.Own(400), 0) { GraphicsWatts = 300 };
        var usage = new ResourceUsage(3600, 1200, 0, CostBasis.Measured);
        // 36 kJ by a meter and 300 W for 20 minutes, times 1.5.
        var modelled = meter.Of(usage, new DrawnEnergy(36_000, GraphicsEnergy.Modelled(300, usage)));
        Assert.Equal(0.165, modelled.EnergyKilowattHours, 12);
        Assert.Equal(CostBasis.Modelled, modelled.EnergyBasis);
        var measured = meter.Of(usage, new DrawnEnergy(36_000, new GraphicsEnergy(36_000, CostBasis.Measured)));
        Assert.Equal(0.03, measured.EnergyKilowattHours, 12);
        Assert.Equal(CostBasis.Measured, measured.EnergyBasis);
        // What is reserved holds the card; what was computed without one does not.
        Assert.Equal(0.15, meter.Bound(usage).EnergyKilowattHours - meter.Of(usage).EnergyKilowattHours, 12);
    }

    [Fact]
    public void The_making_of_the_hardware_counts_by_core_hours_and_only_when_it_is_asked_for()
    {
        var meter = new Meter(new PowerModel(12, 1.5, ""), GridIntensity.Own(400), 0);
        var usage = new ResourceUsage(7200, 3600, 0, CostBasis.Measured);
        var plain = meter.Of(usage).GramsCo2e;
        Assert.Equal(plain + 3, (meter with { EmbodiedGramsPerCoreHour = 1.5 }).Of(usage).GramsCo2e, 12);
    }
}
