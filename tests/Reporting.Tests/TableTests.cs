using System.Globalization;
using Lichen.Storage;

namespace Lichen.Reporting.Tests;

public sealed class TableTests
{
    private static readonly string[] MoleculeColumns =
    [
        "rank",
        "id",
        "row",
        "smiles",
        "charge",
        "multiplicity",
        "status",
        "level",
        "failure",
        "gfn2_xtb__mmff94_homo_lumo_gap_eV",
        "gfn2_xtb_homo_lumo_gap_eV",
        "gfn2_xtb_homo_energy_eV",
        "gfn2_xtb_lumo_energy_eV",
        "gfn2_xtb_dipole_moment_D",
        "gfn2_xtb_total_energy_hartree",
        "pred_homo_lumo_gap_eV",
        "pred_sd_homo_lumo_gap_eV",
        "cost_core_seconds",
        "cost_core_seconds_basis",
        "cost_energy_kWh",
        "cost_energy_basis",
        "cost_emissions_gCO2e",
    ];

    private static readonly string[] LedgerColumns =
    [
        "decision",
        "purpose",
        "id",
        "smiles",
        "level",
        "engine",
        "outcome",
        "failure",
        "expected_core_seconds",
        "core_seconds",
        "core_seconds_basis",
        "duration_s",
        "peak_memory_bytes",
        "energy_consumed_kWh",
        "energy_basis",
        "emissions_kgCO2eq",
        "emissions_basis",
        "money",
    ];

    [Fact]
    public void Molecule_columns_are_those_that_users_depend_on() =>
        Assert.Equal(MoleculeColumns, MoleculeTable.Of(Campaigns.TwoRungs()).Columns.Select(column => column.Name));

    [Fact]
    public void Ledger_columns_are_those_that_users_depend_on() =>
        Assert.Equal(LedgerColumns, LedgerTable.Of(Campaigns.TwoRungs()).Columns.Select(column => column.Name));

    [Fact]
    public void The_best_molecule_is_the_first_row()
    {
        var text = new StringWriter();
        CsvTable.Write(text, MoleculeTable.Of(Campaigns.TwoRungs()));
        var row = text.ToString().Split('\n')[1].Split(',');
        Assert.Equal(
            ["1", "708", "702", "CC(=NO)C(C)=NNC(N)=S", "0", "1", "computed", "GFN2-xTB", "", "1.66469", "1.54715"],
            row[..11]
        );
        Assert.Equal("measured", row[Array.IndexOf(MoleculeColumns, "cost_core_seconds_basis")]);
        Assert.Equal("modelled", row[Array.IndexOf(MoleculeColumns, "cost_energy_basis")]);
    }

    [Fact]
    public void Every_candidate_has_one_row_with_a_status_and_failed_ones_say_why()
    {
        var result = Campaigns.TwoRungs();
        var rows = MoleculeTable.Of(result).Rows.ToArray();
        Assert.Equal(Enumerable.Range(1, result.Molecules.Length).Cast<object>(), rows.Select(row => row[0]!));
        var (status, failure) = (Array.IndexOf(MoleculeColumns, "status"), Array.IndexOf(MoleculeColumns, "failure"));
        Assert.All(rows, row => Assert.Contains((string)row[status]!, new[] { "computed", "predicted", "failed" }));
        Assert.All(rows, row => Assert.Equal((string)row[status]! == "failed", ((string)row[failure]!).Length > 0));
    }

    [Fact]
    public void Predictions_claim_at_most_six_digits()
    {
        var columns = new[] { "pred_homo_lumo_gap_eV", "pred_sd_homo_lumo_gap_eV" }.Select(name =>
            Array.IndexOf(MoleculeColumns, name)
        );
        var numbers = MoleculeTable
            .Of(Campaigns.TwoRungs())
            .Rows.SelectMany(row => columns.Select(column => row[column]))
            .OfType<double>();
        Assert.NotEmpty(numbers);
        Assert.All(
            numbers,
            number =>
            {
                var digits = number
                    .ToString("R", CultureInfo.InvariantCulture)
                    .TrimStart('-', '0', '.')
                    .Replace(".", "");
                Assert.InRange(digits.Length, 1, 6);
            }
        );
    }

    [Fact]
    public void The_ledger_adds_up_to_what_was_spent()
    {
        var result = Campaigns.TwoRungs();
        var rows = LedgerTable.Of(result).Rows.ToArray();
        var all = result.Chemistry.Then(result.OwnWork);
        Assert.Equal(all.Usage.CpuSeconds, Sum("core_seconds"), 9);
        Assert.Equal(all.EnergyKilowattHours, Sum("energy_consumed_kWh"), 12);
        Assert.Equal(all.GramsCo2e, 1000 * Sum("emissions_kgCO2eq"), 9);

        double Sum(string name) => rows.Sum(row => (double)row[Array.IndexOf(LedgerColumns, name)]!);
    }
}
