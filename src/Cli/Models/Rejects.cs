using System.Text;

namespace Lichen.Cli.Models;

/// <summary>
/// Rows that could not be used: counted, and written to a file with line and reason once there is one.
/// </summary>
internal sealed class Rejects(string path) : IDisposable
{
    private StreamWriter? _writer;

    /// <summary>How many there were.</summary>
    public int Count { get; private set; }

    /// <summary>The file; exists only when there was one.</summary>
    public string Path => path;

    public void Add(MoleculeRow row, char separator)
    {
        Count++;
        if (_writer is null)
        {
            _writer = new StreamWriter(path, append: false, new UTF8Encoding(false));
            _writer.Write("line,reason,row\n");
        }

        var text = string.Join(separator, row.Fields.Select(field => Delimited.Field(field, separator)));
        _writer.Write($"{row.Line},{Delimited.Field(row.Problem!, ',')},{Delimited.Field(text, ',')}\n");
    }

    public void Dispose() => _writer?.Dispose();

    /// <summary>Where rejects go when the user does not say: beside another file, after its name.</summary>
    public static string Beside(string file) => System.IO.Path.ChangeExtension(file, null) + ".rejects.csv";
}

/// <summary>Fields of delimited text, quoted where they must be.</summary>
internal static class Delimited
{
    public static string Field(string text, char separator) =>
        text.AsSpan().IndexOfAny([separator, '"', '\r', '\n']) < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
