using System.Diagnostics;
using DuckDB.NET.Data;

namespace Lichen.Storage;

/// <summary>Tables as Parquet files, written by DuckDB.</summary>
public static class ParquetTable
{
    /// <summary>
    /// Writes a file whole or not at all. Its key-value metadata hold the table's own, and for each column its unit
    /// (<c>unit:NAME</c>) and description (<c>description:NAME</c>).
    /// </summary>
    /// <exception cref="StorageException">Not written; a file that was there is unchanged.</exception>
    public static void Write(string path, Table table)
    {
        Whole(path, part => WritePart(part, table));
    }

    /// <summary>Writes a file whole or not at all from the text of a table, of any length: what is not named is text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="writeCsv">Writes the table, with a header, to the path that it is given.</param>
    /// <param name="separator">Between its fields.</param>
    /// <param name="types">Of columns that are not text, by name.</param>
    /// <exception cref="StorageException">Not written; a file that was there is unchanged.</exception>
    public static void WriteFromCsv(
        string path,
        Action<string> writeCsv,
        char separator,
        IReadOnlyDictionary<string, ColumnType> types
    )
    {
        Whole(
            path,
            part =>
            {
                var text = part + ".text";
                try
                {
                    writeCsv(text);
                    using var connection = Open(part);
                    var cast = types.Select(pair =>
                        $"CAST({Identifier(pair.Key)} AS {SqlType(pair.Value)}) AS {Identifier(pair.Key)}"
                    );
                    Execute(
                        connection,
                        $"COPY (SELECT * REPLACE ({string.Join(", ", cast)}) FROM read_csv({Quoted(text)}, header = true, "
                            + $"delim = {Quoted(separator.ToString())}, quote = '\"', escape = '\"', all_varchar = true)) "
                            + $"TO {Quoted(part)} (FORMAT parquet, COMPRESSION zstd)"
                    );
                }
                finally
                {
                    File.Delete(text);
                }
            }
        );
    }

    private static void Whole(string path, Action<string> write)
    {
        try
        {
            WholeFile.Write(path, write);
        }
        catch (DuckDBException exception)
        {
            throw new StorageException(
                StorageProblem.Unusable,
                Path.GetFullPath(path),
                $"it could not be written, and what was there is unchanged: {exception.Message}",
                exception
            );
        }
    }

    // Rows beyond this go to disk beside the file, so that a long table needs no more memory than a short one.
    private static DuckDBConnection Open(string part)
    {
        var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        Execute(connection, $"SET memory_limit = '1GB'; SET temp_directory = {Quoted(part + ".spill")}");
        return connection;
    }

    private static void WritePart(string part, Table table)
    {
        using var connection = Open(part);
        var columns = table.Columns.Select(column => $"{Identifier(column.Name)} {SqlType(column.Type)}");
        Execute(connection, $"CREATE TABLE rows ({string.Join(", ", columns)})");
        using (var appender = connection.CreateAppender("rows"))
        {
            foreach (var values in table.Rows)
            {
                CsvTable.Require(table, values);
                var row = appender.CreateRow();
                for (var i = 0; i < values.Length; i++)
                {
                    Append(row, values[i], table.Columns[i]);
                }

                row.EndRow();
            }
        }

        Execute(connection, $"COPY rows TO {Quoted(part)} (FORMAT parquet, COMPRESSION zstd{KeyValues(table)})");
    }

    private static void Append(IDuckDBAppenderRow row, object? value, TableColumn column)
    {
        _ = (value, column.Type) switch
        {
            (null, _) => row.AppendNullValue(),
            (string text, ColumnType.Text) => row.AppendValue(text),
            (long number, ColumnType.Whole) => row.AppendValue(number),
            (int number, ColumnType.Whole) => row.AppendValue((long)number),
            (double number, ColumnType.Real) => double.IsNaN(number) ? row.AppendNullValue() : row.AppendValue(number),
            (bool truth, ColumnType.Boolean) => row.AppendValue(truth),
            _ => throw new ArgumentException($"Column {column.Name} holds {column.Type}, got {value.GetType().Name}."),
        };
    }

    private static string KeyValues(Table table)
    {
        var pairs = table
            .Metadata.Select(pair => (pair.Key, pair.Value))
            .Concat(table.Columns.Where(c => c.Unit.Length > 0).Select(c => ("unit:" + c.Name, c.Unit)))
            .Concat(
                table.Columns.Where(c => c.Description.Length > 0).Select(c => ("description:" + c.Name, c.Description))
            )
            .Select(pair => $"{Quoted(pair.Item1)}: {Quoted(pair.Item2)}")
            .ToArray();
        return pairs.Length == 0 ? "" : $", KV_METADATA {{{string.Join(", ", pairs)}}}";
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string SqlType(ColumnType type) =>
        type switch
        {
            ColumnType.Text => "VARCHAR",
            ColumnType.Whole => "BIGINT",
            ColumnType.Real => "DOUBLE",
            ColumnType.Boolean => "BOOLEAN",
            _ => throw new UnreachableException(),
        };

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
