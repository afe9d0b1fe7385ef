using System.Collections.Immutable;
using Lichen.Core;
using Lichen.Core.Objectives;
using Lichen.Core.Properties;

namespace Lichen.Exploration.Specification;

/// <summary>Checks objectives and constraints against what the ladder's levels declare.</summary>
/// <param name="problems">Gets what is wrong.</param>
/// <param name="ladder">The levels.</param>
/// <param name="ladderKnown">False where the ladder itself could not be read: then no property is said to be unknown.</param>
internal sealed class WishChecks(ProblemList problems, ImmutableArray<RungSpec> ladder, bool ladderKnown)
{
    /// <summary>The objective; null where its goal is not one.</summary>
    public Objective? Objective(ObjectiveDraft draft, string path)
    {
        CheckProperty(draft, path);
        var wishes = (draft.Goal is null ? 0 : 1) + (draft.Target is null ? 0 : 1) + (draft.Range is null ? 0 : 1);
        if (wishes != 1)
        {
            problems.Add(path, $"expected one of goal, target and range, found {(wishes == 0 ? "none" : $"{wishes}")}");
            return null;
        }

        Goal goal =
            draft.Goal is { } word ? (word == GoalWord.Minimise ? new Minimise() : new Maximise())
            : draft.Target is { } target ? new Target(target.Value)
            : new InRange(draft.Range!.Value.Low, draft.Range!.Value.High);
        CheckEnds(draft, path, goal);
        return new Objective(draft.Property, LevelOf(draft), goal)
        {
            Weight = draft.Weight ?? 1,
            Reference = draft.Reference?.Value,
            Ideal = draft.Ideal?.Value,
        };
    }

    private void CheckEnds(ObjectiveDraft draft, string path, Goal goal)
    {
        if (path == "objective" && (draft.Reference is not null || draft.Ideal is not null))
        {
            problems.Add(
                path,
                "reference and ideal weigh several objectives against each other, and there is one; "
                    + "what is not good enough is a constraint"
            );
        }

        if (draft is { Reference: { } worst, Ideal: { } best } && goal.Loss(best.Value) >= goal.Loss(worst.Value))
        {
            problems.Add($"{path}.ideal", $"expected a value better than the reference, found {best.Value}");
        }
    }

    /// <summary>The constraint; null where it has no range.</summary>
    public Constraint? Constraint(ObjectiveDraft draft, string path)
    {
        CheckProperty(draft, path);
        return draft.Range is { } range
            ? new Constraint(draft.Property, LevelOf(draft), new InRange(range.Low, range.High))
            : null;
    }

    private static string LevelOf(ObjectiveDraft draft) =>
        draft.OfStructure ? Core.Objectives.Objective.Structure
        : draft.Level is null ? ""
        : Spelling.Canonical(draft.Level).ToString();

    private void CheckProperty(ObjectiveDraft draft, string path)
    {
        var unit = UnitOf(draft.Property, ladder);
        if (unit is null && ladderKnown)
        {
            problems.Add(
                $"{path}.property",
                $"'{draft.Property}' is not a known property"
                    + NearestWord.Suggestion(
                        draft.Property,
                        Property.Known.Concat(Property.OfStructure).Select(property => property.Name)
                    )
            );
        }

        if (unit is not null)
        {
            CheckUnit($"{path}.target", draft.Target?.Unit, draft.Property, unit);
            CheckUnit($"{path}.reference", draft.Reference?.Unit, draft.Property, unit);
            CheckUnit($"{path}.ideal", draft.Ideal?.Unit, draft.Property, unit);
            CheckUnit($"{path}.range", draft.Range?.Unit, draft.Property, unit);
        }
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

    /// <summary>Unit of a property, as the vocabulary or a rung declares it; null where none does.</summary>
    internal static string? UnitOf(string property, ImmutableArray<RungSpec> ladder) =>
        Property.Find(property)?.Unit
        ?? ladder.Select(rung => rung.UnitOf(property)).FirstOrDefault(unit => unit is not null);
}
