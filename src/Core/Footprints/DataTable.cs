using System.Globalization;
using System.Reflection;

namespace Lichen.Core.Footprints;

/// <summary>
/// Tables that are part of the program: lines that start with # say where the numbers come from, then a header.
/// </summary>
internal static class DataTable
{
    /// <summary>Rows of fields; no field has a comma in it.</summary>
    public static IEnumerable<string[]> Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var header = true;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.Length == 0)
            {
                continue;
            }

            if (!header)
            {
                yield return line.Split(',');
            }

            header = false;
        }
    }

    public static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
