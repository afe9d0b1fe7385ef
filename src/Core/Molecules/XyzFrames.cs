using System.Globalization;

namespace Lichen.Core.Molecules;

/// <summary>Reads XYZ files of any number of frames as a stream, in angstrom: plain or extended.</summary>
/// <remarks>
/// A frame is a line with the number of its atoms, a comment, then a line an atom: symbol (or atomic number) and place, or the
/// columns that <see cref="XyzColumns"/> tells. A frame that has fewer or more lines than it says comes out with its problem,
/// and reading goes on at the next line that is a number alone. Extended XYZ as in ASE and libAtoms,
/// <see href="https://github.com/libAtoms/extxyz"/>.
/// </remarks>
public static class XyzFrames
{
    /// <summary>The most atoms of a frame: more are refused before they are read.</summary>
    public const int MostAtoms = 100_000;

    /// <param name="reader">The text.</param>
    /// <param name="vectors">Name of three columns by atom to read along, such as <c>forces</c>; a frame without them has a problem.
    /// Null for none.</param>
    public static IEnumerable<XyzFrame> Read(TextReader reader, string? vectors = null)
    {
        var lines = new Lines(reader);
        for (int number = 1; lines.SkipBlank(); number++)
        {
            yield return Frame(lines, number, vectors);
        }
    }

    private static XyzFrame Frame(Lines lines, int number, string? vectors)
    {
        string first = lines.Next()!;
        int line = lines.Number;
        if (!IsCount(first, out int atoms))
        {
            lines.SkipToCount();
            return Bad("", $"line {line}: expected the number of atoms, found '{Short(first)}'");
        }

        if (lines.Next() is not { } comment)
        {
            return Bad("", "the file ends after the number of atoms");
        }

        if (atoms is 0 or > MostAtoms)
        {
            lines.SkipToCount();
            return Bad(comment, atoms == 0 ? "it has no atoms" : $"{atoms} atoms are more than {MostAtoms}");
        }

        XyzComment keys = XyzComment.Read(comment);
        var words = new string[atoms][];
        for (int i = 0; i < atoms; i++)
        {
            if (lines.Peek is not { } text || string.IsNullOrWhiteSpace(text) || IsCount(text, out _))
            {
                string ends = lines.Peek is null ? ", and the file ends" : "";
                lines.SkipToCount();
                return Bad(comment, $"it says {atoms} atoms and has {i}{ends}");
            }

            words[i] = lines.Next()!.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        }

        int end = lines.Number;
        if (lines.SkipBlank() && !IsCount(lines.Peek!, out _))
        {
            string more = Short(lines.Peek!);
            lines.SkipToCount();
            return Bad(comment, $"it says {atoms} atoms and has more lines: '{more}'");
        }

        string? problem = null;
        XyzColumns? columns = keys["Properties"] is { } named ? XyzColumns.Read(named, out problem) : XyzColumns.Plain;
        Geometry? geometry = columns is null ? null : Atoms(words, columns, end - atoms + 1, out problem);
        double[]? read =
            geometry is null ? null
            : vectors is null ? []
            : Vectors(words, columns!, vectors, end - atoms + 1, out problem);
        return read is null ? Bad(comment, problem!) : new XyzFrame(number, line, comment, keys, geometry!, read);

        XyzFrame Bad(string text, string why) => new(number, line, text, why);
    }

    private static Geometry? Atoms(string[][] words, XyzColumns columns, int line, out string? problem)
    {
        var numbers = new byte[words.Length];
        var angstrom = new double[3 * words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            string[] own = words[i];
            if (own.Length < columns.Width)
            {
                problem =
                    $"line {line + i}: an atom has {columns.Width} columns, found '{Short(string.Join(' ', own))}'";
                return null;
            }

            string element = own[columns.Element.Start];
            if (Number(element) is not { } number)
            {
                problem = $"line {line + i}: '{Short(element)}' is no element";
                return null;
            }

            numbers[i] = number;
            for (int d = 0; d < 3; d++)
            {
                string word = own[columns.Place.Start + d];
                if (!XyzComment.TryNumber(word, out angstrom[(3 * i) + d]))
                {
                    problem = $"line {line + i}: coordinate '{Short(word)}' is no finite number";
                    return null;
                }
            }
        }

        problem = null;
        return Geometry.FromAngstrom(numbers, angstrom);
    }

    private static double[]? Vectors(string[][] words, XyzColumns columns, string name, int line, out string? problem)
    {
        if (columns.Vector(name, out problem) is not { } column)
        {
            return null;
        }

        var values = new double[3 * words.Length];
        for (int i = 0; i < values.Length; i++)
        {
            string word = words[i / 3][column.Start + (i % 3)];
            if (!XyzComment.TryNumber(word, out values[i]))
            {
                problem = $"line {line + (i / 3)}: {name} '{Short(word)}' is no finite number";
                return null;
            }
        }

        return values;
    }

    /// <summary>The atomic number of a symbol in any case, or of digits; null for neither.</summary>
    private static byte? Number(string element) =>
        byte.TryParse(element, NumberStyles.None, CultureInfo.InvariantCulture, out byte digits)
            ? digits is >= 1 and <= 118
                ? digits
                : null
            : (byte?)(
                Elements.AtomicNumber(element)
                ?? Elements.AtomicNumber(char.ToUpperInvariant(element[0]) + element[1..].ToLowerInvariant())
            );

    private static bool IsCount(string line, out int count)
    {
        ReadOnlySpan<char> text = line.AsSpan().Trim();
        count = 0;
        return text.Length is > 0 and < 10
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count);
    }

    private static string Short(string text) => text.Length <= 60 ? text.Trim() : $"{text[..60].Trim()}...";

    /// <summary>Lines of a file with one to look ahead.</summary>
    private sealed class Lines
    {
        private readonly TextReader _reader;

        public Lines(TextReader reader) => (_reader, Peek) = (reader, reader.ReadLine());

        /// <summary>The next line; null at the end.</summary>
        public string? Peek { get; private set; }

        /// <summary>The number of the line that came last.</summary>
        public int Number { get; private set; }

        public string? Next()
        {
            string? line = Peek;
            if (line is not null)
            {
                Number++;
                Peek = _reader.ReadLine();
            }

            return line;
        }

        /// <summary>True when a line is left that is not blank.</summary>
        public bool SkipBlank()
        {
            while (Peek is not null && string.IsNullOrWhiteSpace(Peek))
            {
                Next();
            }

            return Peek is not null;
        }

        public void SkipToCount()
        {
            while (Peek is not null && !IsCount(Peek, out _))
            {
                Next();
            }
        }
    }
}
