using System.Collections.Immutable;
using Lichen.Core.Calculations;

namespace Lichen.Exploration.Specification;

internal static class LadderFields
{
    public static readonly TextKind LevelText = new(
        "a level of theory such as 'GFN2-xTB' or 'B3LYP/def2-SVP//GFN2-xTB'",
        LevelProblem
    );

    /// <summary>What is wrong with the text of a level, to stand behind a message; null when nothing is.</summary>
    public static string? LevelProblem(string text) =>
        LevelOfTheory.TryParse(text, out _, out var problem) ? null : $"; {problem}";

    private static readonly TextKind Unit = new("a unit such as 'eV'; for a number without unit write '1'");

    private static readonly Field<TableSpec, string> TableFile = new(
        "file",
        new TextKind("a .csv file"),
        table => table.File,
        "CSV file with a header."
    );

    private static readonly Field<TableSpec, string> TableKey = new(
        "key",
        new TextKind("the name of a column"),
        table => table.Key,
        "Column that names the molecule: canonical SMILES where its name says smiles, else identifiers as in the space."
    );

    private static readonly Field<TableSpec, ImmutableSortedDictionary<string, string>> TableValues = new(
        "values",
        new MapKind<string>(
            new TextKind("the name of a column"),
            "a mapping from property to column, such as {homo_lumo_gap: gap_eV}"
        ),
        table => table.Values,
        "Column of each property."
    );

    private static readonly Field<TableSpec, ImmutableSortedDictionary<string, string>> TableUnits = new Field<
        TableSpec,
        ImmutableSortedDictionary<string, string>
    >(
        "units",
        Or.WordMap(new MapKind<string>(Unit, "a mapping from property to unit, such as {logP: '1'}"), "known"),
        table => table.Units,
        "Unit of each property that Lichen does not know."
    ).Default(ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    private static readonly Field<TableSpec, string?> CostColumn = new Field<TableSpec, string?>(
        "cost_column",
        Or.AbsentText(new TextKind("the name of a column")),
        table => table.CostColumn,
        "Column with the CPU seconds of each row. One of cost_column and cost is needed."
    ).Default(null);

    private static readonly Field<TableSpec, double?> Cost = new Field<TableSpec, double?>(
        "cost",
        Or.Absent(new QuantityKind(Dimension.CoreTime)),
        table => table.CostSeconds,
        "What each calculation is said to cost, such as 0.5 core-seconds."
    ).Default(null);

    private static readonly Section<TableSpec> Table = new(
        "a table",
        [TableFile, TableKey, TableValues, TableUnits, CostColumn, Cost],
        values => new TableSpec(
            values.Of(TableFile),
            values.Of(TableKey),
            values.Of(TableValues),
            values.Of(TableUnits),
            values.Of(CostColumn),
            values.Of(Cost)
        )
    );

    private static readonly Field<CommandSpec, ImmutableArray<string>> Program = new(
        "program",
        new ListKind<string>(
            new TextKind("a program or one of its arguments"),
            "a program and its arguments, such as [python3, my_model.py]",
            unique: false
        ),
        command => command.Program,
        "Program and its arguments; it gets JSON on standard input and gives JSON back. No shell reads this."
    );

    private static readonly Field<CommandSpec, ImmutableSortedDictionary<string, string>> Properties = new(
        "properties",
        new MapKind<string>(Unit, "a mapping from property to unit, such as {homo_lumo_gap: eV}"),
        command => command.Properties,
        "Properties that the program gives, each with its unit."
    );

    private static readonly Field<CommandSpec, string> Version = new(
        "version",
        new TextKind("the version of the program, such as '1.0'"),
        command => command.Version,
        "Version of the program: results of another version are never taken for its own."
    );

    private static readonly Field<CommandSpec, bool> Geometry = new Field<CommandSpec, bool>(
        "geometry",
        new WordKind<bool>(("true", true), ("false", false)),
        command => command.Geometry,
        "True when the program wants a start geometry."
    ).Default(false);

    private static readonly Field<CommandSpec, double?> GraphicsCard = new Field<CommandSpec, double?>(
        "graphics_card",
        Or.Absent(new QuantityKind(Dimension.Power)),
        command => command.GraphicsWatts,
        "Power of the graphics card that the program uses, such as 300 W. Its energy is measured where the driver gives it, else this power over the elapsed time."
    ).Default(null);

    private static readonly Section<CommandSpec> Command = new(
        "a command",
        [Program, Properties, Version, Geometry, GraphicsCard],
        values => new CommandSpec(
            values.Of(Program),
            values.Of(Properties),
            values.Of(Version),
            values.Of(Geometry),
            values.Of(GraphicsCard)
        )
    );

    private static readonly Field<ModelSpec, string> ModelFile = new(
        "file",
        new TextKind("a model file such as gap.safetensors"),
        model => model.File,
        "What 'lichen model train' or 'lichen distil' wrote."
    );

    private static readonly Field<ModelSpec, string> ModelProperty = new(
        "property",
        new TextKind("the name of a property"),
        model => model.Property,
        "What it predicts, as properties are called here."
    );

    private static readonly Field<ModelSpec, string?> ModelUnit = new Field<ModelSpec, string?>(
        "unit",
        Or.AbsentText(Unit),
        model => model.Unit,
        "Unit of the property. Needed where Lichen does not know the property, or the model's card no unit."
    ).Default(null);

    private static readonly Section<ModelSpec> Model = new(
        "a model",
        [ModelFile, ModelProperty, ModelUnit],
        values => new ModelSpec(values.Of(ModelFile), values.Of(ModelProperty), values.Of(ModelUnit))
    );

    private static readonly Field<RungDraft, string> Level = new(
        "level",
        LevelText,
        rung => rung.Level,
        "Level of theory: METHOD[/BASIS][//GEOMETRY][, MODEL(SOLVENT)]."
    );

    private static readonly Field<RungDraft, string?> Engine = new Field<RungDraft, string?>(
        "engine",
        Or.WordText(
            new WordKind<string>(
                ("xtb", "xtb"),
                ("mopac", "mopac"),
                ("psi4", "psi4"),
                ("nwchem", "nwchem"),
                ("potential", "potential"),
                ("model", "model"),
                ("table", "table"),
                ("command", "command")
            ),
            "automatic"
        ),
        rung => rung.Engine,
        "Program that computes the level. Automatic: model, table or command where one is given, else by the method."
    ).Default(null);

    private static readonly Field<RungDraft, TableSpec?> RungTable = new Field<RungDraft, TableSpec?>(
        "table",
        Or.AbsentText(Table),
        rung => rung.Table,
        "Values looked up in a table instead of computed."
    ).Default(null);

    private static readonly Field<RungDraft, CommandSpec?> RungCommand = new Field<RungDraft, CommandSpec?>(
        "command",
        Or.AbsentText(Command),
        rung => rung.Command,
        "Your own program."
    ).Default(null);

    private static readonly Field<RungDraft, ModelSpec?> RungModel = new Field<RungDraft, ModelSpec?>(
        "model",
        Or.AbsentText(Model),
        rung => rung.Model,
        "A model of your own."
    ).Default(null);

    private static readonly Section<RungDraft> Rung = new(
        "a rung",
        [Level, Engine, RungModel, RungTable, RungCommand],
        values => new RungDraft(values.Of(Level), values.Of(Engine), values.Of(RungTable), values.Of(RungCommand))
        {
            Model = values.Of(RungModel),
        }
    );

    public static readonly Kind<ImmutableArray<RungDraft>> Ladder = new ListKind<RungDraft>(
        new ShortOrLong<RungDraft>(
            new Mapped<string, RungDraft>(
                LevelText,
                level => new RungDraft(level, null, null, null),
                rung => rung.Level
            ),
            Rung
        ),
        "a list of levels such as [GFN2-xTB//MMFF94, GFN2-xTB]",
        unique: false
    );
}
