using System.Collections.Immutable;
using System.Text.Json;

namespace Lichen.Learning.Models;

/// <summary>What the header of a file says of one tensor; consistent in itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its numbers.</param>
/// <param name="Shape">Lengths of its axes.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">One past its last byte.</param>
internal sealed record TensorEntry(string Name, ElementType Type, ImmutableArray<long> Shape, long Begin, long End)
{
    private const int MaxAxes = 8;

    public static TensorEntry Read(JsonProperty property)
    {
        string name = property.Name;
        if (property.Value.ValueKind != JsonValueKind.Object)
        {
            throw Damaged(name, "is described by no object");
        }

        string? dtype = null;
        ImmutableArray<long>? shape = null,
            offsets = null;
        foreach (JsonProperty field in property.Value.EnumerateObject())
        {
            switch (field.Name)
            {
                case "dtype" when field.Value.ValueKind == JsonValueKind.String:
                    dtype = field.Value.GetString();
                    break;
                case "shape":
                    shape = Numbers(name, field);
                    break;
                case "data_offsets":
                    offsets = Numbers(name, field);
                    break;
                default:
                    throw Damaged(name, $"has a field '{field.Name}' that it should not have");
            }
        }

        // Enum.TryParse takes numbers too: "3" is no type.
        if (!Enum.TryParse(dtype, out ElementType type) || type.ToString() != dtype)
        {
            throw Damaged(name, $"is of type '{dtype}', which models do not use");
        }

        if (shape is not { } axes || offsets is not [var begin, var end] || end < begin)
        {
            throw Damaged(name, "lacks its shape or its place");
        }

        return Tensor.ByteCount(type, axes) == end - begin
            ? new TensorEntry(name, type, axes, begin, end)
            : throw Damaged(name, $"has {end - begin} bytes, which are not {type}[{string.Join(", ", axes)}]");
    }

    private static ImmutableArray<long> Numbers(string name, JsonProperty field)
    {
        if (field.Value.ValueKind != JsonValueKind.Array || field.Value.GetArrayLength() > MaxAxes)
        {
            throw Damaged(name, $"has a {field.Name} that is no short list");
        }

        return
        [
            .. field
                .Value.EnumerateArray()
                .Select(element =>
                    element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long number) && number >= 0
                        ? number
                        : throw Damaged(name, $"has {element.GetRawText()} in its {field.Name}")
                ),
        ];
    }

    private static ModelFileException Damaged(string name, string what) =>
        new(ModelFileProblem.Damaged, $"tensor '{name}' {what}");
}
