using System.Globalization;

namespace Lichen.Core.Molecules;

/// <summary>Which columns of the lines of atoms hold what: the key <c>Properties</c> of extended XYZ.</summary>
/// <remarks>
/// <c>species:S:1:pos:R:3:forces:R:3</c> and so on, name, type and number of columns by turns. Without it the first column is the
/// element and the next three the place; what follows is not looked at.
/// </remarks>
internal sealed class XyzColumns
{
    private static readonly string[] ElementNames = ["species", "symbol", "symbols", "element", "Z", "numbers"];
    private static readonly string[] PlaceNames = ["pos", "positions", "coordinates"];

    private readonly List<XyzColumn> _columns;

    private XyzColumns(List<XyzColumn> columns)
    {
        _columns = columns;
        Width = columns.Sum(column => column.Count);
        Element = columns.Find(column => ElementNames.Contains(column.Name));
        Place = columns.Find(column => PlaceNames.Contains(column.Name));
    }

    /// <summary>An element, then three coordinates.</summary>
    public static XyzColumns Plain { get; } = new([new("species", 0, 1), new("pos", 1, 3)]);

    /// <summary>The fewest words of a line.</summary>
    public int Width { get; }

    public XyzColumn Element { get; }

    public XyzColumn Place { get; }

    /// <summary>Three columns of a name beside element and place; null with the reason where there are none.</summary>
    public XyzColumn? Vector(string name, out string? problem)
    {
        XyzColumn found = _columns.Find(column => column.Name == name);
        problem =
            found.Count == 3 ? null
            : found.Count > 0 ? $"the column '{name}' has {found.Count} numbers by atom, not three"
            : $"Properties names no column '{name}': it has {string.Join(", ", _columns.Select(column => column.Name))}"
                + NearestWord.Suggestion(name, _columns.Select(column => column.Name));
        return problem is null ? found : null;
    }

    /// <summary>Reads the value of <c>Properties</c>; null with the reason where it says no element or place.</summary>
    public static XyzColumns? Read(string text, out string? problem)
    {
        string[] parts = text.Split(':');
        var columns = new List<XyzColumn>();
        for (int i = 0, start = 0; i < parts.Length; i += 3)
        {
            if (
                i + 2 >= parts.Length
                || !int.TryParse(parts[i + 2], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                || count is < 1 or > 1000
            )
            {
                problem = $"Properties '{text}' is not name:type:count, name:type:count and so on";
                return null;
            }

            columns.Add(new XyzColumn(parts[i], start, count));
            start += count;
        }

        var read = new XyzColumns(columns);
        problem =
            read.Element.Count != 1 ? $"Properties '{text}' names no column of elements (species:S:1)"
            : read.Place.Count != 3 ? $"Properties '{text}' names no three columns of places (pos:R:3)"
            : null;
        return problem is null ? read : null;
    }
}

/// <summary>Columns of one name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Start">The first of them, from 0.</param>
/// <param name="Count">How many; 0 for none of that name.</param>
internal readonly record struct XyzColumn(string Name, int Start, int Count);
