using System.Collections.Immutable;

namespace Lichen.Storage;

/// <summary>Rows with named columns, to be written as CSV or Parquet. Rows are streamed and read once.</summary>
/// <param name="Columns">Columns in order; units stand in their names.</param>
/// <param name="Rows">
/// One array per row, a value per column: string, long or int, double, bool, or null where there is none.
/// </param>
/// <param name="Metadata">What the file says of itself, such as the version of Lichen and the run.</param>
public sealed record Table(
    ImmutableArray<TableColumn> Columns,
    IEnumerable<object?[]> Rows,
    ImmutableSortedDictionary<string, string> Metadata
)
{
    public Table(ImmutableArray<TableColumn> columns, IEnumerable<object?[]> rows)
        : this(columns, rows, ImmutableSortedDictionary<string, string>.Empty) { }
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name with the unit, such as homo_lumo_gap_eV.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Unit">The unit in full text, such as bohr^3; empty where there is none.</param>
/// <param name="Description">What it is, for the file's metadata; may be empty.</param>
public sealed record TableColumn(string Name, ColumnType Type, string Unit = "", string Description = "");

/// <summary>What the values of a column are. Any of them may be missing.</summary>
public enum ColumnType
{
    Text,
    Whole,
    Real,
    Boolean,
}
