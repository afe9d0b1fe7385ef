using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Lichen.Core;

namespace Lichen.Exploration.Specification;

/// <summary>A value, or a word that says there is none, such as any, unlimited or automatic.</summary>
internal sealed class OrWord<TInner, TOuter>(
    Kind<TInner> inner,
    string word,
    TOuter whenWord,
    Func<TInner, TOuter> wrap,
    Func<TOuter, (bool IsWord, TInner? Inner)> unwrap
) : Kind<TOuter>
{
    public override string Expected => $"{inner.Expected}, or '{word}'";

    public override Dimension? Dimension => inner.Dimension;

    public override bool TryRead(FileNode node, Place place, [MaybeNullWhen(false)] out TOuter value)
    {
        if (node is ScalarNode scalar && scalar.Text == word)
        {
            value = whenWord;
            return true;
        }

        // A near miss of the word is no value either, and deserves the word.
        if (node is ScalarNode near && inner is not TextKind && NearestWord.Of(near.Text, [word]) is not null)
        {
            return Wrong(node, place, out value, $"; did you mean '{word}'?");
        }

        if (inner.TryRead(node, place, out var read))
        {
            value = wrap(read);
            return true;
        }

        value = default;
        return false;
    }

    public override FileNode? Write(TOuter value) =>
        unwrap(value) switch
        {
            (true, _) => ScalarNode.Word(word),
            (false, var held) => inner.Write(held!),
        };

    public override JsonObject Schema() =>
        new() { ["anyOf"] = new JsonArray(inner.Schema(), new JsonObject { ["const"] = word }) };
}

internal static class Or
{
    /// <summary>A value type or a word; the word is null.</summary>
    public static Kind<T?> Word<T>(Kind<T> inner, string word)
        where T : struct =>
        new OrWord<T, T?>(inner, word, null, value => value, value => (value is null, value ?? default));

    /// <summary>A reference or a word; the word is null.</summary>
    public static Kind<T?> WordText<T>(Kind<T> inner, string word)
        where T : class => new OrWord<T, T?>(inner, word, null, value => value, value => (value is null, value));

    /// <summary>A list or a word; the word is the empty list.</summary>
    public static Kind<ImmutableArray<T>> WordList<T>(Kind<ImmutableArray<T>> inner, string word) =>
        new OrWord<ImmutableArray<T>, ImmutableArray<T>>(
            inner,
            word,
            [],
            value => value,
            value => (value.IsEmpty, value)
        );

    /// <summary>A map or a word; the word is the empty map.</summary>
    public static Kind<ImmutableSortedDictionary<string, T>> WordMap<T>(
        Kind<ImmutableSortedDictionary<string, T>> inner,
        string word
    ) =>
        new OrWord<ImmutableSortedDictionary<string, T>, ImmutableSortedDictionary<string, T>>(
            inner,
            word,
            ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal),
            value => value,
            value => (value.IsEmpty, value)
        );

    /// <summary>A value type whose key is left out when there is none.</summary>
    public static Kind<T?> Absent<T>(Kind<T> inner)
        where T : struct => new OrAbsent<T, T?>(inner, value => value, value => (value is null, value ?? default));

    /// <summary>A list whose key is left out when it is empty.</summary>
    public static Kind<ImmutableArray<T>> AbsentList<T>(Kind<ImmutableArray<T>> inner) =>
        new OrAbsent<ImmutableArray<T>, ImmutableArray<T>>(inner, value => value, value => (value.IsEmpty, value));

    /// <summary>A reference whose key is left out when there is none.</summary>
    public static Kind<T?> AbsentText<T>(Kind<T> inner)
        where T : class => new OrAbsent<T, T?>(inner, value => value, value => (value is null, value));
}

/// <summary>A value whose key is left out when there is none.</summary>
internal sealed class OrAbsent<TInner, TOuter>(
    Kind<TInner> inner,
    Func<TInner, TOuter> wrap,
    Func<TOuter, (bool IsAbsent, TInner? Inner)> unwrap
) : Kind<TOuter>
{
    public override string Expected => inner.Expected;

    public override Dimension? Dimension => inner.Dimension;

    public override bool TryRead(FileNode node, Place place, [MaybeNullWhen(false)] out TOuter value)
    {
        var good = inner.TryRead(node, place, out var read);
        value = good ? wrap(read!) : default;
        return good;
    }

    public override FileNode? Write(TOuter value) =>
        unwrap(value) switch
        {
            (true, _) => null,
            (false, var held) => inner.Write(held!),
        };

    public override JsonObject Schema() => inner.Schema();
}

/// <summary>A list of at least one item.</summary>
internal sealed class ListKind<T>(Kind<T> item, string expected, bool unique) : Kind<ImmutableArray<T>>
{
    public override string Expected => expected;

    public override bool TryRead(FileNode node, Place place, out ImmutableArray<T> value)
    {
        value = [];
        if (node is not ListNode list || list.Items.IsEmpty)
        {
            return Wrong(node, place, out value);
        }

        var items = ImmutableArray.CreateBuilder<T>();
        var good = true;
        foreach (var (index, entry) in list.Items.Index())
        {
            var itemPlace = place.Item(index);
            itemPlace.Problems.Place(itemPlace.Path, entry.Mark);
            if (!item.TryRead(entry, itemPlace, out var read))
            {
                good = false;
            }
            else if (unique && items.Contains(read))
            {
                itemPlace.Add(entry, $"{entry.Found} is in the list twice");
                good = false;
            }
            else
            {
                items.Add(read);
            }
        }

        value = items.ToImmutable();
        return good;
    }

    public override FileNode Write(ImmutableArray<T> value) =>
        new ListNode(Mark.Start, [.. value.Select(entry => item.Write(entry)!)]);

    public override JsonObject Schema()
    {
        var schema = new JsonObject
        {
            ["type"] = "array",
            ["items"] = item.Schema(),
            ["minItems"] = 1,
        };
        if (unique)
        {
            schema["uniqueItems"] = true;
        }

        return schema;
    }
}

/// <summary>A mapping whose keys the user chooses.</summary>
internal sealed class MapKind<T>(Kind<T> item, string expected) : Kind<ImmutableSortedDictionary<string, T>>
{
    public override string Expected => expected;

    public override bool TryRead(
        FileNode node,
        Place place,
        [MaybeNullWhen(false)] out ImmutableSortedDictionary<string, T> value
    )
    {
        if (node is not MapNode map || map.Entries.IsEmpty)
        {
            return Wrong(node, place, out value);
        }

        var entries = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        var good = true;
        foreach (var (key, entry) in map.Entries)
        {
            var entryPlace = place.Key(key.Text, []);
            entryPlace.Problems.Place(entryPlace.Path, key.Mark);
            if (key.Text.Trim().Length == 0 || entries.ContainsKey(key.Text.Trim()))
            {
                entryPlace.Add(key, $"expected a new name, found {key.Found}");
                good = false;
            }
            else if (item.TryRead(entry, entryPlace, out var read))
            {
                entries[key.Text.Trim()] = read;
            }
            else
            {
                good = false;
            }
        }

        value = entries.ToImmutable();
        return good;
    }

    public override FileNode Write(ImmutableSortedDictionary<string, T> value) =>
        new MapNode(Mark.Start, [.. value.Select(pair => (ScalarNode.Word(pair.Key), item.Write(pair.Value)!))]);

    public override JsonObject Schema() =>
        new()
        {
            ["type"] = "object",
            ["additionalProperties"] = item.Schema(),
            ["minProperties"] = 1,
        };
}

/// <summary>A value in a short form or in a long one; the long one is a mapping.</summary>
internal sealed class ShortOrLong<T>(Kind<T> shortForm, Kind<T> longForm) : Kind<T>
{
    public override string Expected => $"{shortForm.Expected}, or {longForm.Expected}";

    public override bool TryRead(FileNode node, Place place, [MaybeNullWhen(false)] out T value) =>
        node is ListNode ? Wrong(node, place, out value)
        : node is MapNode ? longForm.TryRead(node, place, out value)
        : shortForm.TryRead(node, place, out value);

    public override FileNode? Write(T value) => longForm.Write(value);

    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(shortForm.Schema(), longForm.Schema()) };
}

/// <summary>A kind whose values are another kind's, seen as a different type.</summary>
internal sealed class Mapped<TInner, TOuter>(Kind<TInner> inner, Func<TInner, TOuter> to, Func<TOuter, TInner> from)
    : Kind<TOuter>
{
    public override string Expected => inner.Expected;

    public override Dimension? Dimension => inner.Dimension;

    public override bool TryRead(FileNode node, Place place, [MaybeNullWhen(false)] out TOuter value)
    {
        var good = inner.TryRead(node, place, out var read);
        value = good ? to(read!) : default;
        return good;
    }

    public override FileNode? Write(TOuter value) => inner.Write(from(value));

    public override JsonObject Schema() => inner.Schema();
}
