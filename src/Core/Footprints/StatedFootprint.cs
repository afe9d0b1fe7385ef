namespace Lichen.Core.Footprints;

/// <summary>A published row: hours and hardware, and the emissions stated for them.</summary>
/// <param name="Line">Line of the file where it begins, from 1.</param>
/// <param name="Name">What the row is called; empty where the file has no such column.</param>
/// <param name="Structures">How many structures were computed, at least 1.</param>
/// <param name="CpuHours">Core-hours at full use, above 0.</param>
/// <param name="CoreWatts">Power of one core at full use, in watts, above 0.</param>
/// <param name="Pue">Power usage effectiveness, at least 1.</param>
/// <param name="GramsPerKilowattHour">Grid intensity in g CO2e per kWh, above 0.</param>
/// <param name="StatedKilograms">Emissions as stated, in kg CO2e, above 0.</param>
public sealed record StatedFootprint(
    int Line,
    string Name,
    long Structures,
    double CpuHours,
    double CoreWatts,
    double Pue,
    double GramsPerKilowattHour,
    double StatedKilograms
)
{
    private const double SecondsPerHour = 3600;
    private const double GramsPerKilogram = 1000;

    // With the row's own hardware and grid the model is within a few tens of percent; with the defaults, cores and grids
    // may be several times off either way. Beyond 10 neither explains it; near 1000 a prefix does.
    private const double Slip = 1000;
    private const double SlipWithin = 3;
    private const double Tolerated = 10;

    /// <summary>
    /// Emissions in kg CO2e by the power model from hours and hardware. The memory's power is left out: such rows do not
    /// tell of memory.
    /// </summary>
    public double RecomputedKilograms =>
        new PowerModel(CoreWatts, Pue, "stated").KilowattHours(
            new ResourceUsage(CpuHours * SecondsPerHour, 0, 0, CostBasis.Assumed)
        )
        * GramsPerKilowattHour
        / GramsPerKilogram;

    /// <summary>Stated over recomputed.</summary>
    public double Ratio => StatedKilograms / RecomputedKilograms;

    public StatedVerdict Verdict =>
        Ratio switch
        {
            >= Slip / SlipWithin and <= Slip * SlipWithin => StatedVerdict.LikelyGramsForKilograms,
            >= 1 / (Slip * SlipWithin) and <= SlipWithin / Slip => StatedVerdict.LikelyTonnesForKilograms,
            > Tolerated or < 1 / Tolerated => StatedVerdict.Inconsistent,
            _ => StatedVerdict.Consistent,
        };
}

/// <summary>Whether stated emissions can follow from the hours and hardware beside them.</summary>
public enum StatedVerdict
{
    /// <summary>Within a factor of 10.</summary>
    Consistent,

    /// <summary>About 1000 times too large: a number in g where kg are meant.</summary>
    LikelyGramsForKilograms,

    /// <summary>About 1000 times too small: a number in t where kg are meant.</summary>
    LikelyTonnesForKilograms,

    /// <summary>Off by more than a factor of 10, and not by a prefix.</summary>
    Inconsistent,
}
