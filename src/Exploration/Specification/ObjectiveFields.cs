using Lichen.Core.Calculations;

namespace Lichen.Exploration.Specification;

internal static class ObjectiveFields
{
    private static readonly Field<ObjectiveDraft, string> Property = new(
        "property",
        new TextKind("the name of a property such as 'homo_lumo_gap'"),
        objective => objective.Property,
        "Property that is wanted: homo_lumo_gap, homo_energy, lumo_energy (eV), dipole_moment (D), "
            + "isotropic_polarizability (bohr^3), total_energy (hartree), or one that a table or command declares."
    );

    private static readonly Field<ObjectiveDraft, string> Level = new(
        "level",
        LadderFields.LevelText,
        objective => objective.Level,
        "Level of theory at which the wish counts: METHOD[/BASIS][//GEOMETRY][, MODEL(SOLVENT)]."
    );

    private static readonly Field<ObjectiveDraft, GoalWord?> Goal = new Field<ObjectiveDraft, GoalWord?>(
        "goal",
        Or.Absent(new WordKind<GoalWord>(("minimise", GoalWord.Minimise), ("maximise", GoalWord.Maximise))),
        objective => objective.Goal,
        "As low or as high as possible. One of goal, target and range is needed."
    ).Default(null);

    private static readonly Field<ObjectiveDraft, QuantityText?> Target = new Field<ObjectiveDraft, QuantityText?>(
        "target",
        Or.Absent(new PropertyValueKind()),
        objective => objective.Target,
        "As near as possible to this value, such as 2.0 eV."
    ).Default(null);

    private static readonly Field<ObjectiveDraft, RangeOf?> Range = new Field<ObjectiveDraft, RangeOf?>(
        "range",
        Or.Absent(new RangeKind("a range with the unit of the property, such as '1.5 to 2.5 eV'", null)),
        objective => objective.Range,
        "Inside these two values, such as 1.5 to 2.5 eV; both ends included."
    ).Default(null);

    public static readonly Section<ObjectiveDraft> Section = new(
        "an objective",
        [Property, Level, Goal, Target, Range],
        values => new ObjectiveDraft(
            values.Of(Property),
            values.Of(Level),
            values.Of(Goal),
            values.Of(Target),
            values.Of(Range)
        )
    );
}
