using System.Collections.Immutable;

namespace Lichen.Exploration.Specification;

/// <summary>A place in a file, line and column from 1.</summary>
internal readonly record struct Mark(int Line, int Column)
{
    public static readonly Mark Start = new(1, 1);
}

/// <summary>A part of a YAML document that knows where it stands.</summary>
internal abstract record FileNode(Mark Mark)
{
    /// <summary>The node in words, for messages: what was found instead of what was expected.</summary>
    public abstract string Found { get; }
}

/// <param name="Text">The text with quotes and escapes removed.</param>
/// <param name="Plain">True when it was written without quotes.</param>
internal sealed record ScalarNode(Mark Mark, string Text, bool Plain) : FileNode(Mark)
{
    private const int Shown = 60;

    /// <summary>A value to write as it stands: a number, a word, a quantity.</summary>
    public static ScalarNode Word(string text) => new(Mark.Start, text, Plain: true);

    /// <summary>A text to write so that nobody takes it for a number or a truth value.</summary>
    public static ScalarNode Quotable(string text) => new(Mark.Start, text, Plain: false);

    public bool IsEmpty => Plain && Text is "" or "~" or "null";

    public override string Found =>
        IsEmpty ? "nothing" : $"'{Printable(Text.Length <= Shown ? Text : Text[..Shown] + "...")}'";

    public static string Printable(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));
}

/// <summary>A mapping; keys are unique, duplicates were reported when it was read.</summary>
internal sealed record MapNode(Mark Mark, ImmutableArray<(ScalarNode Key, FileNode Value)> Entries) : FileNode(Mark)
{
    public override string Found =>
        Entries.IsEmpty ? "an empty mapping" : $"a mapping with the key {Entries[0].Key.Found}";
}

internal sealed record ListNode(Mark Mark, ImmutableArray<FileNode> Items) : FileNode(Mark)
{
    public override string Found => Items.Length == 1 ? "a list of 1 item" : $"a list of {Items.Length} items";
}
