using System.Collections.Immutable;
using Lichen.Core.Calculations;

namespace Lichen.Exploration.Specification;

/// <summary>
/// A campaign as its file writes it, nothing yet checked against another. Parts that could not be read are null.
/// </summary>
internal sealed record CampaignDraft(
    string? Name,
    string? Folder,
    SpaceSpec? Space,
    RuleSpec? Rules,
    ObjectiveDraft? Objective,
    ImmutableArray<ObjectiveDraft> Objectives,
    ImmutableArray<ObjectiveDraft> Constraints,
    int Hits,
    ImmutableArray<RungDraft> Ladder,
    ConformerSpec? Conformers,
    BudgetDraft? Budget,
    GridDraft? Grid,
    LimitSpec? Limits,
    StopSpec? Stop,
    int? Workers,
    ulong Seed,
    string? Use
)
{
    /// <summary>How molecules that can be made are asked for, or null.</summary>
    public RouteSpec? Routes { get; init; }

    /// <summary>All objectives and constraints that could be read, each with its path in the file.</summary>
    public IEnumerable<(ObjectiveDraft Draft, string Path, bool IsConstraint)> Wishes() =>
        new[] { (Draft: Objective!, Path: "objective", IsConstraint: false) }
            .Where(wish => wish.Draft is not null)
            .Concat(Listed(Objectives, "objectives", false))
            .Concat(Listed(Constraints, "constraints", true));

    /// <summary>
    /// The same with the campaign's ensemble in the name of every level that takes a geometry and names none; tables know
    /// levels by their whole names.
    /// </summary>
    public CampaignDraft WithEnsemble()
    {
        if (Conformers is not { Ensemble: { } ensemble } conformers)
        {
            return this;
        }

        var rungs = Ladder.IsDefault ? [] : Ladder;
        var fixedLevels = rungs
            .Where(rung =>
                rung.Table is not null
                || rung.Engine == "table"
                || rung.Model is not null
                || rung.Command is { Geometry: false }
            )
            .Select(rung => Spelling.Canonical(rung.Level).ToString())
            .ToHashSet();
        return this with
        {
            Ladder = Ladder.IsDefault ? Ladder : [.. rungs.Select(rung => rung with { Level = Over(rung.Level) })],
            Objective = Objective is null ? null : Asked(Objective),
            Objectives = Objectives.IsDefault ? Objectives : [.. Objectives.Select(Asked)],
            Constraints = Constraints.IsDefault ? Constraints : [.. Constraints.Select(Asked)],
        };

        ObjectiveDraft Asked(ObjectiveDraft wish) =>
            wish.OfStructure || wish.Level is null ? wish : wish with { Level = Over(wish.Level), At = null };

        string Over(string text)
        {
            var level = Spelling.Canonical(text);
            if (level.Ensemble is not null || fixedLevels.Contains(level.ToString()))
            {
                return text;
            }

            var isOwn =
                level.Temperature == LevelOfTheory.RoomTemperature && ensemble.Weights == ConformerWeights.Boltzmann;
            return (
                level with
                {
                    Ensemble = ensemble,
                    Temperature = isOwn ? conformers.Temperature : level.Temperature,
                }
            ).ToString();
        }
    }

    private static IEnumerable<(ObjectiveDraft Draft, string Path, bool IsConstraint)> Listed(
        ImmutableArray<ObjectiveDraft> drafts,
        string path,
        bool isConstraint
    ) => drafts.IsDefault ? [] : drafts.Select((draft, index) => (draft, $"{path}[{index + 1}]", isConstraint));
}

/// <summary>Exactly one of goal, target and range is there in a good file; a constraint has a range.</summary>
internal sealed record ObjectiveDraft(
    string Property,
    string? Level,
    GoalWord? Goal,
    QuantityText? Target,
    RangeOf? Range,
    double? Weight
)
{
    private readonly string? _level = Level;

    /// <summary>Level of theory, its conditions included; null where it is left out, as for what follows from the structure.</summary>
    public string? Level
    {
        get =>
            _level is null || At is null
                ? _level
                : _level
                    + (At.Solvent is { } solvent && !SaysSolvent ? $", ALPB({solvent})" : "")
                    + (
                        At.Temperature != LevelOfTheory.RoomTemperature && !SaysTemperature
                            ? $", {At.Temperature} K"
                            : ""
                    );
        init => _level = value;
    }

    /// <summary>A value that is just not good enough, or null.</summary>
    public QuantityText? Reference { get; init; }

    /// <summary>The best value that is thought of, or null.</summary>
    public QuantityText? Ideal { get; init; }

    /// <summary>Conditions that stand beside the level, or null.</summary>
    public AtDraft? At { get; init; }

    /// <summary>True when the level as written names a solvent.</summary>
    public bool SaysSolvent => Written?.Solvation is not null;

    /// <summary>True when the level as written names a temperature.</summary>
    public bool SaysTemperature => Written is { Temperature: not LevelOfTheory.RoomTemperature };

    private LevelOfTheory? Written =>
        _level is not null && LevelOfTheory.TryParse(_level, out var level, out _) ? level : null;

    /// <summary>True when the property follows from the structure and no level is named.</summary>
    public bool OfStructure =>
        Level == Core.Objectives.Objective.Structure
        || Level is null && Core.Properties.Property.OfStructure.Any(property => property.Name == Property);
}

/// <summary>Conditions of a wish.</summary>
/// <param name="Solvent">Null for the gas phase.</param>
/// <param name="Temperature">In kelvin.</param>
internal sealed record AtDraft(string? Solvent, double Temperature);

internal enum GoalWord
{
    Minimise,
    Maximise,
}

internal sealed record RungDraft(string Level, string? Engine, TableSpec? Table, CommandSpec? Command)
{
    public ModelSpec? Model { get; init; }
}

/// <summary>A budget with the currency of its money.</summary>
internal sealed record BudgetDraft(
    double? CoreSeconds,
    double? KilowattHours,
    double? GramsCo2e,
    Money? Money,
    double? WallSeconds,
    ImmutableSortedDictionary<string, int> Counts
);

internal sealed record GridDraft(string? Region, double? GramsPerKilowattHour, double Pue, Money? Price)
{
    /// <summary>g CO2e for each hour of CPU time.</summary>
    public double? Embodied { get; init; }
}
