using System.Collections.Immutable;

namespace Lichen.Exploration.Specification;

/// <summary>Gathers the problems and notes of one file, and where its parts stand.</summary>
internal sealed class ProblemList(string file, string text)
{
    private readonly List<FileProblem> _problems = [];
    private readonly Dictionary<string, Mark> _marks = [];
    private readonly string[] _lines = text.Split('\n');

    public bool IsEmpty => _problems.Count == 0;

    public void Add(Mark mark, string path, string message)
    {
        // Parsers may point one past the end: a problem always stands inside the file.
        var line = Math.Clamp(mark.Line, 1, _lines.Length);
        var column =
            line == mark.Line ? Math.Clamp(mark.Column, 1, _lines[line - 1].Length + 1) : _lines[^1].Length + 1;
        _problems.Add(new FileProblem(file, line, column, path, message));
    }

    /// <summary>Adds a problem at the place of a path, or of its nearest parent that the file has.</summary>
    public void Add(string path, string message) => Add(MarkOf(path), path, message);

    public void Place(string path, Mark mark) => _marks[path] = mark;

    public bool Has(string path) => _marks.ContainsKey(path);

    /// <summary>The text of a line, from 1; empty past the end.</summary>
    public string Line(int line) => line >= 1 && line <= _lines.Length ? _lines[line - 1].TrimEnd('\r') : "";

    public ImmutableArray<FileProblem> InFileOrder() =>
        [.. _problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    private Mark MarkOf(string path)
    {
        while (path.Length > 0)
        {
            if (_marks.TryGetValue(path, out var mark))
            {
                return mark;
            }

            path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        }

        return Mark.Start;
    }
}
