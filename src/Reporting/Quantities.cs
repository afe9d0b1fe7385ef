using System.Globalization;

namespace Lichen.Reporting;

/// <summary>Numbers as people read them: few digits, the unit that fits. Tables for machines do not use these.</summary>
internal static class Quantities
{
    /// <summary>Keeps a number and its unit on one line.</summary>
    public const char NumberSpace = '\u00A0';

    /// <summary>A whole number with thousands apart.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with so many significant digits, trailing zeros kept, never in exponents between 1e-4 and 1e7.</summary>
    public static string Number(double value, int digits = 4)
    {
        if (!double.IsFinite(value))
        {
            return "not a number";
        }

        if (value == 0)
        {
            return "0";
        }

        // 9.9996 with 4 digits is 10.00: the magnitude after rounding decides.
        var magnitude = (int)Math.Floor(Math.Log10(Math.Abs(double.Parse(value.ToString($"E{digits - 1}")))));
        return magnitude is < -4 or > 6
            ? value.ToString($"0.{new string('0', digits - 1)}E0", CultureInfo.InvariantCulture)
            : value.ToString($"N{Math.Max(0, digits - 1 - magnitude)}", CultureInfo.InvariantCulture);
    }

    /// <summary>A property's value: three decimals suffice for eV and D; larger numbers keep five digits.</summary>
    public static string Value(double value) =>
        Math.Abs(value) is >= 0.01 and < 100 ? value.ToString("0.000", CultureInfo.InvariantCulture) : Number(value, 5);

    /// <summary>A share, 0.146, as 14.6 %.</summary>
    public static string Percent(double share) =>
        share switch
        {
            0 => $"0{NumberSpace}%",
            < 0.001 => $"<{NumberSpace}0.1{NumberSpace}%",
            < 0.0995 => share.ToString("0.0 %", CultureInfo.InvariantCulture).Replace(" %", NumberSpace + "%"),
            _ => Math.Round(100 * share).ToString("N0", CultureInfo.InvariantCulture) + NumberSpace + "%",
        };

    /// <summary>CPU time in the unit that fits.</summary>
    public static string CoreTime(double seconds)
    {
        var scale = TimeScale.For(seconds);
        return $"{Number(seconds / scale.Seconds, 3)}{NumberSpace}{scale.Name}";
    }

    public static string Energy(double kilowattHours) =>
        Math.Abs(kilowattHours) switch
        {
            0 => $"0{NumberSpace}Wh",
            >= 1 => $"{Number(kilowattHours, 3)}{NumberSpace}kWh",
            >= 1e-3 => $"{Number(1e3 * kilowattHours, 3)}{NumberSpace}Wh",
            _ => $"{Number(1e6 * kilowattHours, 3)}{NumberSpace}mWh",
        };

    public static string Carbon(double grams) =>
        Math.Abs(grams) switch
        {
            0 => $"0{NumberSpace}g",
            >= 1e6 => $"{Number(1e-6 * grams, 3)}{NumberSpace}t",
            >= 1e3 => $"{Number(1e-3 * grams, 3)}{NumberSpace}kg",
            >= 1 => $"{Number(grams, 3)}{NumberSpace}g",
            _ => $"{Number(1e3 * grams, 3)}{NumberSpace}mg",
        };

    /// <summary>One noun or its plural after a count.</summary>
    public static string Counted(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";
}

/// <summary>A unit of CPU time.</summary>
/// <param name="Name">As written after a number: core-s, core-min, core-h or core-d.</param>
/// <param name="Seconds">CPU seconds in one of it.</param>
internal readonly record struct TimeScale(string Name, double Seconds)
{
    public static TimeScale For(double seconds) =>
        Math.Abs(seconds) switch
        {
            < 100 => new("core-s", 1),
            < 2 * 3600 => new("core-min", 60),
            < 3 * 86400 => new("core-h", 3600),
            _ => new("core-d", 86400),
        };
}
