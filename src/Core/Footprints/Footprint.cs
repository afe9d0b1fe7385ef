namespace Lichen.Core.Footprints;

/// <summary>What a piece of work cost in every currency. Each says how it is known.</summary>
/// <param name="Usage">CPU time, elapsed time, memory.</param>
/// <param name="EnergyKilowattHours">Energy drawn, PUE included, in kWh.</param>
/// <param name="EnergyBasis">Measured (RAPL), modelled (Green Algorithms) or assumed (declared or simulated).</param>
/// <param name="GramsCo2e">Emissions in g CO2e; always modelled: energy times grid intensity.</param>
/// <param name="Money">In the campaign's currency; 0 where no price is given.</param>
public sealed record Footprint(
    ResourceUsage Usage,
    double EnergyKilowattHours,
    CostBasis EnergyBasis,
    double GramsCo2e,
    double Money
)
{
    public static readonly Footprint Nothing = new(ResourceUsage.Nothing, 0, CostBasis.Measured, 0, 0);

    public Footprint Then(Footprint next) =>
        new(
            Usage.Then(next.Usage),
            EnergyKilowattHours + next.EnergyKilowattHours,
            (CostBasis)Math.Max((int)EnergyBasis, (int)next.EnergyBasis),
            GramsCo2e + next.GramsCo2e,
            Money + next.Money
        );
}
