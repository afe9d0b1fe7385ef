namespace Lichen.Core.Footprints;

/// <summary>Turns what work took into what it cost.</summary>
/// <param name="Power">Power of this machine while it works.</param>
/// <param name="GramsPerKilowattHour">Grid intensity, g CO2e per kWh.</param>
/// <param name="Pue">Power usage effectiveness of the site, at least 1.</param>
/// <param name="MoneyPerCoreHour">Price of a core-hour.</param>
public sealed record Meter(PowerModel Power, double GramsPerKilowattHour, double Pue, double MoneyPerCoreHour)
{
    /// <param name="measuredKilowattHours">Energy that a meter read for this work, PUE left out, or null to model it.</param>
    public Footprint Footprint(ResourceUsage usage, double? measuredKilowattHours = null)
    {
        var energy = Pue * (measuredKilowattHours ?? Power.KilowattHours(usage));
        var basis = measuredKilowattHours is not null ? CostBasis.Measured
            : usage.Basis == CostBasis.Assumed ? CostBasis.Assumed
            : CostBasis.Modelled;
        return new Footprint(usage, energy, basis, energy * GramsPerKilowattHour, MoneyPerCoreHour * usage.CpuSeconds / 3600);
    }
}
