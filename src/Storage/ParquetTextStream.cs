using System.Data.Common;
using System.Text;
using DuckDB.NET.Data;

namespace Lichen.Storage;

/// <summary>
/// A Parquet file as the text of a CSV table: what reads tables reads it too, row by row, whatever its length. Read by DuckDB.
/// </summary>
/// <remarks>Numbers have as many digits as bring them back; what is missing is empty; a nested value is DuckDB's text of it.</remarks>
public sealed class ParquetTextStream : ForwardStream
{
    // Rows are made in pieces of about so many bytes.
    private const int Piece = 1 << 16;

    /// <summary>What such files begin with.</summary>
    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    private readonly DuckDBConnection _connection = new("Data Source=:memory:");
    private readonly DuckDBCommand _command;
    private readonly DbDataReader _rows;
    private readonly MemoryStream _made = new();
    private readonly string _path;
    private bool _isAtEnd;

    /// <exception cref="StorageException">It is no Parquet file, or is damaged.</exception>
    public ParquetTextStream(string path)
    {
        _path = Path.GetFullPath(path);
        _command = _connection.CreateCommand();
        try
        {
            _connection.Open();
            // Nothing but this file: no network, no extension.
            Execute("SET memory_limit = '1GB'; SET autoinstall_known_extensions = false");
            _command.CommandText = $"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet({Literal(_path)})";
            _command.UseStreamingMode = true;
            _rows = _command.ExecuteReader();
            WriteHeader();
        }
        catch (DuckDBException exception)
        {
            _command.Dispose();
            _connection.Dispose();
            throw Unusable(exception);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (_made.Position == _made.Length && !_isAtEnd)
        {
            Make();
        }

        return _made.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _rows.Dispose();
            _command.Dispose();
            _connection.Dispose();
            _made.Dispose();
        }

        base.Dispose(disposing);
    }

    private void WriteHeader()
    {
        using (var writer = Begin())
        {
            WriteRow(writer, _rows.GetName);
        }

        _made.Position = 0;
    }

    private void Make()
    {
        try
        {
            using (var writer = Begin())
            {
                while (_made.Length < Piece && !_isAtEnd)
                {
                    for (var row = 0; row < 64 && !_isAtEnd; row++)
                    {
                        _isAtEnd = !_rows.Read();
                        if (!_isAtEnd)
                        {
                            WriteRow(writer, column => _rows.IsDBNull(column) ? "" : _rows.GetString(column));
                        }
                    }

                    writer.Flush();
                }
            }

            _made.Position = 0;
        }
        catch (DuckDBException exception)
        {
            throw Unusable(exception);
        }
    }

    private StreamWriter Begin()
    {
        _made.SetLength(0);
        return new StreamWriter(_made, new UTF8Encoding(false), Piece, leaveOpen: true);
    }

    private void WriteRow(StreamWriter writer, Func<int, string> field)
    {
        for (var column = 0; column < _rows.FieldCount; column++)
        {
            CsvTable.Separate(writer, column);
            CsvTable.WriteText(writer, field(column), lone: _rows.FieldCount == 1);
        }

        writer.Write('\n');
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // A pattern would name other files: each of its characters stands for itself in brackets.
    private static string Literal(string path)
    {
        var plain = new StringBuilder();
        foreach (var c in path)
        {
            plain.Append(
                c is '*' or '?' or '[' ? $"[{c}]"
                : c == '\'' ? "''"
                : c
            );
        }

        return $"'{plain}'";
    }

    private StorageException Unusable(DuckDBException exception) =>
        new(
            StorageProblem.Unusable,
            _path,
            $"it cannot be read as Parquet: {exception.Message.Split('\n')[0].Trim()}",
            exception
        );
}
