using System.Collections.Immutable;
using System.Globalization;
using Lichen.Core.Budgets;
using Lichen.Core.Objectives;
using Lichen.Exploration.Specification;

namespace Lichen.Studies.Fronts;

/// <summary>A table of molecules with the values of several wishes at one level, and what structures give beside.</summary>
/// <param name="Columns">What the table gives: name of the wish and its goal.</param>
/// <param name="OfStructure">Wishes that follow from the structure.</param>
/// <param name="Molecules">The molecules; a null value costs its calculation and fails.</param>
/// <param name="Most">Calculations in all, as a share of the molecules, or of their cost where that is known.</param>
/// <param name="Start">Share of them that is drawn before a model is asked.</param>
internal sealed record FrontProblem(
    string Name,
    ImmutableArray<(string Name, Goal Goal)> Columns,
    ImmutableArray<(string Name, Goal Goal)> OfStructure,
    ImmutableArray<FrontMolecule> Molecules,
    double Most,
    double Start,
    int Workers
)
{
    private const string Level = "table";

    public int Objectives => Columns.Length + OfStructure.Length;

    public double BruteForceSeconds => Molecules.Sum(molecule => molecule.Seconds);

    /// <summary>Writes the table and says what a campaign on it would be.</summary>
    public CampaignSpec Spec(string folder, ulong seed)
    {
        var file = Path.Combine(folder, $"{Name}.csv");
        if (!File.Exists(file))
        {
            File.WriteAllLines(
                file,
                Molecules
                    .Select((molecule, i) => string.Join(',', [$"{i + 1}", molecule.Smiles, .. molecule.Values.Select(Text), Text(molecule.Seconds)]))
                    .Prepend($"id,smiles,{string.Join(',', Columns.Select(column => column.Name))},cost_seconds")
            );
        }

        ImmutableArray<Objective> objectives =
        [
            .. Columns.Select(column => new Objective(column.Name, Level, column.Goal)),
            .. OfStructure.Select(wish => new Objective(wish.Name, Objective.Structure, wish.Goal)),
        ];
        var names = Columns.Select(column => KeyValuePair.Create(column.Name, column.Name));
        var units = Columns
            .Where(column => Core.Properties.Property.Find(column.Name) is null)
            .Select(column => KeyValuePair.Create(column.Name, "1"));
        return new CampaignSpec(
            Name,
            folder,
            new SpaceSpec(file, "smiles", "id"),
            new RuleSpec([], null, false, false, null, null, null, [], [], false),
            objectives[0],
            10,
            [
                new RungSpec(
                    Level,
                    "table",
                    new TableSpec(
                        file,
                        "id",
                        names.ToImmutableSortedDictionary(),
                        units.ToImmutableSortedDictionary(),
                        "cost_seconds",
                        null
                    ),
                    null
                ),
            ],
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

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}

/// <summary>A molecule of a <see cref="FrontProblem"/>.</summary>
/// <param name="Values">One per column.</param>
/// <param name="Seconds">CPU seconds of its calculation.</param>
internal sealed record FrontMolecule(string Smiles, ImmutableArray<double?> Values, double Seconds);
