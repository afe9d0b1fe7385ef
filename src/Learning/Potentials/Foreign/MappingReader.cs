using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Learning.Potentials.Foreign;

/// <summary>Reads the block "mapping" of a card; what it does not know is refused with the nearest choice.</summary>
internal sealed class MappingReader : JsonConverter<ForeignMapping>
{
    private const double LongestCutoff = 100;

    public override ForeignMapping Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        var block = new MappingBlock("mapping", document.RootElement);
        block.Allow("inputs", "outputs", "cutoffAngstrom", "mostAtoms", "selfHartree");
        ImmutableArray<MappedInput> inputs = [.. block.Blocks("inputs").Select(Input)];
        ImmutableArray<MappedOutput> outputs = [.. block.Blocks("outputs").Select(Output)];
        Unlike(inputs.Select(input => input.Name), "inputs");
        Unlike(inputs.Select(input => input.Role), "inputs");
        Unlike(outputs.Select(output => output.Name), "outputs");
        Unlike(outputs.Select(output => output.Property ?? output.Role), "outputs");
        var mapping = new ForeignMapping(
            inputs,
            outputs,
            block.Number("cutoffAngstrom", 0, LongestCutoff),
            (int?)block.Number("mostAtoms", 1, 1e6),
            block.Energies("selfHartree")
        );
        Check(mapping);
        return mapping;
    }

    public override void Write(Utf8JsonWriter writer, ForeignMapping value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, options);

    private static MappedInput Input(MappingBlock block)
    {
        string role = block.Word("role", MappedInput.Roles);
        string[] own = role switch
        {
            MappedInput.Species => ["as", "elements", "batched"],
            MappedInput.Coordinates => ["unit", "batched", "precision"],
            MappedInput.PairShifts => ["unit", "each", "precision"],
            MappedInput.Pairs => ["layout", "each"],
            MappedInput.PairFirst or MappedInput.PairSecond => ["each"],
            MappedInput.Charge or MappedInput.Multiplicity => ["precision"],
            _ => [],
        };
        block.Allow(["name", "role", .. own]);
        var input = new MappedInput(
            block.Text("name"),
            role,
            own.Contains("unit") ? block.Word("unit", ForeignUnits.Lengths.Keys) : null,
            own.Contains("as") ? block.Word("as", ["numbers", "places"]) : null,
            block.Symbols("elements"),
            block.Flag("batched"),
            own.Contains("layout") ? block.Word("layout", ["columns", "rows"]) : null,
            own.Contains("each") ? block.Word("each", ["once", "twice"]) : null,
            own.Contains("precision") && block.Has("precision") ? block.Word("precision", ["single", "double"]) : null
        );
        return input.As == "places" == input.Elements is not null
            ? input
            : throw block.Wrong("'elements' go with species as \"places\", and only with these");
    }

    private static MappedOutput Output(MappingBlock block)
    {
        string role = block.Word("role", MappedOutput.Roles);
        if (role != MappedOutput.OfProperty)
        {
            block.Allow("name", "role", "unit");
            bool slopes = role is MappedOutput.Forces or MappedOutput.Gradient;
            return new MappedOutput(
                block.Text("name"),
                role,
                block.Word("unit", (slopes ? ForeignUnits.Slopes : ForeignUnits.Energies).Keys)
            );
        }

        block.Allow("name", "role", "property", "unit");
        string name = block.Word("property", ForeignProperties.Names);
        return new MappedOutput(
            block.Text("name"),
            role,
            block.Word("unit", ForeignProperties.UnitsOf(name).Keys),
            name
        );
    }

    private static void Check(ForeignMapping mapping)
    {
        string? problem =
            mapping.Input(MappedInput.Coordinates) is null || mapping.Input(MappedInput.Species) is null
                ? "an input of species and one of coordinates are needed"
            : mapping.Inputs.Any(input => input.IsOfPairs) != mapping.CutoffAngstrom is not null
                ? "'cutoffAngstrom' goes with inputs of pairs, and only with these"
            : mapping.Inputs.Where(input => input.IsOfPairs).Select(input => input.Each).Distinct().Count() > 1
                ? "inputs of pairs are each \"once\" or each \"twice\""
            : mapping.Outputs.Count(output =>
                output.Role is MappedOutput.Energy or MappedOutput.AtomEnergies or MappedOutput.MemberEnergies
            ) != 1
                ? "one output is of energies: \"energy\", \"atom_energies\" or \"member_energies\""
            : mapping.Output(MappedOutput.Forces) is not null && mapping.Output(MappedOutput.Gradient) is not null
                ? "forces or their negative, the gradient, not both"
            : null;
        if (problem is not null)
        {
            throw new PotentialException(PotentialProblem.Damaged, $"The card's mapping: {problem}.");
        }
    }

    private static void Unlike(IEnumerable<string> words, string place)
    {
        if (words.GroupBy(word => word).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new PotentialException(
                PotentialProblem.Damaged,
                $"The card's mapping: {place} name '{twice.Key}' twice."
            );
        }
    }
}

/// <summary>An object of a mapping, with where it is.</summary>
internal readonly struct MappingBlock(string place, JsonElement element)
{
    private readonly JsonElement _element =
        element.ValueKind == JsonValueKind.Object ? element : throw Wrong(place, "this is to be an object");

    /// <exception cref="PotentialException">It has another key.</exception>
    public void Allow(params ReadOnlySpan<string> keys)
    {
        string[] known = keys.ToArray();
        foreach (JsonProperty property in _element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                throw Wrong(
                    $"the key '{property.Name}' is not known here{NearestWord.Suggestion(property.Name, known)}; known are "
                        + string.Join(", ", known)
                );
            }
        }
    }

    public bool Has(string key) => _element.TryGetProperty(key, out _);

    public IEnumerable<MappingBlock> Blocks(string key)
    {
        string here = $"{place}.{key}";
        return _element.TryGetProperty(key, out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select((item, i) => new MappingBlock($"{here}[{i}]", item))]
            : throw Wrong($"'{key}' is to be a list");
    }

    public string Text(string key) =>
        _element.TryGetProperty(key, out JsonElement text)
        && text.ValueKind == JsonValueKind.String
        && text.GetString() is { Length: > 0 } found
            ? found
            : throw Wrong($"'{key}' is to be a text");

    public string Word(string key, IEnumerable<string> words)
    {
        string[] known = [.. words.Order(StringComparer.Ordinal)];
        if (!_element.TryGetProperty(key, out _))
        {
            throw Wrong($"'{key}' is missing: one of {string.Join(", ", known)}");
        }

        string found = Text(key);
        return known.Contains(found)
            ? found
            : throw Wrong(
                $"'{found}' is no {key}{NearestWord.Suggestion(found, known)}; known are {string.Join(", ", known)}"
            );
    }

    public bool Flag(string key) =>
        _element.TryGetProperty(key, out JsonElement flag)
        && (
            flag.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? flag.GetBoolean()
                : throw Wrong($"'{key}' is to be true or false")
        );

    public double? Number(string key, double least, double most) =>
        !_element.TryGetProperty(key, out JsonElement number) ? null
        : number.ValueKind == JsonValueKind.Number
        && number.TryGetDouble(out double value)
        && value > least - 1e-12
        && value > 0
        && value <= most
            ? value
        : throw Wrong($"'{key}' is to be a number above {least}, at most {most}");

    public ImmutableArray<string>? Symbols(string key)
    {
        if (!_element.TryGetProperty(key, out JsonElement list))
        {
            return null;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Wrong($"'{key}' is to be a list of symbols");
        }

        ImmutableArray<string> symbols =
        [
            .. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : ""),
        ];
        return
            symbols.Length > 0
            && symbols.All(symbol => Elements.AtomicNumber(symbol) is not null)
            && symbols.Distinct().Count() == symbols.Length
            ? symbols
            : throw Wrong($"'{key}' are to be symbols of elements, each once");
    }

    public ImmutableSortedDictionary<string, double>? Energies(string key)
    {
        if (!_element.TryGetProperty(key, out JsonElement table))
        {
            return null;
        }

        if (table.ValueKind != JsonValueKind.Object)
        {
            throw Wrong($"'{key}' is to be a table from symbols to numbers");
        }

        var energies = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (JsonProperty property in table.EnumerateObject())
        {
            if (
                Elements.AtomicNumber(property.Name) is null
                || property.Value.ValueKind != JsonValueKind.Number
                || !double.IsFinite(property.Value.GetDouble())
            )
            {
                throw Wrong($"'{key}' gives '{property.Name}' no finite number, or it is no element");
            }

            energies[property.Name] = property.Value.GetDouble();
        }

        return energies.ToImmutable();
    }

    public PotentialException Wrong(string what) => Wrong(place, what);

    private static PotentialException Wrong(string place, string what) =>
        new(PotentialProblem.Damaged, $"The card's {place}: {what}.");
}
