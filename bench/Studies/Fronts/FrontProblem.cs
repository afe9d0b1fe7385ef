using System.Collections.Immutable;
using System.Globalization;
using Lichen.Core.Budgets;
using Lichen.Core.Objectives;
using Lichen.Exploration.Specification;

namespace Lichen.Studies.Fronts;

/// <summary>A table of molecules with the values of several wishes at each rung, and what structures give beside.</summary>
/// <param name="Rungs">Names of the rungs, cheapest first.</param>
/// <param name="Columns">What the table gives: name of the wish and its goal.</param>
/// <param name="OfStructure">Wishes that follow from the structure.</param>
/// <param name="Molecules">The molecules; a null value costs its calculation and fails.</param>
/// <param name="Most">Calculations in all, as a share of the molecules, or of their cost where that is known.</param>
/// <param name="Start">Share of them that is drawn before a model is asked.</param>
internal sealed record FrontProblem(
    string Name,
    ImmutableArray<string> Rungs,
    ImmutableArray<(string Name, Goal Goal)> Columns,
    ImmutableArray<(string Name, Goal Goal)> OfStructure,
    ImmutableArray<FrontMolecule> Molecules,
    double Most,
    double Start,
    int Workers
)
{
    /// <summary>What all molecules cost at the last rung.</summary>
    public double BruteForceSeconds => Molecules.Sum(molecule => molecule.Seconds[^1]);

    /// <summary>The same without the cheap rungs.</summary>
    public FrontProblem TopOnly() =>
        this with
        {
            Name = Name + "-one-rung",
            Rungs = [Rungs[^1]],
            Molecules = [.. Molecules.Select(m => new FrontMolecule(m.Smiles, [m.Values[^1]], [m.Seconds[^1]]))],
        };

    /// <summary>Writes the table and says what a campaign on it would be.</summary>
    public CampaignSpec Spec(string folder, ulong seed)
    {
        var file = Path.Combine(folder, $"{Name}.csv");
        if (!File.Exists(file))
        {
            var header = Rungs.SelectMany(
                (_, rung) => Columns.Select(column => $"{column.Name}_{rung}").Append($"cost_{rung}")
            );
            File.WriteAllLines(
                file,
                Molecules
                    .Select((molecule, i) => string.Join(',', [$"{i + 1}", molecule.Smiles, .. Fields(molecule)]))
                    .Prepend($"id,smiles,{string.Join(',', header)}")
            );
        }

        ImmutableArray<Objective> objectives =
        [
            .. Columns.Select(column => new Objective(column.Name, Rungs[^1], column.Goal)),
            .. OfStructure.Select(wish => new Objective(wish.Name, Objective.Structure, wish.Goal)),
        ];
        return new CampaignSpec(
            Name,
            folder,
            new SpaceSpec(file, "smiles", "id"),
            new RuleSpec([], null, false, false, null, null, null, [], [], false),
            objectives[0],
            10,
            [.. Rungs.Select((level, rung) => new RungSpec(level, "table", Table(file, rung), null))],
            new ConformerSpec(1, 1),
            Budget.Unlimited with
            {
                CoreSeconds = Most * BruteForceSeconds,
            },
            new GridSpec(null, null, 1, 0, "EUR"),
            new LimitSpec(3600, 4),
            new StopSpec(0, int.MaxValue),
            Workers,
            seed
        )
        {
            Others = objectives[1..],
        };
    }

    private TableSpec Table(string file, int rung) =>
        new(
            file,
            "id",
            Columns
                .Select(column => KeyValuePair.Create(column.Name, $"{column.Name}_{rung}"))
                .ToImmutableSortedDictionary(),
            Columns
                .Where(column => Core.Properties.Property.Find(column.Name) is null)
                .Select(column => KeyValuePair.Create(column.Name, "1"))
                .ToImmutableSortedDictionary(),
            $"cost_{rung}",
            null
        );

    private IEnumerable<string> Fields(FrontMolecule molecule) =>
        Rungs.SelectMany((_, rung) => molecule.Values[rung].Select(Text).Append(Text(molecule.Seconds[rung])));

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}

/// <summary>A molecule of a <see cref="FrontProblem"/>.</summary>
/// <param name="Values">One per rung and column.</param>
/// <param name="Seconds">CPU seconds of its calculation at each rung.</param>
internal sealed record FrontMolecule(
    string Smiles,
    ImmutableArray<ImmutableArray<double?>> Values,
    ImmutableArray<double> Seconds
)
{
    /// <summary>Values at the last rung, or null where one is missing.</summary>
    public IReadOnlyList<double>? Known =>
        Values[^1].All(value => value is not null) ? [.. Values[^1].Select(value => value!.Value)] : null;
}
