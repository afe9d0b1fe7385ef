using System.Globalization;

namespace Lichen.Core.Footprints;

/// <summary>
/// Power of one core at full use, by the processor's name: its thermal design power shared by its cores.
/// </summary>
/// <param name="Model">The processor as the table names it, or the name that was asked for where it has none.</param>
/// <param name="CoreWatts">Watts per core.</param>
/// <param name="IsDefault">True where the table does not know the processor and the default stands in.</param>
/// <param name="Source">Where the number comes from, in words that belong into a report.</param>
public sealed record CpuPower(string Model, double CoreWatts, bool IsDefault, string Source)
{
    /// <summary>What Green Algorithms takes for a processor of which nothing is known, in watts per core.</summary>
    public const double DefaultCoreWatts = 12.0;

    private static readonly Dictionary<string, CpuPower> Table = Rows()
        .ToDictionary(row => Words(row.Model), row => row);

    public static IReadOnlyCollection<CpuPower> Known => Table.Values;

    /// <summary>
    /// Looks a processor up by the name that the operating system gives, such as "AMD EPYC 7763 64-Core Processor". A
    /// name without a model, as virtual machines show, gives the default and says so.
    /// </summary>
    public static CpuPower Of(string processor)
    {
        var words = Words(processor);
        return Table.TryGetValue(words, out var power)
            ? power
            : new CpuPower(
                processor.Trim(),
                DefaultCoreWatts,
                IsDefault: true,
                $"assumed {DefaultCoreWatts.ToString("F1", CultureInfo.InvariantCulture)} W per core, "
                    + "Green Algorithms' default: "
                    + $"the processor '{processor.Trim()}' is not in the table"
            );
    }

    private static IEnumerable<CpuPower> Rows() =>
        DataTable
            .Read("cpu-power.csv")
            .Select(row =>
            {
                var (watts, cores) = (DataTable.Number(row[1]), DataTable.Number(row[2]));
                return new CpuPower(
                    row[0],
                    watts / cores,
                    IsDefault: false,
                    $"{row[0]}: {row[1]} W thermal design power on {row[2]} cores ({row[3]})"
                );
            });

    /// <summary>What identifies a model: lower case, without marks, clock rate and words that every name has.</summary>
    private static string Words(string name)
    {
        var bare = name.ToLowerInvariant()
            .Replace("(r)", " ", StringComparison.Ordinal)
            .Replace("(tm)", " ", StringComparison.Ordinal)
            .Replace("™", " ", StringComparison.Ordinal)
            .Replace("®", " ", StringComparison.Ordinal);
        var clock = bare.IndexOf('@', StringComparison.Ordinal);
        var words = (clock < 0 ? bare : bare[..clock])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .TakeWhile(word => word is not ("with" or "w/"))
            .Where(word => word is not ("cpu" or "processor") && !word.EndsWith("-core", StringComparison.Ordinal))
            .Where(word =>
                !(word.EndsWith("th", StringComparison.Ordinal) && char.IsAsciiDigit(word[0])) && word != "gen"
            );
        return string.Join(' ', words);
    }
}
