using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using DuckDB.NET.Data;
using Lichen.Testing;

namespace Lichen.Storage.Tests;

public sealed class TableTests
{
    private static readonly ImmutableArray<TableColumn> Columns =
    [
        new("rank", ColumnType.Whole),
        new("smiles", ColumnType.Text),
        new("homo_lumo_gap_eV", ColumnType.Real, "eV", "LUMO minus HOMO, it's positive"),
        new("computed", ColumnType.Boolean),
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char['\u0001', '\ud7ff'], 0, 20],
        Gen.OneOf("", "a,b", "\"quoted\"", "line\nbreak", "C[C@H](N)C(=O)O", "ünïcødé", "'", " leading", "\r")
    );

    private static readonly Gen<object?[]> Row = Gen.Select(
        Gen.Long,
        Text,
        Gen.Double.Where(double.IsFinite),
        Gen.Bool,
        Gen.Int[0, 15],
        (rank, smiles, gap, computed, missing) =>
            new object?[]
            {
                (missing & 1) == 0 ? rank : null,
                (missing & 2) == 0 ? smiles : null,
                (missing & 4) == 0 ? gap : null,
                (missing & 8) == 0 ? computed : null,
            }
    );

    [Fact]
    public void Parquet_brings_back_every_value_in_order_with_units_in_its_metadata()
    {
        using var folder = new TemporaryFolder();
        var path = folder["molecules.parquet"];
        var rows = Rows(5000);
        ParquetTable.Write(
            path,
            new Table(Columns, rows, ImmutableSortedDictionary<string, string>.Empty.Add("lichen", "0.1.0"))
        );
        var read = Query($"SELECT * FROM read_parquet('{path}')");
        Assert.Equal(rows.Length, read.Count);
        for (var i = 0; i < rows.Length; i++)
        {
            Assert.Equal(rows[i], read[i]);
        }

        Assert.Equal(
            [
                ["VARCHAR"],
                ["DOUBLE"],
            ],
            Query($"SELECT column_type FROM (DESCRIBE SELECT smiles, homo_lumo_gap_eV FROM read_parquet('{path}'))")
        );
        var metadata = Query($"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{path}')")
            .ToDictionary(pair => pair[0]!, pair => pair[1]);
        Assert.Equal("eV", metadata["unit:homo_lumo_gap_eV"]);
        Assert.Equal("LUMO minus HOMO, it's positive", metadata["description:homo_lumo_gap_eV"]);
        Assert.Equal("0.1.0", metadata["lichen"]);
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Csv_brings_back_every_value()
    {
        using var folder = new TemporaryFolder();
        var rows = Rows(500);
        CsvTable.Write(folder["molecules.csv"], new Table(Columns, rows));
        var records = Parse(File.ReadAllText(folder["molecules.csv"]));
        Assert.Equal(Columns.Select(column => column.Name), records[0]);
        Assert.Equal(rows.Length, records.Count - 1);
        for (var i = 0; i < rows.Length; i++)
        {
            var (row, record) = (rows[i], records[i + 1]);
            Assert.Equal(row[0] is long rank ? rank.ToString() : "", record[0]);
            Assert.Equal(row[1] ?? "", record[1]);
            Assert.Equal(row[2], record[2].Length == 0 ? null : double.Parse(record[2]));
            Assert.Equal(row[3] is bool computed ? (computed ? "true" : "false") : "", record[3]);
        }
    }

    [Fact]
    public void Csv_reads_elsewhere_as_it_was_written()
    {
        using var folder = new TemporaryFolder();
        object?[][] rows =
        [
            [1L, "a,\"b\"\nc", 1e-300, true],
            [2L, "plain", null, false],
            [3L, "ü", -0.1, null],
        ];
        CsvTable.Write(folder["t.csv"], new Table(Columns, rows));
        Assert.Equal(rows, Query($"SELECT * FROM read_csv('{folder["t.csv"]}', header = true)"));
    }

    [Fact]
    public void Rows_are_streamed_and_a_failing_stream_leaves_the_old_file()
    {
        using var folder = new TemporaryFolder();
        foreach (
            var (name, write) in new (string, Action<string, Table>)[]
            {
                ("t.csv", CsvTable.Write),
                ("t.parquet", ParquetTable.Write),
            }
        )
        {
            write(folder[name], new Table(Columns, Rows(3)));
            var before = File.ReadAllBytes(folder[name]);
            Assert.Throws<InvalidOperationException>(() => write(folder[name], new Table(Columns, Failing())));
            Assert.Throws<ArgumentException>(() =>
                write(
                    folder[name],
                    new Table(
                        Columns,
                        [
                            ["text", "in a number's place", 1.0, true],
                        ]
                    )
                )
            );
            Assert.Throws<ArgumentException>(() =>
                write(
                    folder[name],
                    new Table(
                        Columns,
                        [
                            [1L],
                        ]
                    )
                )
            );
            Assert.Equal(before, File.ReadAllBytes(folder[name]));
        }

        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);

        static IEnumerable<object?[]> Failing()
        {
            yield return [1L, "C", 1.0, true];
            throw new InvalidOperationException("the source broke off");
        }
    }

    [Fact]
    public void A_folder_that_is_not_there_is_said()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder["none"], "t");
        Assert.Equal(
            StorageProblem.Unusable,
            Assert.Throws<StorageException>(() => CsvTable.Write(path, new Table(Columns, []))).Problem
        );
        Assert.Equal(
            StorageProblem.Unusable,
            Assert.Throws<StorageException>(() => ParquetTable.Write(path, new Table(Columns, []))).Problem
        );
    }

    [Fact]
    public void A_lone_empty_value_is_not_an_empty_line()
    {
        using var writer = new StringWriter();
        CsvTable.Write(
            writer,
            new Table(
                [new TableColumn("a", ColumnType.Text)],
                [
                    [""],
                    ["x"],
                ]
            )
        );
        Assert.Equal("a\n\"\"\nx\n", writer.ToString());
    }

    private static object?[][] Rows(int count)
    {
        var rows = new List<object?[]>();
        Row.Sample(row => rows.Add(row), iter: count, threads: 1);
        return [.. rows];
    }

    private static List<object?[]> Query(string sql)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            rows.Add([
                .. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i)),
            ]);
        }

        return rows;
    }

    /// <summary>RFC 4180, character by character.</summary>
    private static List<List<string>> Parse(string text)
    {
        var (records, record, field, quoted) = (
            new List<List<string>>(),
            new List<string>(),
            new System.Text.StringBuilder(),
            false
        );
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && c is ',' or '\n' && !quoted)
            {
                record.Add(field.ToString());
                field.Clear();
                if (c == '\n')
                {
                    records.Add(record);
                    record = [];
                }
            }
            else
            {
                field.Append(c);
            }
        }

        return records;
    }

    [Fact]
    public void Parquet_is_read_as_the_text_that_the_same_table_has_as_CSV()
    {
        using var folder = new TemporaryFolder();
        object?[][] rows =
        [
            .. Enumerable
                .Range(0, 5000)
                .Select(i => new object?[] { $"a,\"{i}\"\nb", (long)i, i % 7 == 0 ? null : 1.0 / (i + 1), i % 2 == 0 }),
        ];
        var table = new Table(
            [
                new("name", ColumnType.Text),
                new("count", ColumnType.Whole),
                new("value", ColumnType.Real),
                new("even", ColumnType.Boolean),
            ],
            rows
        );
        // Characters of a pattern and of SQL: they stand for themselves.
        var path = folder["it's [one] *.parquet"];
        ParquetTable.Write(path, table);
        ParquetTable.Write(folder["it's one x.parquet"], table);
        CsvTable.Write(folder["table.csv"], table);

        using var reader = new StreamReader(new ParquetTextStream(path));
        var found = reader.ReadToEnd();
        // DuckDB writes 1e-05 where .NET writes 1E-05: the same double.
        Assert.Equal(Fields(File.ReadAllText(folder["table.csv"])), Fields(found));

        var back = folder["back.parquet"];
        ParquetTable.WriteFromCsv(
            back,
            part => File.WriteAllText(part, found),
            ',',
            new Dictionary<string, ColumnType> { ["value"] = ColumnType.Real, ["even"] = ColumnType.Boolean }
        );
        using var again = new StreamReader(new ParquetTextStream(back));
        Assert.Equal(found, again.ReadToEnd());
        Assert.Equal(["back.parquet"], Directory.GetFiles(folder.Path, "back*").Select(Path.GetFileName));
    }

    [Fact]
    public void What_is_no_Parquet_file_is_told_by_name()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["x.parquet"], "PAR1 and then nothing of the kind");
        var told = Assert.Throws<StorageException>(() => new ParquetTextStream(folder["x.parquet"]));
        Assert.Contains("cannot be read as Parquet", told.Message);
        Assert.Contains("x.parquet", told.Message);
    }

    private static string[] Fields(string csv) =>
        [
            .. csv.Split(',', '\n')
                .Select(field =>
                    double.TryParse(field, CultureInfo.InvariantCulture, out var number)
                        ? number.ToString("R", CultureInfo.InvariantCulture)
                        : field
                ),
        ];
}
