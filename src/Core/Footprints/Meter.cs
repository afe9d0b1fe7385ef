namespace Lichen.Core.Footprints;

/// <summary>Turns what work took into what it cost in every currency.</summary>
/// <param name="Power">Energy of computing, PUE included.</param>
/// <param name="Grid">What a kilowatt-hour emits.</param>
/// <param name="MoneyPerCoreHour">Price of an hour of CPU time, in the campaign's currency; 0 when free.</param>
public sealed record Meter(PowerModel Power, GridIntensity Grid, double MoneyPerCoreHour)
{
    private const double SecondsPerHour = 3600;
    private const double JoulesPerKilowattHour = 3.6e6;

    public double MoneyPerCoreHour { get; } =
        double.IsFinite(MoneyPerCoreHour) && MoneyPerCoreHour >= 0
            ? MoneyPerCoreHour
            : throw new ArgumentOutOfRangeException(
                nameof(MoneyPerCoreHour),
                MoneyPerCoreHour,
                "A price is a finite number, not negative."
            );

    /// <summary>Emissions of making the hardware, g CO2e for each hour of CPU time; 0 where they are not counted.</summary>
    public double EmbodiedGramsPerCoreHour { get; init; }

    /// <summary>Power of the graphics card that a calculation may use, in watts; 0 where none does.</summary>
    public double GraphicsWatts { get; init; }

    /// <summary>The cost with modelled energy, no graphics card used; assumed where the usage itself is assumed.</summary>
    public Footprint Of(ResourceUsage usage) => Of(usage, default(DrawnEnergy));

    /// <summary>The most that a calculation can cost that takes so much: with a graphics card, where one may be used.</summary>
    public Footprint Bound(ResourceUsage usage) =>
        Of(usage, new DrawnEnergy(null, GraphicsEnergy.Modelled(GraphicsWatts, usage)));

    /// <summary>The cost with what is known of the energy; processor and memory are modelled where no meter gave them.</summary>
    /// <param name="drawn">Not negative; the site's PUE is applied here.</param>
    public Footprint Of(ResourceUsage usage, DrawnEnergy drawn)
    {
        var graphics = KilowattHours(drawn.Graphics.Joules);
        var (processor, basis) = drawn.ProcessorJoules is { } joules
            ? (KilowattHours(joules), CostBasis.Measured)
            : (Power.KilowattHours(usage), usage.Basis.OfModelled());
        return Of(usage, processor + graphics, (CostBasis)Math.Max((int)basis, (int)drawn.Graphics.Basis));
    }

    private double KilowattHours(double joules) =>
        double.IsFinite(joules) && joules >= 0
            ? joules * Power.Pue / JoulesPerKilowattHour
            : throw new ArgumentOutOfRangeException(
                nameof(joules),
                joules,
                "An energy is a finite number of joules, not negative."
            );

    private Footprint Of(ResourceUsage usage, double kilowattHours, CostBasis basis) =>
        new(
            usage,
            kilowattHours,
            basis,
            (kilowattHours * Grid.GramsPerKilowattHour)
                + (usage.CpuSeconds / SecondsPerHour * EmbodiedGramsPerCoreHour),
            usage.CpuSeconds / SecondsPerHour * MoneyPerCoreHour
        );
}
