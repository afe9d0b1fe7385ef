using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Lichen.Core.Footprints;

/// <summary>What a kilowatt-hour of a grid emits.</summary>
/// <param name="Region">ISO 3166 alpha-2 code, EU or WORLD; "own" for a value that the user gave.</param>
/// <param name="Name">The region in words.</param>
/// <param name="GramsPerKilowattHour">g CO2e per kWh.</param>
/// <param name="Year">Year that the number is of, or null for a user's own.</param>
/// <param name="Source">Where the number comes from, in words that belong into a report.</param>
public sealed record GridIntensity(string Region, string Name, double GramsPerKilowattHour, int? Year, string Source)
{
    private static readonly Dictionary<string, GridIntensity> Table = Rows()
        .ToDictionary(row => row.Region, row => row, StringComparer.OrdinalIgnoreCase);

    /// <summary>Average of the world, for who has not said where the machine stands.</summary>
    public static GridIntensity World => Table["WORLD"];

    /// <summary>All regions of the table, by code.</summary>
    public static IReadOnlyList<GridIntensity> Known { get; } =
    [.. Table.Values.OrderBy(row => row.Region, StringComparer.Ordinal)];

    /// <summary>A value that the user gave.</summary>
    /// <param name="gramsPerKilowattHour">g CO2e per kWh, not negative.</param>
    public static GridIntensity Own(double gramsPerKilowattHour) =>
        double.IsFinite(gramsPerKilowattHour) && gramsPerKilowattHour >= 0
            ? new GridIntensity("own", "own value", gramsPerKilowattHour, null, "given in the campaign file")
            : throw new ArgumentOutOfRangeException(
                nameof(gramsPerKilowattHour),
                gramsPerKilowattHour,
                "A grid intensity is a finite number of g CO2e per kWh, not negative."
            );

    /// <summary>Looks a region up by its code in either case.</summary>
    /// <param name="suggestions">The nearest valid codes with their names, best first; empty when found.</param>
    public static bool TryGet(
        string region,
        [NotNullWhen(true)] out GridIntensity? intensity,
        out IReadOnlyList<string> suggestions
    )
    {
        var found = Table.TryGetValue(region.Trim(), out intensity);
        suggestions = found ? [] : Nearest(region.Trim());
        return found;
    }

    /// <summary>By a name that starts alike (germany for DE), else by edits between the codes or names.</summary>
    private static string[] Nearest(string text) =>
        [
            .. Known
                .OrderBy(row =>
                    row.Name.StartsWith(text, StringComparison.OrdinalIgnoreCase) && text.Length > 0
                        ? 0
                        : Math.Min(Edits(text, row.Region), Edits(text, row.Name))
                )
                .ThenBy(row => row.Region, StringComparer.Ordinal)
                .Take(3)
                .Select(row => $"{row.Region} ({row.Name})"),
        ];

    /// <summary>Levenshtein's distance, case ignored.</summary>
    private static int Edits(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        foreach (var letter in a)
        {
            var current = new int[b.Length + 1];
            current[0] = previous[0] + 1;
            for (var j = 0; j < b.Length; j++)
            {
                var change = char.ToUpperInvariant(letter) == char.ToUpperInvariant(b[j]) ? 0 : 1;
                current[j + 1] = Math.Min(Math.Min(previous[j + 1], current[j]) + 1, previous[j] + change);
            }

            previous = current;
        }

        return previous[b.Length];
    }

    private static IEnumerable<GridIntensity> Rows() =>
        DataTable
            .Read("grid-intensity.csv")
            .Select(row => new GridIntensity(
                row[0],
                row[1],
                DataTable.Number(row[2]),
                int.Parse(row[3], CultureInfo.InvariantCulture),
                $"{row[1]} {row[3]}: {row[2]} g CO2e/kWh, life cycle, yearly average of generation (Ember)"
            ));
}
