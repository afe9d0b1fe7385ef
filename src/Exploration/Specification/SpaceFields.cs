namespace Lichen.Exploration.Specification;

internal static class SpaceFields
{
    private static readonly string[] Endings = [".smi", ".csv", ".sdf", ".smi.gz", ".csv.gz", ".sdf.gz"];

    private static readonly Field<SpaceSpec, string> File = new(
        "file",
        new TextKind("a file ending in .smi, .csv or .sdf, each also .gz", FileProblem),
        space => space.File,
        "File of molecules: .smi, .csv or .sdf, each also .gz; the path starts at this file. "
            + "rdkit-data:NCI/first_5K.smi names a file that comes with RDKit's data."
    );

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
        "Column of a .csv or field of an .sdf with your identifiers. Automatic: the column named id or name, "
            + "the name in a .smi, the title in an .sdf."
    ).Default(null);

    public static readonly Section<SpaceSpec> Section = new(
        "a space",
        [File, SmilesColumn, IdColumn],
        values => new SpaceSpec(values.Of(File), values.Of(SmilesColumn), values.Of(IdColumn))
    );

    private static string? FileProblem(string file) =>
        Endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) ? null : "";
}
