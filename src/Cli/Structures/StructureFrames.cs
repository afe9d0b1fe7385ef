using System.Globalization;
using Lichen.Cli.Models;
using Lichen.Core.Molecules;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Learning.StructureModels;
using Lichen.Learning.Structures;

namespace Lichen.Cli.Structures;

/// <summary>Frames of an XYZ file with label and lower rung, read as a stream.</summary>
internal sealed class StructureFrames : IDisposable
{
    private readonly TextReader _reader;
    private readonly bool _ownsReader;
    private readonly string? _label;
    private readonly string _lower;
    private readonly ElementSet _elements;

    private StructureFrames(
        TextReader reader,
        bool ownsReader,
        string name,
        string? label,
        string lower,
        ElementSet elements
    )
    {
        (_reader, _ownsReader, Name) = (reader, ownsReader, name);
        (_label, _lower, _elements) = (label, lower, elements);
    }

    /// <summary>The file as the user names it.</summary>
    public string Name { get; }

    /// <summary>Bytes of the file read so far; null where it has no position that means anything.</summary>
    public long? Position =>
        _reader is StreamReader { BaseStream: FileStream { CanSeek: true } file } ? file.Position : null;

    /// <summary>Opens a file to predict with a model, or to check it.</summary>
    /// <param name="file">A path, or - for standard input.</param>
    /// <param name="label">Key of the labels, or null for none.</param>
    /// <param name="model">Its lower rung and elements are asked of the frames.</param>
    /// <param name="terminal">Has the standard input.</param>
    public static StructureFrames Open(string file, string? label, StructureModel model, Terminal terminal) =>
        Open(file, label, model.Card.Lower, model.Elements, terminal);

    /// <inheritdoc cref="Open(string, string?, StructureModel, Terminal)"/>
    /// <param name="file">A path, or - for standard input.</param>
    /// <param name="label">Key of the labels, or null for none.</param>
    /// <param name="lower">Key of the lower rung, or empty.</param>
    /// <param name="elements">The elements that may occur.</param>
    /// <param name="terminal">Has the standard input.</param>
    public static StructureFrames Open(string file, string? label, string lower, ElementSet elements, Terminal terminal)
    {
        if (file == Models.MoleculeRows.StandardInput)
        {
            return new StructureFrames(terminal.Input, false, "standard input", label, lower, elements);
        }

        return StructureInput.Is(file)
            ? new StructureFrames(
                SpaceFile.OpenText(SpaceFile.Locate(file, Environment.CurrentDirectory)),
                true,
                file,
                label,
                lower,
                elements
            )
            : throw new UserException(
                ExitCode.Usage,
                $"{file}: expected geometries, in a file ending in .xyz or .extxyz, also .gz"
            );
    }

    public void Dispose()
    {
        if (_ownsReader)
        {
            _reader.Dispose();
        }
    }

    /// <summary>The frames in blocks, each usable or with the reason why not; a block is in memory at a time.</summary>
    public IEnumerable<IReadOnlyList<StructureFrame>> Blocks(int size, CancellationToken cancellationToken)
    {
        foreach (var frames in XyzFrames.Read(_reader).Select(Check).Chunk(size))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return frames;
        }
    }

    private StructureFrame Check(XyzFrame frame)
    {
        double label = double.NaN,
            lower = double.NaN;
        var problem =
            frame.Problem
            ?? Unseen(frame.Keys)
            ?? (_label is null ? null : frame.Keys.Number(_label, out label))
            ?? (_lower.Length == 0 ? null : frame.Keys.Number(_lower, out lower))
            ?? StructureCheck.Problem(frame.Geometry!, _elements);
        return new StructureFrame(frame.Number, frame.Line, frame.Comment, frame.Geometry, label, lower, problem);
    }

    /// <summary>What a frame says that a structure does not show: nothing may be learned from it in silence.</summary>
    private static string? Unseen(XyzComment keys)
    {
        var periodic = keys["pbc"] is { } pbc
            ? pbc.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Any(word => word[0] is 'T' or 't' or '1')
            : keys["Lattice"] is not null;
        if (periodic)
        {
            return "it is periodic (pbc or Lattice), and structures are learned from as single molecules";
        }

        if (Differs("charge", 0) is { } charge)
        {
            return $"its charge is {charge}, and structures are learned from as neutral molecules";
        }

        return Differs("multiplicity", 1) is { } multiplicity
            ? $"its multiplicity is {multiplicity}, and structures are learned from as closed shells"
            : null;

        string? Differs(string key, double usual) =>
            keys[key] is { } text
            && !(
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value == usual
            )
                ? text
                : null;
    }
}

/// <summary>A frame as models see it.</summary>
/// <param name="Number">Its number in the file, from 1.</param>
/// <param name="Line">The line where it begins, from 1.</param>
/// <param name="Comment">Its second line.</param>
/// <param name="Geometry">The structure; null where it could not be read.</param>
/// <param name="Label">Its label; NaN where none was asked for or there is a problem.</param>
/// <param name="Lower">Its value at the lower rung; NaN likewise.</param>
/// <param name="Problem">Why it cannot be used, or null.</param>
internal sealed record StructureFrame(
    int Number,
    int Line,
    string Comment,
    Geometry? Geometry,
    double Label,
    double Lower,
    string? Problem
);
