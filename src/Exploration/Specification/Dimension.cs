using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Lichen.Exploration.Specification;

/// <summary>What a number with a unit measures, and the units in which users may write it.</summary>
/// <param name="Phrase">The dimension in words, with its article.</param>
/// <param name="Example">A quantity as users write it.</param>
/// <param name="Units">Units, the base unit first; empty where the unit is a currency.</param>
/// <param name="Pattern">Regular expression of a unit.</param>
internal sealed partial record Dimension(string Phrase, string Example, ImmutableArray<Unit> Units, string Pattern)
{
    public const string NumberPattern = @"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?";

    public static readonly Dimension CoreTime = Of(
        "a core time",
        "30 core-minutes",
        new("core-seconds", 1, "core-second", "core-s"),
        new("core-minutes", 60, "core-minute", "core-min"),
        new("core-hours", 3600, "core-hour", "core-h"),
        new("core-days", 86400, "core-day", "core-d")
    );

    public static readonly Dimension Time = Of(
        "a time",
        "10 min",
        new("s", 1, "seconds", "second", "sec"),
        new("min", 60, "minutes", "minute"),
        new("h", 3600, "hours", "hour"),
        new("d", 86400, "days", "day")
    );

    public static readonly Dimension Energy = Of(
        "an energy",
        "0.05 kWh",
        new("kWh", 1),
        new("Wh", 1e-3),
        new("MWh", 1e3),
        new("kJ", 1 / 3600.0),
        new("MJ", 1 / 3.6)
    );

    public static readonly Dimension Power = Of("a power", "300 W", new("W", 1), new("kW", 1e3));

    public static readonly Dimension Emissions = Of(
        "an amount of emissions",
        "10 g CO2e",
        new("g CO2e", 1, "gCO2e", "g CO2", "g CO2eq"),
        new("kg CO2e", 1e3, "kgCO2e", "kg CO2", "kg CO2eq"),
        new("t CO2e", 1e6, "tCO2e", "t CO2", "t CO2eq")
    );

    public static readonly Dimension Embodied = Of(
        "emissions of hardware",
        "1.5 g CO2e/core-hour",
        new("g CO2e/core-hour", 1, "g CO2e/core-h", "g/core-hour"),
        new("kg CO2e/core-hour", 1e3, "kg CO2e/core-h")
    );

    public static readonly Dimension Memory = Of(
        "a memory size",
        "2 GB",
        new("GB", 1),
        new("MB", 1e-3),
        new("TB", 1e3),
        new("GiB", 1.073741824),
        new("MiB", 1.048576e-3)
    );

    public static readonly Dimension MolarEnergy = Of(
        "a molar energy",
        "6 kcal/mol",
        new("kcal/mol", 1),
        new("kJ/mol", 1 / 4.184)
    );

    public static readonly Dimension Temperature = Of("a temperature", "298.15 K", new Unit("K", 1));

    public static readonly Dimension MolarMass = Of("a molar mass", "500 g/mol", new Unit("g/mol", 1, "Da"));

    public static readonly Dimension Intensity = Of(
        "a grid intensity",
        "380 g CO2e/kWh",
        new("g CO2e/kWh", 1, "gCO2e/kWh", "g CO2/kWh", "g/kWh"),
        new("kg CO2e/kWh", 1e3, "kgCO2e/kWh", "kg CO2/kWh", "kg/kWh")
    );

    public static readonly Dimension Money = new("an amount of money", "5 EUR", [], "[A-Z]{3}");

    public static readonly Dimension Price = new("a price", "0.05 EUR/core-hour", [], "[A-Z]{3}/core-hour");

    private static readonly ImmutableArray<Dimension> All =
    [
        CoreTime,
        Time,
        Energy,
        Power,
        Emissions,
        Memory,
        MolarEnergy,
        Temperature,
        MolarMass,
        Intensity,
        Money,
        Price,
    ];

    /// <summary>The dimension that a unit belongs to, or null for an unknown unit.</summary>
    public static Dimension? OfUnit(string unit) =>
        All.FirstOrDefault(dimension => Regex.IsMatch(unit, $"^(?:{dimension.Pattern})$"));

    /// <summary>Splits a number from its unit. The unit is empty where none is written.</summary>
    public static bool TrySplit(string text, out double number, out string unit)
    {
        var match = Quantity().Match(text.Trim());
        number = 0;
        unit = match.Groups["unit"].Value;
        return match.Success
            && double.TryParse(
                match.Groups["number"].Value,
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out number
            )
            && double.IsFinite(number);
    }

    public Unit? Find(string unit) => Units.FirstOrDefault(known => known.Is(unit));

    /// <summary>A value in base units, written in the largest unit that reads back to exactly the same number.</summary>
    public string Write(double value)
    {
        var best = $"{value} {Units[0].Symbol}";
        foreach (var unit in Units.Where(unit => unit.Factor > Units[0].Factor).OrderByDescending(unit => unit.Factor))
        {
            var text = $"{value / unit.Factor} {unit.Symbol}";
            if (
                Math.Abs(value) >= unit.Factor
                && text.Length <= best.Length
                && double.Parse(text.Split(' ')[0]) * unit.Factor == value
            )
            {
                return text;
            }
        }

        return best;
    }

    private static Dimension Of(string phrase, string example, params Unit[] units) =>
        new(
            phrase,
            example,
            [.. units],
            string.Join('|', units.SelectMany(unit => unit.Spellings).Select(Regex.Escape))
        );

    [GeneratedRegex($@"^(?<number>{NumberPattern})\s*(?<unit>[^\s\d].*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Quantity();
}

/// <summary>A unit with its factor to the base unit and the other spellings that are read.</summary>
internal sealed record Unit(string Symbol, double Factor, params string[] Aliases)
{
    public IEnumerable<string> Spellings => Aliases.Prepend(Symbol);

    public bool Is(string text) => Spellings.Contains(text, StringComparer.Ordinal);
}
