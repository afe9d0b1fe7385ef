using System.Globalization;

namespace Lichen.Cli.Views;

/// <summary>Numbers as people read them in a terminal; files carry them in full.</summary>
internal static class Figures
{
    /// <summary>A count with a separator each three digits.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with so many significant digits, never in more columns than it needs.</summary>
    public static string Number(double value, int digits = 4)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "-"
                : value > 0 ? "∞"
                : "-∞";
        }

        if (value == 0)
        {
            return "0";
        }

        var magnitude = Math.Floor(Math.Log10(Math.Abs(value)));
        if (magnitude is < -4 or > 9)
        {
            return value.ToString("0." + new string('#', digits - 1) + "e0", CultureInfo.InvariantCulture);
        }

        var decimals = (int)Math.Clamp(digits - 1 - magnitude, 0, 12);
        return value.ToString("N" + decimals, CultureInfo.InvariantCulture);
    }

    /// <summary>A number that somebody chose, without zeros at its end.</summary>
    public static string Given(double value) =>
        value.ToString(Math.Abs(value) < 1 ? "0.######" : "#,0.###", CultureInfo.InvariantCulture);

    /// <summary>A share as a whole percentage; below one half of a percent it still says that it is not zero.</summary>
    public static string Percent(double share) =>
        share is > 0 and < 0.005 ? "<1 %" : share.ToString("0 %", CultureInfo.InvariantCulture);

    public static string Percent(double? share) => share is { } known ? Percent(known) : "-";

    /// <summary>A time in its two largest units.</summary>
    public static string Duration(TimeSpan time)
    {
        var seconds = (long)Math.Max(0, time.TotalSeconds);
        return seconds switch
        {
            < 60 => $"{seconds} s",
            < 3600 => $"{seconds / 60} min {seconds % 60:00} s",
            < 86_400 => $"{seconds / 3600} h {seconds / 60 % 60:00} min",
            _ => $"{seconds / 86_400} d {seconds / 3600 % 24:00} h",
        };
    }

    public static string Bytes(long bytes) =>
        bytes switch
        {
            >= 1L << 30 => $"{Number(bytes / (double)(1L << 30), 3)} GiB",
            >= 1L << 20 => $"{Number(bytes / (double)(1L << 20), 3)} MiB",
            >= 1L << 10 => $"{Number(bytes / (double)(1L << 10), 3)} KiB",
            _ => $"{bytes} B",
        };
}
