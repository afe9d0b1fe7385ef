namespace Lichen.Core.Molecules;

/// <summary>A frame of an XYZ file: a structure with what its comment line says, or the reason why it is none.</summary>
public sealed class XyzFrame
{
    private readonly string[][] _words;
    private readonly XyzColumns _columns;

    internal XyzFrame(int number, int line, string comment, string problem)
    {
        (Number, Line, Comment, Problem) = (number, line, comment, problem);
        (_words, _columns, Keys) = ([], XyzColumns.Plain, XyzComment.Read(comment));
    }

    internal XyzFrame(
        int number,
        int line,
        string comment,
        XyzComment keys,
        string[][] words,
        XyzColumns columns,
        Geometry geometry
    )
    {
        (Number, Line, Comment, Keys) = (number, line, comment, keys);
        (_words, _columns, Geometry) = (words, columns, geometry);
    }

    /// <summary>Its number in the file, from 1.</summary>
    public int Number { get; }

    /// <summary>The line of the file where it begins, from 1.</summary>
    public int Line { get; }

    /// <summary>Its second line as it was.</summary>
    public string Comment { get; }

    /// <summary>What the comment says by name.</summary>
    public XyzComment Keys { get; }

    /// <summary>The structure; null where there is a problem.</summary>
    public Geometry? Geometry { get; }

    /// <summary>Why it is no structure, with the line where that is seen; null where it is one.</summary>
    public string? Problem { get; }

    /// <summary>Numbers that each atom has beside its place, as <c>Properties</c> names them; null where there are
    /// none.</summary>
    /// <param name="name">Such as forces.</param>
    /// <returns>Shape (atoms, columns of that name), as they stand in the file; NaN for what is no number.</returns>
    public double[]? Column(string name) =>
        _columns.Find(name) is not { } column || Geometry is null
            ? null
            :
            [
                .. _words.SelectMany(words =>
                    words
                        .Skip(column.Start)
                        .Take(column.Count)
                        .Select(word => XyzComment.TryNumber(word, out double value) ? value : double.NaN)
                ),
            ];
}
