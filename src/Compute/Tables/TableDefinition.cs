using System.Collections.Immutable;
using Lichen.Core.Calculations;
using Lichen.Core.Properties;

namespace Lichen.Compute.Tables;

/// <summary>How a CSV file answers for levels.</summary>
/// <param name="Path">The file, with a header line.</param>
/// <param name="Key">Which column names the candidates.</param>
/// <param name="KeyColumn">Header of that column.</param>
/// <param name="Levels">What it gives.</param>
public sealed record TableDefinition(string Path, TableKey Key, string KeyColumn, ImmutableArray<TableLevel> Levels);

/// <summary>What the key column holds.</summary>
public enum TableKey
{
    /// <summary>The candidates' own identifiers.</summary>
    Id,

    /// <summary>Canonical SMILES, as the candidates have them.</summary>
    Smiles,
}

/// <summary>A level of a table: its columns and its declared cost.</summary>
/// <param name="Columns">Header of each property's column; values are in the property's unit.</param>
/// <param name="CpuSeconds">Declared cost of one calculation where there is no column of costs, or none in a cell.</param>
/// <param name="CpuColumn">Header of a column of CPU seconds, or null.</param>
public sealed record TableLevel(
    LevelOfTheory Level,
    ImmutableArray<(Property Property, string Column)> Columns,
    double CpuSeconds,
    string? CpuColumn
);
