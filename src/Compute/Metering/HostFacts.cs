using System.Globalization;

namespace Lichen.Compute.Metering;

/// <summary>What a power model needs to know of the machine.</summary>
/// <param name="CpuModel">Model name as the kernel says it, such as "Intel(R) Xeon(R) Gold 6248R CPU @ 3.00GHz"; null when it says none.</param>
/// <param name="LogicalCores">Processors that this process may use.</param>
/// <param name="HostLogicalCores">Processors that the machine shows, at least one.</param>
/// <param name="MemoryBytes">Memory of the machine; 0 when unknown.</param>
/// <param name="IsVirtual">True under a hypervisor, where cores are shares of cores and counters of energy are seldom shown.</param>
public sealed record HostFacts(
    string? CpuModel,
    int LogicalCores,
    int HostLogicalCores,
    long MemoryBytes,
    bool IsVirtual
)
{
    /// <summary>Reads this machine.</summary>
    public static HostFacts Read() =>
        Parse(TextOf("/proc/cpuinfo"), TextOf("/proc/meminfo"), Environment.ProcessorCount);

    /// <param name="cpuInfo">Text of /proc/cpuinfo.</param>
    /// <param name="memoryInfo">Text of /proc/meminfo.</param>
    /// <param name="usableCores">Processors that this process may use.</param>
    public static HostFacts Parse(string cpuInfo, string memoryInfo, int usableCores)
    {
        string? model = null;
        var cores = 0;
        var isVirtual = false;
        foreach (var line in cpuInfo.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                continue;
            }

            var (name, value) = (line[..colon].Trim(), line[(colon + 1)..].Trim());
            cores += name == "processor" ? 1 : 0;
            model ??= name == "model name" ? value : null;
            isVirtual |= name == "flags" && value.Split(' ').Contains("hypervisor");
        }

        return new HostFacts(model, usableCores, Math.Max(cores, 1), MemoryOf(memoryInfo), isVirtual);
    }

    private static long MemoryOf(string memoryInfo)
    {
        const string Name = "MemTotal:";
        var line = memoryInfo.Split('\n').FirstOrDefault(text => text.StartsWith(Name, StringComparison.Ordinal));
        return line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var number, "kB"]
            ? 1024 * long.Parse(number, CultureInfo.InvariantCulture)
            : 0;
    }

    private static string TextOf(string path) => File.Exists(path) ? File.ReadAllText(path) : "";
}
