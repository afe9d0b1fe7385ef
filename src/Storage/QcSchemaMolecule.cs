using System.Buffers;
using System.Text;
using System.Text.Json;
using Lichen.Core.Molecules;

namespace Lichen.Storage;

/// <summary>
/// Geometries as QCSchema molecules: symbols, and a flat list of coordinates in bohr. Numbers are written with as many
/// digits as bring back the same double.
/// </summary>
internal static class QcSchemaMolecule
{
    public static string Write(Geometry geometry)
    {
        var buffer = new ArrayBufferWriter<byte>(128 + (72 * geometry.AtomCount));
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("schema_name", "qcschema_molecule");
            json.WriteNumber("schema_version", 2);
            json.WriteStartArray("symbols");
            foreach (var number in geometry.AtomicNumbers)
            {
                json.WriteStringValue(Elements.Symbol(number));
            }

            json.WriteEndArray();
            json.WriteStartArray("geometry");
            foreach (var coordinate in geometry.Bohr)
            {
                json.WriteNumberValue(coordinate);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="FormatException">Not such a molecule.</exception>
    public static Geometry Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var symbols = document.RootElement.GetProperty("symbols");
            var coordinates = document.RootElement.GetProperty("geometry");
            var numbers = new byte[symbols.GetArrayLength()];
            var bohr = new double[coordinates.GetArrayLength()];
            var i = 0;
            foreach (var symbol in symbols.EnumerateArray())
            {
                numbers[i++] = (byte)(
                    Elements.AtomicNumber(symbol.GetString()!)
                    ?? throw new FormatException($"'{symbol}' is no element.")
                );
            }

            i = 0;
            foreach (var coordinate in coordinates.EnumerateArray())
            {
                bohr[i++] = coordinate.GetDouble();
            }

            return Geometry.FromBohr(numbers, bohr);
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("Not a QCSchema molecule: " + exception.Message, exception);
        }
    }
}
