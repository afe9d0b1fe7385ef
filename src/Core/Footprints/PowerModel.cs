namespace Lichen.Core.Footprints;

/// <summary>Power drawn by a working core and by memory, without PUE.</summary>
/// <param name="WattsPerCore">Power of one fully used core.</param>
/// <param name="Source">Where the figure comes from, in words.</param>
/// <remarks>
/// Green Algorithms: Lannelongue, Grealey and Inouye 2021, eq. 1, <see href="https://doi.org/10.1002/advs.202100707"/>.
/// CPU time stands for cores x use x time, so idle cores of a calculation cost nothing here.
/// </remarks>
public sealed record PowerModel(double WattsPerCore, string Source)
{
    /// <summary>Power of memory in W per GB, from the same source.</summary>
    public const double WattsPerGigabyte = 0.3725;

    private const double JoulesPerKilowattHour = 3.6e6;

    public double KilowattHours(ResourceUsage usage) =>
        ((usage.CpuSeconds * WattsPerCore) + (usage.WallSeconds * usage.PeakMemoryBytes / 1e9 * WattsPerGigabyte))
        / JoulesPerKilowattHour;
}
