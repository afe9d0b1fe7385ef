using System.Globalization;
using System.Text;

namespace Lichen.Storage;

/// <summary>
/// Tables as CSV after RFC 4180, except that lines end in LF alone: UTF-8, a header, a point as decimal sign, missing
/// values empty, reals with as many digits as bring back the same double.
/// </summary>
public static class CsvTable
{
    /// <summary>Writes a file whole or not at all: it appears under its name when it is complete.</summary>
    /// <exception cref="StorageException">Not written; a file that was there is unchanged.</exception>
    public static void Write(string path, Table table) =>
        WholeFile.Write(
            path,
            part =>
            {
                using var writer = new StreamWriter(part, append: false, new UTF8Encoding(false));
                Write(writer, table);
            }
        );

    /// <summary>Writes a table to an open writer.</summary>
    public static void Write(TextWriter writer, Table table)
    {
        for (var i = 0; i < table.Columns.Length; i++)
        {
            Separate(writer, i);
            WriteText(writer, table.Columns[i].Name, lone: table.Columns.Length == 1);
        }

        writer.Write('\n');
        foreach (var row in table.Rows)
        {
            Require(table, row);
            for (var i = 0; i < row.Length; i++)
            {
                Separate(writer, i);
                WriteText(writer, Format(row[i], table.Columns[i]), lone: row.Length == 1);
            }

            writer.Write('\n');
        }
    }

    internal static void Require(Table table, object?[] row)
    {
        if (row.Length != table.Columns.Length)
        {
            throw new ArgumentException($"A row has {row.Length} values for {table.Columns.Length} columns.");
        }
    }

    private static string Format(object? value, TableColumn column) =>
        (value, column.Type) switch
        {
            (null, _) => "",
            (string text, ColumnType.Text) => text,
            (long number, ColumnType.Whole) => number.ToString(CultureInfo.InvariantCulture),
            (int number, ColumnType.Whole) => number.ToString(CultureInfo.InvariantCulture),
            (double number, ColumnType.Real) => double.IsNaN(number)
                ? ""
                : number.ToString("R", CultureInfo.InvariantCulture),
            (bool truth, ColumnType.Boolean) => truth ? "true" : "false",
            _ => throw new ArgumentException($"Column {column.Name} holds {column.Type}, got {value.GetType().Name}."),
        };

    internal static void Separate(TextWriter writer, int index)
    {
        if (index > 0)
        {
            writer.Write(',');
        }
    }

    internal static void WriteText(TextWriter writer, string text, bool lone)
    {
        // A lone empty field would read as an empty line.
        if (text.AsSpan().IndexOfAny(",\"\r\n") < 0 && !(lone && text.Length == 0))
        {
            writer.Write(text);
            return;
        }

        writer.Write('"');
        writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        writer.Write('"');
    }
}
