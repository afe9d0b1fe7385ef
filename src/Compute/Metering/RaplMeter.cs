using System.Globalization;

namespace Lichen.Compute.Metering;

/// <summary>
/// Energy that processor packages and memory drew, as their own counters say (RAPL). It counts the whole machine,
/// whoever used it; sharing it out is up to the caller. Not for use by several threads at once.
/// </summary>
public sealed class RaplMeter
{
    private readonly List<Counter> _counters;
    private double _joules;

    private RaplMeter(List<Counter> counters) => _counters = counters;

    /// <summary>Names of the domains that are counted, such as package-0 and dram.</summary>
    public IReadOnlyList<string> Domains => [.. _counters.Select(counter => counter.Name)];

    /// <summary>Opens the counters; null where the machine shows none or they may not be read (since 2020 often only by root).</summary>
    /// <param name="root">The folder of the kernel's power capping, usually /sys/class/powercap.</param>
    public static RaplMeter? TryOpen(string root = "/sys/class/powercap")
    {
        if (!Directory.Exists(root))
        {
            return null;
        }

        var counters = new List<Counter>();
        foreach (var folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            // Packages hold their cores, and psys holds the packages: adding those would count twice. Memory stands apart.
            if (
                Line(Path.Combine(folder, "name")) is { } name
                && (name.StartsWith("package", StringComparison.Ordinal) || name == "dram")
                && Number(Path.Combine(folder, "energy_uj")) is { } now
                && Number(Path.Combine(folder, "max_energy_range_uj")) is { } range
            )
            {
                counters.Add(new Counter(name, Path.Combine(folder, "energy_uj"), range) { Last = now });
            }
        }

        return counters.Exists(counter => counter.Name.StartsWith("package", StringComparison.Ordinal))
            ? new RaplMeter(counters)
            : null;
    }

    /// <summary>Joules since it was opened. Read at least once a minute: a counter that wraps twice between is not seen.</summary>
    /// <exception cref="IOException">A counter that could be read at the start cannot be read any more.</exception>
    public double ReadJoules()
    {
        foreach (var counter in _counters)
        {
            var now =
                Number(counter.Path)
                ?? throw new IOException($"The energy counter {counter.Path} cannot be read any more.");
            var microjoules = now >= counter.Last ? now - counter.Last : now + (counter.Range - counter.Last);
            counter.Last = now;
            _joules += microjoules * 1e-6;
        }

        return _joules;
    }

    private static long? Number(string path) =>
        long.TryParse(Line(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Line(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Counter(string Name, string Path, long Range)
    {
        public long Last { get; set; }
    }
}
