namespace Lichen.Core.Footprints;

/// <summary>
/// Energy of computing after Green Algorithms: E = t (n_cores P_core u + n_GB 0.3725 W) PUE, with the time that a
/// core is really at work, so that t n_cores u is the CPU time.
/// </summary>
/// <param name="CoreWatts">Power of one core at full use, in watts.</param>
/// <param name="Pue">Power usage effectiveness of the site, at least 1; 1 for a workstation.</param>
/// <param name="Source">Where the core's power comes from, in words.</param>
/// <remarks>
/// Source: Lannelongue, Grealey and Inouye 2021, eq. 1, <see href="https://doi.org/10.1002/advs.202100707"/>. Idle
/// power, disks and network are left out there and here; a processor that serves others too is charged by the core.
/// </remarks>
public sealed record PowerModel(double CoreWatts, double Pue, string Source)
{
    /// <summary>Power of memory, in watts per GB (10^9 bytes here), whether used or not.</summary>
    public const double MemoryWattsPerGigabyte = 0.3725;

    /// <summary>
    /// How far modelled energy may be from measured energy, as a share of it, either way: what estimators of this kind were
    /// off by at most against external meters. Source: Fischer 2025, <see href="https://arxiv.org/abs/2509.22092"/>.
    /// </summary>
    public const double RelativeError = 0.4;

    private const double BytesPerGigabyte = 1e9;
    private const double JoulesPerKilowattHour = 3.6e6;

    public double CoreWatts { get; } = Positive(CoreWatts, nameof(CoreWatts), least: 0);

    public double Pue { get; } = Positive(Pue, nameof(Pue), least: 1);

    /// <summary>The model of a processor known by the name that its operating system gives it.</summary>
    public static PowerModel For(string processor, double pue)
    {
        var power = CpuPower.Of(processor);
        return new PowerModel(power.CoreWatts, pue, power.Source);
    }

    /// <summary>
    /// Energy in kWh, PUE included: the CPU time at the core's power, the peak memory over the elapsed time.
    /// </summary>
    public double KilowattHours(ResourceUsage usage)
    {
        var cores = usage.CpuSeconds * CoreWatts;
        var memory = usage.WallSeconds * (usage.PeakMemoryBytes / BytesPerGigabyte) * MemoryWattsPerGigabyte;
        return (cores + memory) * Pue / JoulesPerKilowattHour;
    }

    private static double Positive(double value, string name, double least) =>
        double.IsFinite(value) && value >= least
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"It is a finite number, at least {least}.");
}
