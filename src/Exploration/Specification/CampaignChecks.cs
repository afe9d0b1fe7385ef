using System.Collections.Immutable;
using Lichen.Core;
using Lichen.Core.Budgets;
using Lichen.Core.Calculations;
using Lichen.Core.Objectives;
using Lichen.Core.Properties;
using Lichen.Exploration.Spaces;

namespace Lichen.Exploration.Specification;

/// <summary>Checks the parts of a campaign against each other and makes every default explicit.</summary>
internal sealed class CampaignChecks(ProblemList problems, List<FileNote> notes)
{
    /// <summary>The specification, or null when there are problems.</summary>
    /// <param name="name">Name of the campaign where the file gives none.</param>
    /// <param name="folder">Absolute folder of the file.</param>
    /// <param name="cores">Workers where the file gives none.</param>
    public CampaignSpec? Resolve(CampaignDraft draft, string name, string folder, int cores)
    {
        CheckSpace(draft.Space);
        MakingChecks.Check(draft, problems);
        CheckWishes(draft);
        CheckConformers(draft.Conformers);
        draft = draft.WithEnsemble();
        ImmutableArray<RungSpec> ladder = draft.Ladder.IsDefault
            ? []
            : new LadderChecks(problems, notes).Resolve(draft.Ladder, [.. draft.Wishes()]);
        var wishes = new WishChecks(problems, ladder, ladderKnown: !draft.Ladder.IsDefault);
        var objectives = Wishes(draft, false)
            .Select(wish => wishes.Objective(wish.Draft, wish.Path))
            .OfType<Objective>()
            .ToList();
        var constraints = Wishes(draft, true)
            .Select(wish => wishes.Constraint(wish.Draft, wish.Path))
            .OfType<Constraint>()
            .ToImmutableArray();
        var grid = Grid(draft.Grid, draft.Budget);
        var budget = Budget(draft.Budget, draft.Ladder.IsDefault ? null : ladder);
        if (!problems.IsEmpty)
        {
            return null;
        }

        var leading = objectives.First(objective => objective.Level == ladder[^1].Level);
        return new CampaignSpec(
            draft.Name ?? name,
            Path.GetFullPath(draft.Folder ?? ".", folder),
            draft.Space!,
            draft.Rules!,
            leading,
            draft.Hits,
            ladder,
            draft.Conformers!,
            budget,
            grid!,
            draft.Limits!,
            draft.Stop!,
            draft.Workers ?? Math.Max(1, cores),
            draft.Seed,
            draft.Use
        )
        {
            Others = [.. objectives.Where(objective => objective != leading)],
            Constraints = constraints,
            Routes = draft.Routes,
        };
    }

    // A property that nothing knows is said to be unknown, and that is enough.
    private static bool IsNamed(ObjectiveDraft wish, CampaignDraft draft) =>
        Property.Find(wish.Property) is not null
        || !draft.Ladder.IsDefault
            && draft.Ladder.Any(rung =>
                rung.Table?.Units.ContainsKey(wish.Property) == true
                || rung.Command?.Properties.ContainsKey(wish.Property) == true
                || rung.Model?.Property == wish.Property
            );

    private static IEnumerable<(ObjectiveDraft Draft, string Path, bool IsConstraint)> Wishes(
        CampaignDraft draft,
        bool constraints
    ) => draft.Wishes().Where(wish => wish.IsConstraint == constraints);

    // What is written and changes nothing was meant to change something.
    private void CheckConformers(ConformerSpec? conformers)
    {
        if (conformers is null or { Weights: ConformerWeights.Boltzmann })
        {
            return;
        }

        if (conformers is { Weights: null, WindowKilocaloriesPerMole: not ConformerEnsemble.UsualWindow })
        {
            problems.Add(
                "conformers.window",
                "a window counts for levels over conformers: add 'weights: lowest' or 'weights: boltzmann', "
                    + "or write it in the level, such as 'GFN2-xTB, conformers(20, 3 kcal/mol)'"
            );
        }

        if (conformers.Temperature != LevelOfTheory.RoomTemperature)
        {
            problems.Add(
                "conformers.temperature",
                "a temperature counts for Boltzmann weights: add 'weights: boltzmann', or write it in the level, "
                    + "such as 'GFN2-xTB, Boltzmann(20), 350 K'"
            );
        }
    }

    private void CheckWishes(CampaignDraft draft)
    {
        if (draft.Objective is not null && draft.Objectives is { IsDefaultOrEmpty: false })
        {
            problems.Add("objectives", "expected one of objective and objectives, found both");
        }
        else if (!problems.Has("objective") && !problems.Has("objectives"))
        {
            problems.Add(
                "",
                "the key 'objective' is missing: expected an objective, or a list of them under 'objectives'"
            );
        }

        var seen = new HashSet<(string, string)>();
        foreach (var (wish, path, isConstraint) in draft.Wishes())
        {
            if (wish.OfStructure && !Property.OfStructure.Any(property => property.Name == wish.Property))
            {
                problems.Add(
                    $"{path}.property",
                    $"'{wish.Property}' does not follow from the structure; what does is "
                        + string.Join(", ", Property.OfStructure.Select(property => property.Name))
                );
            }
            else if (wish.Level is null && !wish.OfStructure && IsNamed(wish, draft))
            {
                problems.Add(
                    path,
                    $"the key 'level' is missing: '{wish.Property}' is computed at a level of theory such as 'GFN2-xTB'"
                );
            }

            if (wish.At is not null && wish.Level is null)
            {
                problems.Add($"{path}.at", "conditions belong to a level of theory, and none is named");
            }
            else if (wish.At?.Solvent is not null && wish.SaysSolvent)
            {
                problems.Add($"{path}.at.solvent", $"the level '{wish.Level}' names a solvent already: write it once");
            }

            if (wish is { At.Temperature: not LevelOfTheory.RoomTemperature, Level: not null, SaysTemperature: true })
            {
                problems.Add(
                    $"{path}.at.temperature",
                    $"the level '{wish.Level}' names a temperature already: write it once"
                );
            }

            if (!isConstraint && !seen.Add((wish.Property, wish.Level ?? "")))
            {
                problems.Add(path, $"'{wish.Property}' at this level is an objective twice");
            }
        }

        if (draft.Wishes().Any() && Wishes(draft, false).All(wish => wish.Draft.OfStructure))
        {
            problems.Add(
                Wishes(draft, false).Select(wish => wish.Path).FirstOrDefault("objectives"),
                "nothing would be computed: every objective follows from the structure; "
                    + "name one that a level of theory gives, or sort the list by the structure alone"
            );
        }
    }

    private void CheckSpace(SpaceSpec? space)
    {
        if (space is null)
        {
            return;
        }

        if (space.Reactions is null && space.File.Length == 0)
        {
            problems.Add(
                "space",
                $"the key 'file' is missing: expected a file ending in {SpaceFile.Endings}; or "
                    + "building_blocks, for what reactions make of them"
            );
        }

        if (space.Reactions is not null && space.File.Length > 0)
        {
            problems.Add("space.file", "expected file or building_blocks, found both kinds of space");
        }

        if (space.Reactions is { BuildingBlocks.Length: 0 })
        {
            problems.Add(
                "space",
                "the key 'building_blocks' is missing: reactions need a file of molecules that react"
            );
        }

        var file = space.Reactions?.BuildingBlocks ?? space.File;
        if (!file.Contains(".smi", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        if (space.SmilesColumn is not null)
        {
            problems.Add("space.smiles_column", "a .smi file has no columns: each line is a SMILES, then a name");
        }

        if (space.IdColumn is not null)
        {
            problems.Add("space.id_column", "a .smi file has no columns: each line is a SMILES, then a name");
        }
    }

    private GridSpec? Grid(GridDraft? grid, BudgetDraft? budget)
    {
        if (grid is null)
        {
            return null;
        }

        if (grid is { Region: not null, GramsPerKilowattHour: not null })
        {
            problems.Add("grid", "expected region or intensity, found both");
        }

        if (budget?.Money is { } money)
        {
            if (grid.Price is not { Amount: > 0 } price)
            {
                problems.Add(
                    "budget.money",
                    "money can only be spent at a price; add grid.price, such as 0.05 EUR/core-hour"
                );
            }
            else if (price.Currency != money.Currency)
            {
                problems.Add(
                    "budget.money",
                    $"expected an amount in {price.Currency}, the currency of grid.price, found one in {money.Currency}"
                );
            }
        }

        return new GridSpec(
            grid.Region?.ToUpperInvariant(),
            grid.GramsPerKilowattHour,
            grid.Pue,
            grid.Price?.Amount ?? 0,
            grid.Price?.Currency ?? "EUR"
        )
        {
            EmbodiedGramsPerCoreHour = grid.Embodied ?? 0,
        };
    }

    private Budget Budget(BudgetDraft? budget, ImmutableArray<RungSpec>? ladder)
    {
        if (budget is null)
        {
            return Core.Budgets.Budget.Unlimited;
        }

        var counts = ImmutableSortedDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var (text, count) in budget.Counts)
        {
            var path = $"budget.calculations.{text}";
            var level = LevelOfTheory.TryParse(text, out var parsed, out _)
                ? Spelling.Canonical(parsed).ToString()
                : text;
            if (ladder is { } rungs && rungs.All(rung => rung.Level != level))
            {
                problems.Add(
                    path,
                    $"'{text}' is not a level of the ladder{NearestWord.Suggestion(level, rungs.Select(rung => rung.Level))}"
                );
            }
            else if (!counts.TryAdd(level, count))
            {
                problems.Add(path, $"the level '{level}' is here twice");
            }
        }

        var resolved = new Budget(
            budget.CoreSeconds,
            budget.KilowattHours,
            budget.GramsCo2e,
            budget.Money?.Amount,
            budget.WallSeconds,
            counts.ToImmutable()
        );
        if (resolved.IsUnlimited && budget.Counts.IsEmpty)
        {
            problems.Add(
                "budget",
                "expected at least one limit, found none; write 'budget: unlimited' if that is meant"
            );
        }

        return resolved;
    }
}
