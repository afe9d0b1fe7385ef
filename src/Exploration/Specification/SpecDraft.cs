using System.Collections.Immutable;
using Lichen.Core.Objectives;

namespace Lichen.Exploration.Specification;

/// <summary>The reverse of <see cref="CampaignChecks"/>: what a file would say for a specification to come of it.</summary>
internal static class SpecDraft
{
    /// <summary>The draft that resolves to a specification as it is.</summary>
    public static CampaignDraft Of(CampaignSpec spec)
    {
        return new CampaignDraft(
            spec.Name,
            spec.Folder,
            spec.Space,
            spec.Rules,
            spec.HasOneWish ? Of(spec.Objective, spec.Ladder) : null,
            spec.HasOneWish ? [] : [.. spec.Objectives.Select(objective => Of(objective, spec.Ladder))],
            [
                .. spec.Constraints.Select(constraint =>
                    Of(new Objective(constraint.Property, constraint.Level, constraint.Range), spec.Ladder)
                ),
            ],
            spec.Hits,
            [
                .. spec.Ladder.Select(rung => new RungDraft(rung.Level, rung.Engine, rung.Table, rung.Command)
                {
                    Model = rung.Model,
                }),
            ],
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
            )
            {
                Embodied = spec.Grid.EmbodiedGramsPerCoreHour == 0 ? null : spec.Grid.EmbodiedGramsPerCoreHour,
            },
            spec.Limits,
            spec.Stop,
            spec.Workers,
            spec.Seed,
            spec.Use
        )
        {
            Routes = spec.Routes,
        };
    }

    private static ObjectiveDraft Of(Objective objective, ImmutableArray<RungSpec> ladder)
    {
        var unit = WishChecks.UnitOf(objective.Property, ladder) is { } known and not "1" ? known : "";
        var ofStructure = objective.Level == Core.Objectives.Objective.Structure;
        var draft = new ObjectiveDraft(
            objective.Property,
            ofStructure ? null : objective.Level,
            null,
            null,
            null,
            objective.Weight == 1 ? null : objective.Weight
        )
        {
            Reference = objective.Reference is { } worst ? new QuantityText(worst, unit) : null,
            Ideal = objective.Ideal is { } best ? new QuantityText(best, unit) : null,
        };
        return objective.Goal switch
        {
            Minimise => draft with { Goal = GoalWord.Minimise },
            Maximise => draft with { Goal = GoalWord.Maximise },
            Target target => draft with { Target = new QuantityText(target.Value, unit) },
            InRange range => draft with { Range = new RangeOf(range.Low, range.High, unit) },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
