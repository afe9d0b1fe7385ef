namespace Lichen.Core.Molecules;

/// <summary>A frame of an XYZ file: a structure with what its comment line says, or the reason why it is none.</summary>
public sealed class XyzFrame
{
    internal XyzFrame(int number, int line, string comment, string problem)
    {
        (Number, Line, Comment, Problem) = (number, line, comment, problem);
        Keys = XyzComment.Read(comment);
    }

    internal XyzFrame(int number, int line, string comment, XyzComment keys, Geometry geometry, double[] vectors) =>
        (Number, Line, Comment, Keys, Geometry, Vectors) = (number, line, comment, keys, geometry, vectors);

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

    /// <summary>The three columns of each atom that were asked for, as written, shape (atoms, 3); empty where none were.</summary>
    public double[] Vectors { get; } = [];

    /// <summary>Why it is no structure, with the line where that is seen; null where it is one.</summary>
    public string? Problem { get; }
}
