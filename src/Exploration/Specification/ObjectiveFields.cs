using Lichen.Core.Calculations;
using Lichen.Core.Objectives;

namespace Lichen.Exploration.Specification;

internal static class ObjectiveFields
{
    private static readonly Field<ObjectiveDraft, string> Property = new(
        "property",
        new TextKind("the name of a property such as 'homo_lumo_gap'"),
        objective => objective.Property,
        "Property that is wanted: homo_lumo_gap, homo_energy, lumo_energy (eV), dipole_moment (D), "
            + "isotropic_polarizability (bohr^3), total_energy (hartree), or one that a model, table or command declares."
    );

    private static readonly Field<ObjectiveDraft, string?> Level = new Field<ObjectiveDraft, string?>(
        "level",
        Or.AbsentText(
            new TextKind(
                "a level of theory such as 'GFN2-xTB' or 'B3LYP/def2-SVP//GFN2-xTB'",
                text => text == Objective.Structure ? null : LadderFields.LevelProblem(text)
            )
        ),
        objective => objective.Level,
        "Level of theory at which the wish counts: METHOD[/BASIS][//GEOMETRY][, MODEL(SOLVENT)][, conformers(N) or Boltzmann(N)][, T K]. "
            + "Left out for what follows from the structure, such as sa_score."
    ).Default(null);

    private static readonly Field<AtDraft, string?> Solvent = new Field<AtDraft, string?>(
        "solvent",
        Or.WordText(new TextKind("a solvent such as 'water'", SolventProblem), "none"),
        at => at.Solvent,
        "Implicit solvent, by the model that the level's program has: ALPB for the GFN methods. None: the gas phase."
    ).Default(null);

    private static readonly Field<AtDraft, double> Temperature = new Field<AtDraft, double>(
        "temperature",
        new QuantityKind(Dimension.Temperature),
        at => at.Temperature,
        "Temperature of free energies and of Boltzmann weights."
    ).Default(Core.Calculations.LevelOfTheory.RoomTemperature);

    private static readonly Section<AtDraft> Conditions = new(
        "conditions",
        [Solvent, Temperature],
        values => new AtDraft(values.Of(Solvent), values.Of(Temperature))
    );

    private static readonly Field<ObjectiveDraft, AtDraft?> At = new Field<ObjectiveDraft, AtDraft?>(
        "at",
        Or.AbsentText(Conditions),
        objective => objective.At,
        "Conditions of the wish, such as {solvent: water, temperature: 298.15 K}; they become part of its level."
    ).Default(null);

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

    private static readonly Field<ObjectiveDraft, double?> Weight = new Field<ObjectiveDraft, double?>(
        "weight",
        Or.Absent(new NumberKind("a number above 0, such as 2", 1e-6, 1e6)),
        objective => objective.Weight,
        "How much it counts beside the other objectives where molecules of one front are put in order. Left out: 1."
    ).Default(null);

    private static readonly Field<ObjectiveDraft, QuantityText?> Reference = new Field<ObjectiveDraft, QuantityText?>(
        "reference",
        Or.Absent(new PropertyValueKind()),
        objective => objective.Reference,
        "Beside other objectives: a value that is just not good enough, such as 4 eV; what is worse counts for nothing. "
            + "Left out: the worst of the pool."
    ).Default(null);

    private static readonly Field<ObjectiveDraft, QuantityText?> Ideal = new Field<ObjectiveDraft, QuantityText?>(
        "ideal",
        Or.Absent(new PropertyValueKind()),
        objective => objective.Ideal,
        "Beside other objectives: the best value that is thought of; with the reference it says how much a unit counts. "
            + "Left out: the best of the pool."
    ).Default(null);

    public static readonly Section<ObjectiveDraft> Section = new(
        "an objective",
        [Property, Level, At, Goal, Target, Range, Weight, Reference, Ideal],
        values => new ObjectiveDraft(
            values.Of(Property),
            values.Of(Level),
            values.Of(Goal),
            values.Of(Target),
            values.Of(Range),
            values.Of(Weight)
        )
        {
            At = values.Of(At),
            Reference = values.Of(Reference),
            Ideal = values.Of(Ideal),
        }
    );

    private static readonly Field<ObjectiveDraft, RangeOf> Allowed = new(
        "range",
        new RangeKind("a range with the unit of the property, such as 'at least 3 D' or '1.5 to 2.5 eV'", null),
        constraint => constraint.Range!.Value,
        "Values that are allowed, such as at least 3 D; both ends included."
    );

    public static readonly Section<ObjectiveDraft> Constraint = new(
        "a constraint",
        [Property, Level, At, Allowed],
        values => new ObjectiveDraft(values.Of(Property), values.Of(Level), null, null, values.Of(Allowed), null)
        {
            At = values.Of(At),
        }
    );

    private static string? SolventProblem(string solvent) =>
        solvent.AsSpan().IndexOfAny("(),/") < 0 ? null : "; its name alone, as in {solvent: water}";
}
