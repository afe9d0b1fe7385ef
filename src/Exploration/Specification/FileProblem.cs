namespace Lichen.Exploration.Specification;

/// <summary>Something that keeps a campaign file from being run, with where it stands.</summary>
/// <param name="File">Name of the file as the user gave it.</param>
/// <param name="Line">Line, from 1; always inside the file.</param>
/// <param name="Column">Column, from 1; at most one past the end of the line.</param>
/// <param name="Path">Keys that lead to the place, such as budget.core_time; empty for the file as a whole.</param>
/// <param name="Message">What was expected, what was found, and the nearest valid word.</param>
public sealed record FileProblem(string File, int Line, int Column, string Path, string Message)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {(Path.Length == 0 ? "" : Path + ": ")}{Message}";
}

/// <summary>Something the reader decided that the user may want to know.</summary>
/// <param name="Path">Keys of the resolved file that lead to the place.</param>
/// <param name="Text">What was decided and why, one line.</param>
public sealed record FileNote(string Path, string Text);
