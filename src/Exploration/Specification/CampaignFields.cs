using System.Collections.Immutable;

namespace Lichen.Exploration.Specification;

/// <summary>
/// The keys of a campaign file: the one description from which the reader, the JSON Schema and the resolved file come.
/// </summary>
internal static class CampaignFields
{
    private static readonly Field<CampaignDraft, string?> Name = new Field<CampaignDraft, string?>(
        "name",
        Or.WordText(new TextKind("a name such as 'dyes'", NameProblem), "automatic"),
        draft => draft.Name,
        "Name of the campaign; the run folder is named after it. Automatic: the name of the file."
    ).Default(null);

    private static readonly Field<CampaignDraft, string?> Folder = new Field<CampaignDraft, string?>(
        "folder",
        Or.WordText(new TextKind("a folder"), "automatic"),
        draft => draft.Folder,
        "Folder in which relative paths of this file start. Automatic: the folder of the file."
    ).Default(null);

    private static readonly Field<CampaignDraft, SpaceSpec> Space = new(
        "space",
        SpaceFields.Section,
        draft => draft.Space!,
        "Where the molecules come from."
    );

    private static readonly Field<CampaignDraft, RuleSpec> Rules = new Field<CampaignDraft, RuleSpec>(
        "rules",
        RuleFields.Section,
        draft => draft.Rules!,
        "Cheap tests that a molecule must pass before anything is computed. Each refusal is counted with its reason."
    ).Default(RuleFields.Defaults);

    private static readonly Field<CampaignDraft, ObjectiveDraft?> Objective = new Field<CampaignDraft, ObjectiveDraft?>(
        "objective",
        Or.AbsentText(ObjectiveFields.Section),
        draft => draft.Objective,
        "What is wanted of which property at which level of theory. One of objective and objectives is needed."
    ).Default(null);

    private static readonly Field<CampaignDraft, ImmutableArray<ObjectiveDraft>> Objectives = new Field<
        CampaignDraft,
        ImmutableArray<ObjectiveDraft>
    >(
        "objectives",
        Or.AbsentList(new ListKind<ObjectiveDraft>(ObjectiveFields.Section, "a list of objectives", unique: false)),
        draft => draft.Objectives,
        "Several wishes at once, each with its own level: the answer is the front of molecules that nothing beats in all of them."
    ).Default([]);

    private static readonly Field<CampaignDraft, ImmutableArray<ObjectiveDraft>> Constraints = new Field<
        CampaignDraft,
        ImmutableArray<ObjectiveDraft>
    >(
        "constraints",
        Or.AbsentList(new ListKind<ObjectiveDraft>(ObjectiveFields.Constraint, "a list of constraints", unique: false)),
        draft => draft.Constraints,
        "What a molecule must have to count: properties with the values that are allowed, computed or of the structure."
    ).Default([]);

    private static readonly Field<CampaignDraft, RouteSpec?> Routes = new Field<CampaignDraft, RouteSpec?>(
        "routes",
        Or.AbsentText(RouteFields.Section),
        draft => draft.Routes,
        "Whether the molecules can be made: a search for routes from what can be bought, with a budget of its own."
    ).Default(null);

    private static readonly Field<CampaignDraft, int> Hits = new Field<CampaignDraft, int>(
        "hits",
        new IntegerKind("a whole number of molecules from 1, such as 33", 1, int.MaxValue),
        draft => draft.Hits,
        "How many molecules are wanted: the search improves the best so many."
    ).Default(10);

    private static readonly Field<CampaignDraft, ImmutableArray<RungDraft>> Ladder = new Field<
        CampaignDraft,
        ImmutableArray<RungDraft>
    >(
        "ladder",
        Or.WordList(LadderFields.Ladder, "automatic"),
        draft => draft.Ladder,
        "Levels of theory in order of trust, the cheapest first; the last is that of an objective. "
            + "Automatic: the levels of the objectives, and what they need for geometries."
    ).Default([]);

    private static readonly Field<CampaignDraft, ConformerSpec> Conformers = new Field<CampaignDraft, ConformerSpec>(
        "conformers",
        ConditionFields.Conformers,
        draft => draft.Conformers!,
        "How conformers are made, by ETKDG embedding and MMFF94 relaxation, and of which of them levels are."
    ).Default(ConditionFields.DefaultConformers);

    private static readonly Field<CampaignDraft, BudgetDraft?> Budget = new(
        "budget",
        Or.WordText(BudgetFields.Section, "unlimited"),
        draft => draft.Budget,
        "What chemistry may cost, in any of the currencies; the campaign stops before the first one is exceeded."
    );

    private static readonly Field<CampaignDraft, GridDraft> Grid = new Field<CampaignDraft, GridDraft>(
        "grid",
        BudgetFields.Grid,
        draft => draft.Grid!,
        "How energy becomes emissions, and core-hours money."
    ).Default(BudgetFields.DefaultGrid);

    private static readonly Field<CampaignDraft, LimitSpec> Limits = new Field<CampaignDraft, LimitSpec>(
        "limits",
        ConditionFields.Limits,
        draft => draft.Limits!,
        "Bounds of a single calculation; one that exceeds them is stopped and counted as failed."
    ).Default(ConditionFields.DefaultLimits);

    private static readonly Field<CampaignDraft, StopSpec> Stop = new Field<CampaignDraft, StopSpec>(
        "stop",
        ConditionFields.Stop,
        draft => draft.Stop!,
        "When to stop before the budget is spent."
    ).Default(ConditionFields.DefaultStop);

    private static readonly Field<CampaignDraft, int?> Workers = new Field<CampaignDraft, int?>(
        "workers",
        Or.Word(new IntegerKind("a whole number of workers from 1 to 1024, such as 2", 1, 1024), "automatic"),
        draft => draft.Workers,
        "Calculations at once. Automatic: one for each core of the machine."
    ).Default(null);

    private static readonly Field<CampaignDraft, ulong> Seed = new Field<CampaignDraft, ulong>(
        "seed",
        new SeedKind(),
        draft => draft.Seed,
        "Every random choice of the search follows from this number."
    ).Default(1);

    private static readonly Field<CampaignDraft, string?> Use = new Field<CampaignDraft, string?>(
        "use",
        Or.WordText(
            new WordKind<string>(("research", "research"), ("teaching", "teaching"), ("commercial", "commercial")),
            "unstated"
        ),
        draft => draft.Use,
        "What the results are for. A campaign whose use the licence of a potential forbids is refused."
    ).Default(null);

    public static readonly Section<CampaignDraft> Section = new(
        "a campaign",
        [
            Name,
            Folder,
            Space,
            Rules,
            Objective,
            Objectives,
            Constraints,
            Routes,
            Hits,
            Ladder,
            Conformers,
            Budget,
            Grid,
            Limits,
            Stop,
            Workers,
            Seed,
            Use,
        ],
        values => new CampaignDraft(
            values.Of(Name),
            values.Of(Folder),
            values.Of(Space),
            values.Of(Rules),
            values.Of(Objective),
            values.Of(Objectives),
            values.Of(Constraints),
            values.Of(Hits),
            values.Of(Ladder),
            values.Of(Conformers),
            values.Of(Budget),
            values.Of(Grid),
            values.Of(Limits),
            values.Of(Stop),
            values.Of(Workers),
            values.Of(Seed),
            values.Of(Use)
        )
        {
            Routes = values.Of(Routes),
        }
    );

    // The run folder is named after the campaign: the name is one folder name on every system.
    private static string? NameProblem(string name) =>
        name.Length <= 100 && name[0] != '.' && name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' ')
            ? null
            : "; it names a folder: letters, digits, space, '-', '_' and '.' only, at most 100, not '.' first";
}
