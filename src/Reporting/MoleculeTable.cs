using System.Collections.Immutable;
using System.Globalization;
using Lichen.Core.Footprints;
using Lichen.Core.Properties;
using Lichen.Exploration.Results;
using Lichen.Storage;

namespace Lichen.Reporting;

/// <summary>One row per candidate: what is known of it, how, and what that cost.</summary>
internal static class MoleculeTable
{
    public static Table Of(CampaignResult result)
    {
        var names = ColumnNames.Of(result);
        var values = PropertyColumns(result);
        var objective = result.Facts.Column;
        var columns = ImmutableArray.CreateBuilder<TableColumn>();
        columns.AddRange(
            new("rank", ColumnType.Whole, "", "1 is best: computed first, then predicted, then failed"),
            new("id", ColumnType.Text, "", "the user's identifier"),
            new("row", ColumnType.Whole, "", "row of the input file, from 1"),
            new("smiles", ColumnType.Text, "", "canonical isomeric SMILES"),
            new("charge", ColumnType.Whole, "e", "total charge"),
            new("multiplicity", ColumnType.Whole, "", "unpaired electrons + 1"),
            new("status", ColumnType.Text, "", "computed, predicted or failed, at the objective's level"),
            new("level", ColumnType.Text, "", "highest level of theory computed"),
            new("failure", ColumnType.Text, "", "code of the failure")
        );
        columns.AddRange(DoubtWords.Columns(result));
        columns.AddRange(RouteWords.Columns(result));
        columns.AddRange(values.Select(value => Column(names, value)));
        columns.AddRange(WishColumns(result));
        columns.AddRange(
            new(
                "pred_" + objective,
                ColumnType.Real,
                result.Facts.Unit,
                $"prediction at {result.Spec.Objective.Level}; for computed molecules the one made before the label"
            ),
            new("pred_sd_" + objective, ColumnType.Real, result.Facts.Unit, "standard deviation of the prediction"),
            new("cost_core_seconds", ColumnType.Real, "s", "CPU time of all its calculations, failed ones included"),
            new("cost_core_seconds_basis", ColumnType.Text, "", "measured, modelled or assumed"),
            new("cost_energy_kWh", ColumnType.Real, "kWh", "energy, PUE included"),
            new("cost_energy_basis", ColumnType.Text, "", "measured, modelled or assumed"),
            new("cost_emissions_gCO2e", ColumnType.Real, "g", "modelled: energy times grid intensity")
        );
        return new Table(columns.ToImmutable(), Rows(result, values), TableMetadata.Of(result));
    }

    /// <summary>Whether the space knows how its molecules are made.</summary>
    public static bool HasRoutes(CampaignResult result) =>
        result.Molecules.Any(molecule => molecule.Candidate.Route is not null);

    // Beside the leading objective's prediction, which every campaign has: all wishes, and the place among compromises.
    private static IEnumerable<TableColumn> WishColumns(CampaignResult result)
    {
        if (result.Front is not null)
        {
            yield return new(
                "layer",
                ColumnType.Whole,
                "",
                "1 on the front of what is computed, 2 behind it, and so on"
            );
            yield return new(
                "chance_on_front",
                ColumnType.Real,
                "",
                "chance to be on the front of all candidates, by the models"
            );
        }

        if (!result.Spec.Constraints.IsEmpty)
        {
            yield return new(
                "chance_feasible",
                ColumnType.Real,
                "",
                "chance to meet the constraints; 0 or 1 where computed"
            );
        }

        for (var i = 0; i < result.Wishes.Length; i++)
        {
            var wish = result.Wishes[i];
            yield return new(
                $"wish{i + 1}_{wish.Column}",
                ColumnType.Real,
                wish.Unit,
                $"{wish.Goal} at {wish.Level}: value, or prediction"
            );
            yield return new(
                $"wish{i + 1}_sd_{wish.Column}",
                ColumnType.Real,
                wish.Unit,
                "its standard deviation; 0 where it is known"
            );
        }
    }

    private static IEnumerable<object?> WishValues(CampaignResult result, MoleculeResult molecule)
    {
        if (result.Front is not null)
        {
            yield return molecule.Layer;
            yield return SixDigits(molecule.ChanceOnFront);
        }

        if (!result.Spec.Constraints.IsEmpty)
        {
            yield return SixDigits(molecule.ChanceFeasible);
        }

        foreach (var wish in molecule.Wishes)
        {
            yield return wish.Known ? wish.Value : SixDigits(wish.Value);
            yield return double.IsNaN(wish.Deviation) ? null : SixDigits(wish.Deviation);
        }
    }

    /// <summary>What may be computed, in the ladder's order and within a level in the order of the vocabulary.</summary>
    public static ImmutableArray<(string Level, string Property, string Unit)> PropertyColumns(CampaignResult result)
    {
        var ladder = result.Spec.Ladder.Select(rung => rung.Level).ToList();
        var known = Property.Known.Select(property => property.Name).ToList();
        return
        [
            .. result
                .Molecules.SelectMany(molecule => molecule.Values)
                .Select(value => (value.Level, value.Property, value.Unit))
                .Distinct()
                .OrderBy(value => Place(ladder, value.Level))
                .ThenBy(value => value.Property == result.Spec.Objective.Property ? -1 : Place(known, value.Property))
                .ThenBy(value => value.Property, StringComparer.Ordinal),
        ];

        static int Place(List<string> order, string name) =>
            order.IndexOf(name) is >= 0 and var place ? place : int.MaxValue;
    }

    /// <summary>A prediction with the six significant digits that it may claim.</summary>
    public static double? SixDigits(double? value) =>
        value is { } number
            ? double.Parse(number.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : null;

    public static string Word(CostBasis basis) => basis.ToString().ToLowerInvariant();

    private static TableColumn Column(ColumnNames names, (string Level, string Property, string Unit) value)
    {
        var property = Property.Declared(value.Property, value.Unit);
        return new TableColumn(
            names[value.Level, value.Property, value.Unit],
            ColumnType.Real,
            value.Unit,
            $"{value.Property} at {value.Level}. {property.Definition}"
        );
    }

    private static IEnumerable<object?[]> Rows(
        CampaignResult result,
        ImmutableArray<(string Level, string Property, string Unit)> values
    )
    {
        foreach (var molecule in result.Molecules.OrderBy(molecule => molecule.Rank))
        {
            var cost = molecule.Cost;
            yield return
            [
                molecule.Rank,
                molecule.Candidate.Id,
                molecule.Candidate.Row,
                molecule.Candidate.Smiles,
                molecule.Candidate.Charge,
                molecule.Candidate.Multiplicity,
                molecule.Status,
                molecule.Level,
                molecule.Failure,
                .. DoubtWords.Cells(result, molecule),
                .. RouteWords.Cells(result, molecule),
                .. values.Select(value => (object?)ValueAt(molecule, value.Level, value.Property)),
                .. WishValues(result, molecule),
                SixDigits(molecule.Predicted),
                SixDigits(molecule.PredictedDeviation),
                cost.Usage.CpuSeconds,
                Word(cost.Usage.Basis),
                cost.EnergyKilowattHours,
                Word(cost.EnergyBasis),
                cost.GramsCo2e,
            ];
        }
    }

    private static double? ValueAt(MoleculeResult molecule, string level, string property) =>
        molecule.Values.FirstOrDefault(value => value.Level == level && value.Property == property)?.Value;
}
