using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lichen.Cli;

/// <summary>JSON for programs: one value, on one line or indented, with SMILES left readable.</summary>
internal static class Json
{
    /// <summary>Indented, for values that are serialised whole.</summary>
    public static readonly JsonSerializerOptions Indented = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static void Write(TextWriter output, Action<Utf8JsonWriter> value, bool indented = true)
    {
        // Relaxed: nothing here goes into a web page, and SMILES hold '+' and '&'.
        var options = new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Indented = indented,
        };
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            value(json);
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
        output.Flush();
    }

    /// <summary>Writes a number; JSON knows no infinity, so one that is not finite becomes null.</summary>
    public static void WriteFinite(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known && double.IsFinite(known))
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
