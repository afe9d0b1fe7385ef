using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Lichen.Exploration.Specification;

/// <summary>Reads YAML text into nodes with marks. Campaign files use the plain part of YAML: no anchors, no tags.</summary>
internal sealed class YamlTree
{
    private const int DeepestNesting = 12;
    private readonly Parser _parser;
    private readonly ProblemList _problems;
    private readonly Stack<(Mark Mark, char Bracket)> _open = new();

    private YamlTree(Parser parser, ProblemList problems)
    {
        _parser = parser;
        _problems = problems;
    }

    /// <summary>The root of the only document, or null when the text is not YAML; problems say why.</summary>
    public static FileNode? Read(string text, ProblemList problems)
    {
        if (Forbidden(text, problems))
        {
            return null;
        }

        var tree = new YamlTree(new Parser(new StringReader(text)), problems);
        try
        {
            return tree.Document();
        }
        catch (YamlException exception)
        {
            tree.Report(At(exception.Start), exception.Message);
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // The parser breaks on some texts: '...' without a document before it, a tag that is no URI ('!!]int').
            var last = tree._parser.Current is { } current ? At(current.End) : Mark.Start;
            tree.Report(last, "what follows makes no sense here");
            return null;
        }
    }

    private static bool Forbidden(string text, ProblemList problems)
    {
        int line = 1,
            column = 0;
        foreach (var c in text)
        {
            column++;
            if (c == '\n')
            {
                line++;
                column = 0;
            }
            else if (char.IsControl(c) && c is not ('\t' or '\r'))
            {
                problems.Add(
                    new Mark(line, column),
                    "",
                    $"expected text, found the control character U+{(int)c:X4}; is this a campaign file?"
                );
                return true;
            }
        }

        return false;
    }

    private FileNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            _problems.Add(Mark.Start, "", "the file is empty; a campaign needs at least space, objective and budget");
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = Node(0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
        {
            _problems.Add(At(_parser.Current!.Start), "", "expected one document, found a second one after '---'");
            return null;
        }

        return root;
    }

    private FileNode Node(int depth)
    {
        var current = _parser.Consume<ParsingEvent>();
        var mark = At(current.Start);
        if (current is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty))
        {
            var what = node.Anchor.IsEmpty ? $"the tag {node.Tag}" : $"the anchor &{node.Anchor}";
            _problems.Add(mark, "", $"expected a plain value, found {what}; campaign files use no anchors and no tags");
        }

        if (depth > DeepestNesting && current is MappingStart or SequenceStart)
        {
            throw new YamlException(current.Start, current.End, $"Nested deeper than {DeepestNesting} levels");
        }

        return current switch
        {
            Scalar scalar => new ScalarNode(mark, scalar.Value, scalar.Style == ScalarStyle.Plain),
            MappingStart { Style: MappingStyle.Flow } => InBrackets(mark, '{', () => Map(mark, depth)),
            MappingStart => Map(mark, depth),
            SequenceStart { Style: SequenceStyle.Flow } => InBrackets(mark, '[', () => List(mark, depth)),
            SequenceStart => List(mark, depth),
            AnchorAlias alias => Alias(mark, alias),
            _ => throw new YamlException(current.Start, current.End, "Unexpected end of the document"),
        };
    }

    private FileNode InBrackets(Mark mark, char bracket, Func<FileNode> read)
    {
        _open.Push((mark, bracket));
        var node = read();
        _open.Pop();
        return node;
    }

    private ScalarNode Alias(Mark mark, AnchorAlias alias)
    {
        _problems.Add(
            mark,
            "",
            $"expected a plain value, found the alias *{alias.Value}; write the value itself, or put it in quotes if it begins with *"
        );
        return new ScalarNode(mark, "", Plain: true);
    }

    private MapNode Map(Mark mark, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<(ScalarNode, FileNode)>();
        var seen = new Dictionary<string, Mark>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            if (key is not ScalarNode name)
            {
                _problems.Add(key.Mark, "", $"expected a key, found {key.Found}");
            }
            else if (!seen.TryAdd(name.Text, name.Mark))
            {
                var first = seen[name.Text];
                _problems.Add(
                    name.Mark,
                    "",
                    $"the key {name.Found} is here twice; it first stands on line {first.Line}"
                );
            }
            else
            {
                entries.Add((name, value));
            }
        }

        return new MapNode(mark, entries.ToImmutable());
    }

    private ListNode List(Mark mark, int depth)
    {
        var items = ImmutableArray.CreateBuilder<FileNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node(depth + 1));
        }

        return new ListNode(mark, items.ToImmutable());
    }

    private void Report(Mark mark, string reason)
    {
        // The parser notices a tab where the value before it ends: the line before.
        foreach (var number in (ReadOnlySpan<int>)[mark.Line, mark.Line + 1])
        {
            var line = _problems.Line(number);
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab >= 0 && tab < line.Length - line.TrimStart().Length)
            {
                _problems.Add(
                    new Mark(number, tab + 1),
                    "",
                    "expected spaces, found a tab; YAML is indented with spaces only"
                );
                return;
            }
        }

        if (reason.Contains("quoted scalar", StringComparison.Ordinal))
        {
            _problems.Add(mark, "", "the quote that opens here is not closed");
            return;
        }

        // What the parser broke on may be the bracket that it has read and not yet handed out.
        if (_parser.Current is SequenceStart { Style: SequenceStyle.Flow } list)
        {
            _open.Push((At(list.Start), '['));
        }
        else if (_parser.Current is MappingStart { Style: MappingStyle.Flow } map)
        {
            _open.Push((At(map.Start), '{'));
        }

        if (!reason.StartsWith("Nested", StringComparison.Ordinal) && _open.TryPeek(out var open))
        {
            var closing = open.Bracket == '[' ? ']' : '}';
            _problems.Add(
                open.Mark,
                "",
                $"what '{open.Bracket}' opens here is not closed by '{closing}', or a comma is missing in it"
            );
            return;
        }

        var message = reason.TrimEnd('.');
        _problems.Add(mark, "", $"this is not YAML: {char.ToLowerInvariant(message[0])}{message[1..]}");
    }

    private static Mark At(YamlDotNet.Core.Mark mark) => new((int)mark.Line, (int)mark.Column);
}
