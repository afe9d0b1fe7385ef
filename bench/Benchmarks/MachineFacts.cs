using System.Runtime.InteropServices;
using Lichen.Compute.Metering;

namespace Lichen.Benchmarks;

/// <summary>Where and on what the figures were made.</summary>
internal static class MachineFacts
{
    public static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    public static string Describe(string loadBefore, TimeSpan elapsed)
    {
        var host = HostFacts.Read();
        return $"{host.CpuModel ?? "unknown processor"}, {Environment.ProcessorCount} logical cores"
            + $"{(host.IsVirtual ? ", virtual" : "")}; {RuntimeInformation.FrameworkDescription}; commit {Commit()}; "
            + $"load average {loadBefore} at the start, {Load()} at the end; {elapsed.TotalSeconds:0} s in all.";
    }

    private static string Commit()
    {
        var changed = Programs.Output("git", ["status", "--porcelain", "--untracked-files=no"]).Trim().Length > 0;
        return Programs.Output("git", ["rev-parse", "--short=10", "HEAD"]).Trim() + (changed ? " with changes" : "");
    }
}
