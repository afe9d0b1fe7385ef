using System.Runtime.InteropServices;
using Lichen.Cli.Views;
using Lichen.Compute.Metering;
using Lichen.Core.Footprints;

namespace Lichen.Cli.Doctor;

/// <summary>What the machine gives: cores, memory, room for data.</summary>
internal static class Machine
{
    public static IEnumerable<Fact> Facts(string dataFolder)
    {
        yield return new("Lichen", $"{LichenCommand.Version} in {AppContext.BaseDirectory}");
        yield return new(
            ".NET",
            $"{RuntimeInformation.FrameworkDescription}, licence MIT, {RuntimeEnvironment.GetRuntimeDirectory()}"
        );
        yield return new("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        yield return new("cores", $"{Environment.ProcessorCount} usable");
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        yield return new("memory", $"{Figures.Bytes(memory)} usable");
        yield return new("energy meter", EnergyMeter());
        yield return new("graphics cards", GraphicsCards());
        yield return new("grid", $"where a campaign names none: {GridIntensity.World.Source}");
        yield return DataFolder(dataFolder);
    }

    private static string GraphicsCards() =>
        GraphicsMeter.TryOpen() is { } meter
            ? $"{meter.Cards}, measured by NVML where a command of the ladder names its graphics_card"
            : "none with a meter that can be read (NVML): what a command names as its graphics_card is modelled";

    private static string EnergyMeter()
    {
        var model = PowerModel.For(HostFacts.Read().CpuModel ?? "unknown processor", pue: 1);
        var figures = $"{Figures.Number(model.CoreWatts, 3)} W per core ({model.Source})";
        return RaplMeter.TryOpen() is { } rapl
            ? $"RAPL, measured: {string.Join(", ", rapl.Domains)}; what it does not cover is modelled, {figures}"
            : $"Green Algorithms model, no readable RAPL: {figures}, {PowerModel.MemoryWattsPerGigabyte} W per GB";
    }

    private static Fact DataFolder(string folder)
    {
        // The folder is made by the first campaign: what counts here is whether it could be.
        var existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { Length: > 0 } above)
        {
            existing = above;
        }

        var free = new DriveInfo(existing).AvailableFreeSpace;
        var state = existing == folder ? "" : ", not made yet";
        var problem = CanWrite(existing)
            ? ""
            : $"{existing} cannot be written to; set XDG_DATA_HOME to a folder that can";
        return new("data folder", $"{folder}{state}, {Figures.Bytes(free)} free", problem);
    }

    private static bool CanWrite(string folder)
    {
        var file = Path.Combine(folder, $".lichen-{Environment.ProcessId}");
        try
        {
            using (
                new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)
            )
            {
                return true;
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
