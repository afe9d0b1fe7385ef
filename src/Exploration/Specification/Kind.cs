using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace Lichen.Exploration.Specification;

/// <summary>
/// How a value is written in a campaign file: the one description from which its reader, its writer and its schema come.
/// </summary>
internal abstract class Kind<T>
{
    /// <summary>What stands here, with an example, to follow the word "expected".</summary>
    public abstract string Expected { get; }

    /// <summary>What the value measures, or null for values without a unit.</summary>
    public virtual Dimension? Dimension => null;

    /// <summary>Reads a value. Every problem is added to the place; false when there was one.</summary>
    public abstract bool TryRead(FileNode node, Place place, [MaybeNullWhen(false)] out T value);

    /// <summary>The value as a node that reads back to an equal value, or null to leave the key out.</summary>
    public abstract FileNode? Write(T value);

    /// <summary>JSON Schema (draft 2020-12) of what is accepted.</summary>
    public abstract JsonObject Schema();

    protected bool Wrong(FileNode node, Place place, out T? value, string more = "")
    {
        place.Add(node, $"expected {Expected}, found {node.Found}{more}");
        value = default;
        return false;
    }

    /// <summary>Says that a number in quotes is a text.</summary>
    protected static string Quoted(FileNode node) =>
        node is ScalarNode { Plain: false } ? " in quotes, which is a text" : "";
}

/// <summary>Where a value stands while it is read.</summary>
/// <param name="Path">Keys that lead here.</param>
/// <param name="Siblings">Keys of the same section that take a unit, with what they measure.</param>
internal sealed record Place(
    string Path,
    IReadOnlyList<(string Name, Dimension Dimension)> Siblings,
    ProblemList Problems
)
{
    public void Add(FileNode node, string message) => Problems.Add(node.Mark, Path, message);

    public Place Key(string key, IReadOnlyList<(string, Dimension)> siblings) =>
        new(Path.Length == 0 ? key : $"{Path}.{key}", siblings, Problems);

    public Place Item(int index) => new($"{Path}[{index + 1}]", [], Problems);
}
