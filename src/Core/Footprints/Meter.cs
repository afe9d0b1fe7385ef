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

    /// <summary>The cost with modelled energy; assumed where the usage itself is assumed.</summary>
    public Footprint Of(ResourceUsage usage) =>
        Of(
            usage,
            Power.KilowattHours(usage),
            usage.Basis == CostBasis.Assumed ? CostBasis.Assumed : CostBasis.Modelled
        );

    /// <summary>The cost with energy that a meter of the machine (RAPL) gave for this work alone.</summary>
    /// <param name="measuredJoules">
    /// Energy of processor and memory, not negative; the site's PUE is applied here.
    /// </param>
    public Footprint Of(ResourceUsage usage, double measuredJoules) =>
        double.IsFinite(measuredJoules) && measuredJoules >= 0
            ? Of(usage, measuredJoules * Power.Pue / JoulesPerKilowattHour, CostBasis.Measured)
            : throw new ArgumentOutOfRangeException(
                nameof(measuredJoules),
                measuredJoules,
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
