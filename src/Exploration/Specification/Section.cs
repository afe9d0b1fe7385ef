using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Lichen.Core;

namespace Lichen.Exploration.Specification;

/// <summary>A mapping with fixed keys.</summary>
/// <param name="name">What the mapping is, with its article, for messages.</param>
/// <param name="fields">The keys in the order they are written.</param>
/// <param name="build">Makes the value once every field was read.</param>
internal sealed class Section<T>(string name, ImmutableArray<Field<T>> fields, Func<FieldValues, T> build) : Kind<T>
    where T : notnull
{
    private readonly (string, Dimension)[] _siblings =
    [
        .. fields.Where(field => field.Dimension is not null).Select(field => (field.Name, field.Dimension!)),
    ];

    public override string Expected => $"{name} with the keys {string.Join(", ", fields.Select(known => known.Name))}";

    public override bool TryRead(FileNode node, Place place, [MaybeNullWhen(false)] out T value)
    {
        var good = TryReadParts(node, place, out var values);
        value = good ? build(values) : default;
        return good;
    }

    /// <summary>Reads a mapping of which parts may be wrong, so that the good parts can still be checked.</summary>
    public T ReadParts(FileNode node, Place place)
    {
        TryReadParts(node, place, out var values);
        return build(values);
    }

    private bool TryReadParts(FileNode node, Place place, out FieldValues values)
    {
        values = new FieldValues();
        if (node is not MapNode map)
        {
            return Wrong(node, place, out _);
        }

        var good = true;
        foreach (var (key, entry) in map.Entries)
        {
            var field = fields.FirstOrDefault(known => known.Name == key.Text);
            if (field is null)
            {
                place.Add(key, $"unknown key {key.Found}{Nearest(key.Text)}");
                good = false;
                continue;
            }

            var below = place.Key(field.Name, _siblings);
            below.Problems.Place(below.Path, entry.Mark);
            good &= field.TryRead(entry, below, values);
        }

        foreach (var field in fields.Where(field => map.Entries.All(entry => entry.Key.Text != field.Name)))
        {
            if (!field.TryDefault(values))
            {
                place.Add(map, $"the key '{field.Name}' is missing: {field.Expected}");
                good = false;
            }
        }

        return good;
    }

    public override FileNode Write(T value)
    {
        var entries = ImmutableArray.CreateBuilder<(ScalarNode, FileNode)>();
        foreach (var field in fields)
        {
            if (field.Write(value) is { } node)
            {
                entries.Add((ScalarNode.Word(field.Name), node));
            }
        }

        return new MapNode(Mark.Start, entries.ToImmutable());
    }

    public override JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var field in fields)
        {
            properties[field.Name] = field.Schema();
        }

        var schema = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
        if (fields.Any(field => field.Required))
        {
            schema["required"] = new JsonArray([
                .. fields.Where(field => field.Required).Select(field => (JsonNode)field.Name),
            ]);
        }

        return schema;
    }

    private string Nearest(string key) =>
        NearestWord.Of(key, fields.Select(field => field.Name)) is { } near
            ? $"; did you mean '{near}'?"
            : $"; the keys here are {string.Join(", ", fields.Select(field => field.Name))}";
}

/// <summary>A key of a section.</summary>
/// <param name="Name">The key, in snake case.</param>
/// <param name="Description">What it says to the user, for editors and the guide.</param>
internal abstract record Field<TOwner>(string Name, string Description)
{
    public abstract bool Required { get; }

    public abstract string Expected { get; }

    public abstract Dimension? Dimension { get; }

    public abstract bool TryRead(FileNode node, Place place, FieldValues values);

    /// <summary>Sets the default; false when the key is required.</summary>
    public abstract bool TryDefault(FieldValues values);

    public abstract FileNode? Write(TOwner owner);

    public abstract JsonObject Schema();
}

/// <summary>A key with the type of its values.</summary>
internal sealed record Field<TOwner, T>(string Name, Kind<T> Kind, Func<TOwner, T> Get, string Description)
    : Field<TOwner>(Name, Description)
{
    private T? _default;
    private bool _optional;

    public override bool Required => !_optional;

    public override string Expected => $"expected {Kind.Expected}";

    public override Dimension? Dimension => Kind.Dimension;

    /// <summary>The same key, which may be left out.</summary>
    public Field<TOwner, T> Default(T value) => this with { _default = value, _optional = true };

    public override bool TryRead(FileNode node, Place place, FieldValues values)
    {
        var good = Kind.TryRead(node, place, out var value);
        if (good)
        {
            values.Set(Name, value);
        }

        return good;
    }

    public override bool TryDefault(FieldValues values)
    {
        if (_optional)
        {
            values.Set(Name, _default);
        }

        return _optional;
    }

    public override FileNode? Write(TOwner owner) => Kind.Write(Get(owner));

    public override JsonObject Schema()
    {
        var schema = Kind.Schema();
        schema["description"] = Description;
        if (_optional && Kind.Write(_default!) is { } written)
        {
            schema["default"] = YamlText.ToJson(written);
        }

        return schema;
    }
}

/// <summary>Values of a section's fields by name while it is read.</summary>
internal sealed class FieldValues
{
    private readonly Dictionary<string, object?> _values = [];

    public void Set(string name, object? value) => _values[name] = value;

    /// <summary>The value of a field; the type's default where it could not be read.</summary>
    public T Of<TOwner, T>(Field<TOwner, T> field) =>
        _values.TryGetValue(field.Name, out var value) ? (T)value! : default!;
}
