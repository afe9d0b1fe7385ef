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

    public void Add(MoleculeRow row, char separator) =>
        Add(
            row.Line,
            row.Problem!,
            string.Join(separator, row.Fields.Select(field => Delimited.Field(field, separator)))
        );

    /// <param name="line">Line of the file where it begins, from 1.</param>
    /// <param name="reason">Why it cannot be used.</param>
    /// <param name="text">What it was.</param>
    public void Add(int line, string reason, string text)
    {
        Count++;
        if (_writer is null)
        {
            _writer = new StreamWriter(path, append: false, new UTF8Encoding(false));
            _writer.Write("line,reason,row\n");
        }

        _writer.Write($"{line},{Delimited.Field(reason, ',')},{Delimited.Field(text, ',')}\n");
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
