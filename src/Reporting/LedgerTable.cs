using Lichen.Core.Footprints;
using Lichen.Exploration.Results;
using Lichen.Storage;

namespace Lichen.Reporting;

/// <summary>
/// One row per piece of work. Names follow CodeCarbon's where it has one (duration, energy_consumed, emissions), with the
/// unit behind it.
/// </summary>
internal static class LedgerTable
{
    private const double GramsPerKilogram = 1000;

    public static Table Of(CampaignResult result) =>
        new(
            [
                new("decision", ColumnType.Whole, "", "number of the decision, from 1; empty for Lichen's own work"),
                new("purpose", ColumnType.Text, "", "chemistry, route or own work"),
                new("id", ColumnType.Text),
                new("smiles", ColumnType.Text),
                new("level", ColumnType.Text),
                new("engine", ColumnType.Text),
                new(
                    "outcome",
                    ColumnType.Text,
                    "",
                    "computed, failed, interrupted, archive (known before, costs nothing), own work, or what a search for a route said"
                ),
                new("failure", ColumnType.Text),
                new("expected_core_seconds", ColumnType.Real, "s", "what the cost model expected"),
                new("core_seconds", ColumnType.Real, "s", "CPU time of the whole process tree"),
                new("core_seconds_basis", ColumnType.Text, "", "measured, modelled or assumed"),
                new("duration_s", ColumnType.Real, "s", "elapsed time"),
                new("peak_memory_bytes", ColumnType.Whole, "byte"),
                new("energy_consumed_kWh", ColumnType.Real, "kWh", "energy, PUE included"),
                new("energy_basis", ColumnType.Text, "", "measured, modelled or assumed"),
                new("emissions_kgCO2eq", ColumnType.Real, "kg", "energy times grid intensity"),
                new("emissions_basis", ColumnType.Text, "", "modelled at best"),
                new("money", ColumnType.Real, result.Spec.Grid.Currency),
            ],
            result.Ledger.Select(Row),
            TableMetadata.Of(result)
        );

    /// <summary>Emissions come from a model of the grid, however well the energy is known.</summary>
    public static CostBasis EmissionsBasis(Footprint cost) =>
        (CostBasis)Math.Max((int)CostBasis.Modelled, (int)cost.EnergyBasis);

    private static object?[] Row(LedgerRow row) =>
        [
            row.Decision > 0 ? row.Decision : null,
            row.Purpose,
            row.Id,
            row.Smiles,
            row.Level,
            row.Engine,
            row.Outcome,
            row.Code,
            row.Decision > 0 ? row.ExpectedCoreSeconds : null,
            row.Cost.Usage.CpuSeconds,
            MoleculeTable.Word(row.Cost.Usage.Basis),
            row.Cost.Usage.WallSeconds,
            row.Cost.Usage.PeakMemoryBytes,
            row.Cost.EnergyKilowattHours,
            MoleculeTable.Word(row.Cost.EnergyBasis),
            row.Cost.GramsCo2e / GramsPerKilogram,
            MoleculeTable.Word(EmissionsBasis(row.Cost)),
            row.Cost.Money,
        ];
}
