using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;

namespace Lichen.Learning.Models;

/// <summary>
/// A safetensors file: 8 bytes with the length of the header (little-endian), the header in JSON, then the numbers of
/// all tensors without gap or overlap. Text beside the tensors stands under <c>__metadata__</c>.
/// </summary>
/// <param name="Metadata">Text by name.</param>
/// <param name="Tensors">Tensors by name.</param>
/// <remarks>
/// Data only: reading allocates, compares and copies, and runs nothing. Of the types of the format, those of
/// <see cref="ElementType"/> are known here.
/// </remarks>
public sealed record Safetensors(
    ImmutableSortedDictionary<string, string> Metadata,
    ImmutableSortedDictionary<string, Tensor> Tensors
)
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const long MaxBytes = 1L << 30;

    /// <summary>The longest header that is read, in bytes.</summary>
    public const int MaxHeaderBytes = 1 << 24;

    private const string MetadataName = "__metadata__";
    private const int LengthBytes = 8;

    /// <summary>Writes the file; the same content gives the same bytes.</summary>
    public void Write(Stream output)
    {
        byte[] header = Header();
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        output.Write(length);
        output.Write(header);
        foreach ((_, Tensor tensor) in InFileOrder())
        {
            output.Write(tensor.Bytes);
        }
    }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="ModelFileException">It is no such file, or is damaged; the message says where.</exception>
    public static Safetensors Read(Stream input)
    {
        // One byte beyond the limit tells a file at the limit from one past it.
        using var whole = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = input.Read(buffer)) > 0)
        {
            if (whole.Length + read > MaxBytes)
            {
                throw Problem(ModelFileProblem.TooLarge, $"it is larger than {MaxBytes >> 20} MiB");
            }

            whole.Write(buffer, 0, read);
        }

        return Read(whole.GetBuffer().AsMemory(0, (int)whole.Length));
    }

    /// <summary>Reads a whole file from memory; the bytes are copied.</summary>
    /// <exception cref="ModelFileException">It is no such file, or is damaged; the message says where.</exception>
    public static Safetensors Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length < LengthBytes)
        {
            throw Problem(ModelFileProblem.NotAModel, $"it has {file.Length} bytes, less than any model");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.Span);
        if (length > MaxHeaderBytes)
        {
            throw Problem(ModelFileProblem.NotAModel, $"its first 8 bytes are no length of a header ({length})");
        }

        if ((long)length > file.Length - LengthBytes)
        {
            throw Problem(
                ModelFileProblem.Damaged,
                $"the header should have {length} bytes, and {file.Length - LengthBytes} are left: it was cut off"
            );
        }

        ReadOnlyMemory<byte> header = file.Slice(LengthBytes, (int)length);
        ReadOnlyMemory<byte> data = file[(LengthBytes + (int)length)..];
        if (header.IsEmpty || header.Span[0] != (byte)'{')
        {
            throw Problem(ModelFileProblem.NotAModel, "its header does not begin with a brace");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(
                header,
                new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 }
            );
            return FromHeader(document.RootElement, data);
        }
        catch (JsonException e)
        {
            throw new ModelFileException(ModelFileProblem.Damaged, $"its header is no JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // Text of the header is read when asked for, and only then found not to be UTF-8.
            throw new ModelFileException(ModelFileProblem.Damaged, $"its header holds invalid text: {e.Message}", e);
        }
    }

    private static Safetensors FromHeader(JsonElement root, ReadOnlyMemory<byte> data)
    {
        var metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var entries = new List<TensorEntry>();
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.Name == MetadataName)
            {
                ReadMetadata(property.Value, metadata);
            }
            else
            {
                entries.Add(TensorEntry.Read(property));
            }
        }

        var tensors = ImmutableSortedDictionary.CreateBuilder<string, Tensor>(StringComparer.Ordinal);
        long end = 0;
        foreach (TensorEntry entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != end)
            {
                throw Problem(
                    ModelFileProblem.Damaged,
                    $"tensor '{entry.Name}' begins at byte {entry.Begin} where byte {end} is next"
                );
            }

            if (entry.End > data.Length)
            {
                throw Problem(
                    ModelFileProblem.Damaged,
                    $"tensor '{entry.Name}' ends at byte {entry.End} of {data.Length}: the file was cut off"
                );
            }

            end = entry.End;
            byte[] bytes = data[(int)entry.Begin..(int)entry.End].ToArray();
            var tensor = new Tensor(entry.Type, entry.Shape, bytes);
            if (!tensor.IsFinite())
            {
                throw Problem(ModelFileProblem.Damaged, $"tensor '{entry.Name}' holds a number that is not finite");
            }

            tensors.Add(entry.Name, tensor);
        }

        return end == data.Length
            ? new Safetensors(metadata.ToImmutable(), tensors.ToImmutable())
            : throw Problem(ModelFileProblem.Damaged, $"{data.Length - end} bytes at its end belong to no tensor");
    }

    private static void ReadMetadata(JsonElement element, ImmutableSortedDictionary<string, string>.Builder metadata)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Problem(ModelFileProblem.Damaged, $"{MetadataName} is no object");
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            metadata[property.Name] =
                property.Value.ValueKind == JsonValueKind.String
                    ? property.Value.GetString()!
                    : throw Problem(ModelFileProblem.Damaged, $"{MetadataName}.{property.Name} is no text");
        }
    }

    private byte[] Header()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataName);
            foreach ((string name, string text) in Metadata)
            {
                json.WriteString(name, text);
            }

            json.WriteEndObject();
            long begin = 0;
            foreach ((string name, Tensor tensor) in InFileOrder())
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", tensor.Type.ToString());
                json.WriteStartArray("shape");
                foreach (long length in tensor.Shape)
                {
                    json.WriteNumberValue(length);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(begin);
                json.WriteNumberValue(begin + tensor.Bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
                begin += tensor.Bytes.Length;
            }

            json.WriteEndObject();
        }

        // Spaces bring the numbers to a multiple of their size.
        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    /// <summary>Wide types first, so that every tensor starts at a multiple of its size.</summary>
    private IEnumerable<KeyValuePair<string, Tensor>> InFileOrder() =>
        Tensors.OrderByDescending(t => Tensor.SizeOf(t.Value.Type)).ThenBy(t => t.Key, StringComparer.Ordinal);

    private static ModelFileException Problem(ModelFileProblem problem, string message) => new(problem, message);
}
