using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Lichen.Compute.Tables;

/// <summary>The numbers of a table, checked once when it is read.</summary>
internal sealed class TableValues
{
    private readonly Dictionary<string, double?[]> _rows = [];
    private readonly ImmutableArray<string> _columns;

    private TableValues(ImmutableArray<string> columns, string hash) => (_columns, Hash) = (columns, hash);

    /// <summary>First twelve hexadecimal digits of a SHA-256 of the file and of what its columns stand for: the table's version.</summary>
    public string Hash { get; }

    public int RowCount => _rows.Count;

    /// <summary>Reads the columns that a definition names, from a file that may be compressed (.gz).</summary>
    /// <exception cref="FormatException">
    /// The file is not what the definition says; the message names every problem with file, line and column, twenty at most.
    /// </exception>
    public static TableValues Read(TableDefinition definition)
    {
        var bytes = File.ReadAllBytes(definition.Path);
        Stream content = new MemoryStream(bytes);
        using var text = new StreamReader(
            definition.Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(content, CompressionMode.Decompress)
                : content
        );
        return Read(definition, text, HashOf(definition, bytes));
    }

    internal static TableValues Read(TableDefinition definition, TextReader text, string hash)
    {
        var problems = new List<string>();
        ImmutableArray<string> columns =
        [
            .. definition
                .Levels.SelectMany(level => level.Columns.Select(pair => pair.Column).Append(level.CpuColumn))
                .OfType<string>()
                .Distinct(),
        ];
        var table = new TableValues(columns, hash);
        try
        {
            table.Fill(definition, CsvRecords.Read(text), problems);
        }
        catch (FormatException problem)
        {
            problems.Add($"{definition.Path}: {problem.Message}");
        }

        return problems.Count == 0 ? table : throw new FormatException(string.Join('\n', problems));
    }

    /// <summary>A number of a candidate, or null when the table has none.</summary>
    public double? Find(string key, string column) =>
        _rows.TryGetValue(key, out var row) ? row[_columns.IndexOf(column)] : null;

    // Costs are left out: they change no value.
    private static string HashOf(TableDefinition definition, byte[] bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes);
        hash.AppendData(Encoding.UTF8.GetBytes($"\n{definition.Key}\n{definition.KeyColumn}"));
        foreach (
            var (level, property, column) in definition.Levels.SelectMany(l =>
                l.Columns.Select(c => (l.Level, c.Property, c.Column))
            )
        )
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{level}\n{property}\n{property.Unit}\n{column}"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private void Fill(
        TableDefinition definition,
        IEnumerable<(int Line, List<string> Fields)> records,
        List<string> problems
    )
    {
        const int MostProblems = 20;
        HashSet<string> deviations =
        [
            .. definition.Levels.SelectMany(level =>
                level
                    .Columns.Where(pair => level.Columns.Any(own => own.Property.Deviation.Name == pair.Property.Name))
                    .Select(pair => pair.Column)
            ),
        ];
        int[]? places = null;
        var width = 0;
        var key = 0;
        foreach (var (line, fields) in records)
        {
            if (problems.Count >= MostProblems)
            {
                problems.Add($"{definition.Path}: and perhaps more after line {line}");
                return;
            }

            if (places is null)
            {
                width = fields.Count;
                fields[0] = fields[0].TrimStart('\uFEFF');
                places = [.. _columns.Prepend(definition.KeyColumn).Select(column => Place(fields, column))];
                if (problems.Count > 0)
                {
                    return;
                }

                key = places[0];
                continue;
            }

            if (fields.Count != width)
            {
                problems.Add($"{definition.Path} line {line}: {fields.Count} fields where the header has {width}");
                continue;
            }

            var row = new double?[_columns.Length];
            for (var i = 0; i < row.Length; i++)
            {
                var cell = fields[places[i + 1]];
                if (cell.Length == 0)
                {
                    continue;
                }

                if (double.TryParse(cell, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
                {
                    row[i] = value;
                    if (value < 0 && deviations.Contains(_columns[i]))
                    {
                        problems.Add(
                            $"{definition.Path} line {line}, column {_columns[i]}: '{cell}' is negative, and a standard deviation never is"
                        );
                    }
                }
                else
                {
                    problems.Add(
                        $"{definition.Path} line {line}, column {_columns[i]}: '{cell}' is not a finite number; leave the cell empty where there is none"
                    );
                }
            }

            if (!_rows.TryAdd(fields[key], row))
            {
                problems.Add(
                    $"{definition.Path} line {line}, column {definition.KeyColumn}: '{fields[key]}' is there twice"
                );
            }
        }

        if (places is null)
        {
            problems.Add($"{definition.Path}: empty; a header line is expected");
        }

        int Place(List<string> header, string column)
        {
            var place = header.IndexOf(column);
            if (place < 0)
            {
                problems.Add($"{definition.Path} line 1: no column '{column}'; there are {string.Join(", ", header)}");
            }

            return place;
        }
    }
}
