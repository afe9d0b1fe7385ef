using System.Globalization;
using System.Text;
using Lichen.Core.Molecules;

namespace Lichen.Compute.Engines;

/// <summary>The XYZ text format: a count, a comment, then symbol and angstrom coordinates by line.</summary>
internal static class Xyz
{
    public static string Write(Geometry geometry, string comment)
    {
        var text = new StringBuilder();
        text.Append(geometry.AtomCount).Append('\n').Append(comment).Append('\n');
        AppendAtoms(text, geometry, geometry.ToAngstrom());
        return text.ToString();
    }

    /// <summary>Lines of symbol and three coordinates, in the unit that the coordinates are in.</summary>
    public static void AppendAtoms(StringBuilder text, Geometry geometry, ReadOnlySpan<double> coordinates)
    {
        for (var i = 0; i < geometry.AtomCount; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Elements.Symbol(geometry.AtomicNumbers[i])} {coordinates[3 * i]:F10} {coordinates[(3 * i) + 1]:F10} {coordinates[(3 * i) + 2]:F10}\n"
            );
        }
    }

    /// <summary>Reads the first frame; null when it is not whole: a last line without its end may lack digits.</summary>
    public static Geometry? Read(string text)
    {
        var lines = text.Split('\n');
        if (
            !int.TryParse(lines[0], CultureInfo.InvariantCulture, out var count)
            || count < 1
            || lines.Length < count + 3
        )
        {
            return null;
        }

        var numbers = new byte[count];
        var angstrom = new double[3 * count];
        for (var i = 0; i < count; i++)
        {
            var words = lines[i + 2].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 4 || Elements.AtomicNumber(words[0]) is not { } number)
            {
                return null;
            }

            numbers[i] = (byte)number;
            for (var axis = 0; axis < 3; axis++)
            {
                if (
                    !double.TryParse(words[axis + 1], CultureInfo.InvariantCulture, out angstrom[(3 * i) + axis])
                    || !double.IsFinite(angstrom[(3 * i) + axis])
                )
                {
                    return null;
                }
            }
        }

        return Geometry.FromAngstrom(numbers, angstrom);
    }
}
