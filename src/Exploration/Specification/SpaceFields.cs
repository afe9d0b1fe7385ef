using Lichen.Chemistry.Reactions;
using Lichen.Exploration.Spaces;

namespace Lichen.Exploration.Specification;

internal static class SpaceFields
{
    private static readonly string[] Endings = [".smi", ".csv", ".sdf", ".smi.gz", ".csv.gz", ".sdf.gz", ".parquet"];

    private static readonly TextKind MoleculeFile = new($"a file ending in {SpaceFile.Endings}", FileProblem);

    private static readonly Field<SpaceSpec, string?> File = new Field<SpaceSpec, string?>(
        "file",
        Or.AbsentText(MoleculeFile),
        space => space.File.Length == 0 ? null : space.File,
        $"File of molecules: {SpaceFile.Endings}; the path starts at this file. "
            + "rdkit-data:NCI/first_5K.smi names a file that comes with RDKit's data. "
            + "One of file and building_blocks is needed."
    ).Default(null);

    private static readonly Field<SpaceSpec, string?> BuildingBlocks = new Field<SpaceSpec, string?>(
        "building_blocks",
        Or.AbsentText(MoleculeFile),
        space => space.Reactions?.BuildingBlocks,
        "File of molecules that react: the space is what the reactions make of them in one step, never written out."
    ).Default(null);

    private static readonly Field<SpaceSpec, string?> Reactions = new Field<SpaceSpec, string?>(
        "reactions",
        Or.AbsentText(new TextKind("robust, or a file of reaction templates")),
        space => space.Reactions?.Templates,
        "With building_blocks: robust, the reactions that come with Lichen, or a file of your own: .json, or a reaction "
            + "SMARTS and a name on each line."
    ).Default(null);

    private static readonly Field<SpaceSpec, int?> Sample = new Field<SpaceSpec, int?>(
        "sample",
        Or.Absent(new IntegerKind("a whole number of products from 1 to 1000000", 1, 1_000_000)),
        space => space.Reactions?.Sample,
        "With building_blocks: products drawn uniformly to begin with; 2000 where it is not said."
    ).Default(null);

    private static readonly Field<SpaceSpec, int?> Grow = new Field<SpaceSpec, int?>(
        "grow",
        Or.Absent(new IntegerKind("a whole number of products from 0 to 100000", 0, 100_000)),
        space => space.Reactions?.Grow,
        "With building_blocks: products that a search adds to the candidates at a time, guided by the model, while the "
            + "campaign runs; 500 where it is not said, 0 adds none."
    ).Default(null);

    private static readonly Field<SpaceSpec, string?> SmilesColumn = new Field<SpaceSpec, string?>(
        "smiles_column",
        Or.WordText(new TextKind("the name of a column"), "automatic"),
        space => space.SmilesColumn,
        "Column of a .csv with the SMILES. Automatic: the column named smiles, in any case."
    ).Default(null);

    private static readonly Field<SpaceSpec, string?> IdColumn = new Field<SpaceSpec, string?>(
        "id_column",
        Or.WordText(new TextKind("the name of a column"), "automatic"),
        space => space.IdColumn,
        "Column of a .csv or .parquet or field of an .sdf with your identifiers. Automatic: the column named id or name, "
            + "the name in a .smi, the title in an .sdf."
    ).Default(null);

    public static readonly Section<SpaceSpec> Section = new(
        "a space",
        [File, BuildingBlocks, Reactions, Sample, Grow, SmilesColumn, IdColumn],
        values => new SpaceSpec(values.Of(File) ?? "", values.Of(SmilesColumn), values.Of(IdColumn))
        {
            Reactions = ReactionsOf(
                values.Of(BuildingBlocks),
                values.Of(Reactions),
                values.Of(Sample),
                values.Of(Grow)
            ),
        }
    );

    /// <summary>Products drawn to begin with, and added at a time, where the file says nothing.</summary>
    public const int UsualSample = 2000;

    public const int UsualGrow = 500;

    // Any of the keys makes it a space of reactions, so that one that is missing is told.
    private static ReactionSpec? ReactionsOf(string? blocks, string? templates, int? sample, int? grow) =>
        blocks is null && templates is null && sample is null && grow is null
            ? null
            : new ReactionSpec(
                blocks ?? "",
                templates ?? ReactionLibrary.RobustName,
                sample ?? UsualSample,
                grow ?? UsualGrow
            );

    private static string? FileProblem(string file) =>
        Endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) ? null : "";
}
