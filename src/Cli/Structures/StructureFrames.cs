using System.Globalization;
using Lichen.Chemistry;
using Lichen.Cli.Models;
using Lichen.Core;
using Lichen.Core.Molecules;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Learning.StructureModels;
using Lichen.Learning.Structures;
using ElementSet = Lichen.Learning.Structures.ElementSet;

namespace Lichen.Cli.Structures;

/// <summary>Frames of an XYZ file or records of an SD file, with label and lower rung, read as a stream.</summary>
internal sealed class StructureFrames : IDisposable
{
    private readonly TextReader _reader;
    private readonly bool _ownsReader;
    private readonly bool _ofRecords;
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
        _ofRecords = ownsReader && StructureInput.IsOfRecords(name);
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
                $"{file}: expected geometries, in a file ending in {StructureInput.EndingsInWords}, also .gz"
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
        var all = _ofRecords ? SdfReader.Read(_reader).Select(Check) : XyzFrames.Read(_reader).Select(Check);
        foreach (var frames in all.Chunk(size))
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

    private StructureFrame Check(SdfRecord record)
    {
        double label = double.NaN,
            lower = double.NaN;
        Geometry? geometry = null;
        var problem =
            record.Problem
            ?? Read(record.MolBlock, out geometry)
            ?? (_label is null ? null : Number(record, _label, out label))
            ?? (_lower.Length == 0 ? null : Number(record, _lower, out lower))
            ?? StructureCheck.Problem(geometry!, _elements);
        return new StructureFrame(record.Row, record.Line, record.Title, geometry, label, lower, problem);
    }

    private static string? Read(string block, out Geometry? geometry)
    {
        geometry = null;
        try
        {
            var read = MolBlock.Read(block);
            geometry = read.Geometry;
            return read.Charge != 0 ? OfAnotherCharge($"{read.Charge}")
                : read.Radicals != 0 ? OfAnotherSpin($"{read.Radicals + 1}")
                : null;
        }
        catch (RdkitException e)
        {
            return e.Message;
        }
    }

    private static string? Number(SdfRecord record, string name, out double value)
    {
        value = double.NaN;
        return !record.Properties.TryGetValue(name, out var text)
                ? $"the record has no data item '{name}': it has {string.Join(", ", record.Properties.Keys.Take(12))}{NearestWord.Suggestion(name, record.Properties.Keys)}"
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value)
                ? null
            : $"{name} '{text}' is no finite number";
    }

    private static string OfAnotherCharge(string charge) =>
        $"its charge is {charge}, and structures are learned from as neutral molecules";

    private static string OfAnotherSpin(string multiplicity) =>
        $"its multiplicity is {multiplicity}, and structures are learned from as closed shells";

    /// <summary>A problem with the line where it is: that of the frame, unless the problem names one within it.</summary>
    public static string At(int line, string problem) =>
        problem.StartsWith("line ", StringComparison.Ordinal) ? problem : $"line {line}: {problem}";

    /// <summary>What a frame says that a structure does not show: nothing may be learned from it in silence.</summary>
    public static string? Unseen(XyzComment keys)
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
            return OfAnotherCharge(charge);
        }

        return Differs("multiplicity", 1) is { } multiplicity ? OfAnotherSpin(multiplicity) : null;

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
/// <param name="Comment">Its second line, or the title of a record.</param>
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
