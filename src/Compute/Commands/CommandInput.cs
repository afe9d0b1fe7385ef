using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lichen.Core.Calculations;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Commands;

/// <summary>A request as the user's program reads it on standard input.</summary>
internal static class CommandInput
{
    public const string Schema = "lichen-command-1";

    // Molecules are read by people in this text: = and + stay what they are.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(CalculationRequest request)
    {
        var (candidate, limits) = (request.Candidate, request.Limits);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("id", candidate.Id);
            json.WriteString("smiles", candidate.Smiles);
            json.WriteNumber("charge", candidate.Charge);
            json.WriteNumber("multiplicity", candidate.Multiplicity);
            json.WriteString("level", request.Level.ToString());
            json.WriteStartObject("properties");
            foreach (var property in request.Wanted)
            {
                json.WriteString(property.Name, property.Unit);
            }

            json.WriteEndObject();
            if (request.Start is { } start)
            {
                WriteGeometry(json, start, request.Bonds);
            }

            json.WriteNumber("seed", Seed(candidate, request.Level));
            WriteLimits(json, limits);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    /// <summary>A seed that depends on the work alone, so that a program that needs one repeats itself.</summary>
    public static uint Seed(Candidate candidate, LevelOfTheory level) =>
        BinaryPrimitives.ReadUInt32LittleEndian(
            SHA256.HashData(
                Encoding.UTF8.GetBytes($"{candidate.Smiles}\n{candidate.Charge}\n{candidate.Multiplicity}\n{level}")
            )
        );

    /// <summary>What the program may take, as every exchange says it.</summary>
    internal static void WriteLimits(Utf8JsonWriter json, ResourceLimits limits)
    {
        json.WriteStartObject("limits");
        json.WriteNumber("cpu_seconds", limits.CpuTime.TotalSeconds);
        json.WriteNumber("wall_seconds", limits.WallTime.TotalSeconds);
        json.WriteNumber("memory_bytes", limits.MemoryBytes);
        json.WriteEndObject();
    }

    private static void WriteGeometry(
        Utf8JsonWriter json,
        Geometry geometry,
        IReadOnlyList<(int First, int Second)> bonds
    )
    {
        var angstrom = geometry.ToAngstrom();
        json.WriteStartObject("geometry");
        json.WriteStartArray("symbols");
        foreach (var number in geometry.AtomicNumbers)
        {
            json.WriteStringValue(Elements.Symbol(number));
        }

        json.WriteEndArray();
        json.WriteStartArray("angstrom");
        for (var i = 0; i < angstrom.Length; i += 3)
        {
            json.WriteStartArray();
            json.WriteNumberValue(angstrom[i]);
            json.WriteNumberValue(angstrom[i + 1]);
            json.WriteNumberValue(angstrom[i + 2]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("bonds");
        foreach (var (first, second) in bonds)
        {
            json.WriteStartArray();
            json.WriteNumberValue(first);
            json.WriteNumberValue(second);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
