using System.Collections.Immutable;
using Lichen.Core.Budgets;
using Lichen.Core.Calculations;
using Lichen.Core.Objectives;
using Lichen.Core.Properties;

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
        ImmutableArray<RungSpec> ladder = draft.Ladder.IsDefault
            ? []
            : new LadderChecks(problems, notes).Resolve(draft.Ladder, draft.Objective);
        var objective = draft.Objective is null ? null : Objective(draft.Objective, ladder, !draft.Ladder.IsDefault);
        var grid = Grid(draft.Grid, draft.Budget);
        var budget = Budget(draft.Budget, draft.Ladder.IsDefault ? null : ladder);
        if (!problems.IsEmpty)
        {
            return null;
        }

        return new CampaignSpec(
            draft.Name ?? name,
            Path.GetFullPath(draft.Folder ?? ".", folder),
            draft.Space!,
            draft.Rules!,
            objective!,
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
        );
    }

    /// <summary>The draft that resolves to a specification as it is.</summary>
    public static CampaignDraft DraftOf(CampaignSpec spec)
    {
        var property = spec.Objective.Property;
        var unit = UnitOf(property, spec.Ladder) is { } known and not "1" ? known : "";
        var objective = new ObjectiveDraft(property, spec.Objective.Level, null, null, null);
        return new CampaignDraft(
            spec.Name,
            spec.Folder,
            spec.Space,
            spec.Rules,
            spec.Objective.Goal switch
            {
                Minimise => objective with { Goal = GoalWord.Minimise },
                Maximise => objective with { Goal = GoalWord.Maximise },
                Target target => objective with { Target = new QuantityText(target.Value, unit) },
                InRange range => objective with { Range = new RangeOf(range.Low, range.High, unit) },
                _ => throw new System.Diagnostics.UnreachableException(),
            },
            spec.Hits,
            [.. spec.Ladder.Select(rung => new RungDraft(rung.Level, rung.Engine, rung.Table, rung.Command))],
            spec.Conformers,
            spec.Budget.IsUnlimited
                ? null
                : new BudgetDraft(
                    spec.Budget.CoreSeconds,
                    spec.Budget.EnergyKilowattHours,
                    spec.Budget.GramsCo2e,
                    spec.Budget.Money is { } money ? new Money(money, spec.Grid.Currency) : null,
                    spec.Budget.WallSeconds,
                    spec.Budget.Counts
                ),
            new GridDraft(
                spec.Grid.Region,
                spec.Grid.GramsPerKilowattHour,
                spec.Grid.Pue,
                new Money(spec.Grid.MoneyPerCoreHour, spec.Grid.Currency)
            ),
            spec.Limits,
            spec.Stop,
            spec.Workers,
            spec.Seed,
            spec.Use
        );
    }

    private void CheckSpace(SpaceSpec? space)
    {
        if (space is null || !space.File.Contains(".smi", StringComparison.OrdinalIgnoreCase))
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

    private Objective? Objective(ObjectiveDraft draft, ImmutableArray<RungSpec> ladder, bool ladderKnown)
    {
        var unit = UnitOf(draft.Property, ladder);
        if (unit is null && ladderKnown)
        {
            problems.Add(
                "objective.property",
                $"'{draft.Property}' is not a known property"
                    + NearestWord.Suggestion(draft.Property, Property.Known.Select(property => property.Name))
            );
        }

        var wishes = (draft.Goal is null ? 0 : 1) + (draft.Target is null ? 0 : 1) + (draft.Range is null ? 0 : 1);
        if (wishes != 1)
        {
            problems.Add(
                "objective",
                $"expected one of goal, target and range, found {(wishes == 0 ? "none" : $"{wishes}")}"
            );
            return null;
        }

        if (unit is not null)
        {
            CheckUnit("objective.target", draft.Target?.Unit, draft.Property, unit);
            CheckUnit("objective.range", draft.Range?.Unit, draft.Property, unit);
        }

        Goal goal =
            draft.Goal is { } word ? (word == GoalWord.Minimise ? new Minimise() : new Maximise())
            : draft.Target is { } target ? new Target(target.Value)
            : new InRange(draft.Range!.Value.Low, draft.Range!.Value.High);
        return new Objective(draft.Property, Spelling.Canonical(draft.Level).ToString(), goal);
    }

    private void CheckUnit(string path, string? found, string property, string unit)
    {
        // A number without unit is written as such, and declared as '1'.
        if (found is not null && found != unit && !(found.Length == 0 && unit == "1"))
        {
            problems.Add(
                path,
                found.Length == 0
                    ? $"expected a value in {unit}, the unit of {property}, found a number without a unit"
                    : $"expected a value in {unit}, the unit of {property}, found one in '{found}'"
            );
        }
    }

    private static string? UnitOf(string property, ImmutableArray<RungSpec> ladder) =>
        Property.Find(property)?.Unit
        ?? ladder
            .Select(rung =>
                rung.Table?.Units.GetValueOrDefault(property) ?? rung.Command?.Properties.GetValueOrDefault(property)
            )
            .FirstOrDefault(unit => unit is not null);

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
        );
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
