using System.Collections.Immutable;

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
);

/// <summary>Exactly one of goal, target and range is there in a good file.</summary>
internal sealed record ObjectiveDraft(
    string Property,
    string Level,
    GoalWord? Goal,
    QuantityText? Target,
    RangeOf? Range
);

internal enum GoalWord
{
    Minimise,
    Maximise,
}

internal sealed record RungDraft(string Level, string? Engine, TableSpec? Table, CommandSpec? Command);

/// <summary>A budget with the currency of its money.</summary>
internal sealed record BudgetDraft(
    double? CoreSeconds,
    double? KilowattHours,
    double? GramsCo2e,
    Money? Money,
    double? WallSeconds,
    ImmutableSortedDictionary<string, int> Counts
);

internal sealed record GridDraft(string? Region, double? GramsPerKilowattHour, double Pue, Money? Price);
