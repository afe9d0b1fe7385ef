using Lichen.Core.Molecules;
using Lichen.Core.Properties;

namespace Lichen.Core.Calculations;

/// <summary>What an engine is asked to do.</summary>
/// <param name="Wanted">Properties that must be in the outcome.</param>
/// <param name="Start">Start geometry, or null for engines that need none.</param>
/// <param name="Bonds">Pairs (i, j), i below j, of bonded atoms in the order of <paramref name="Start"/>.</param>
/// <param name="Limits">Bounds that the run is stopped at.</param>
/// <param name="WorkFolder">An empty folder of this calculation's own; the caller removes it.</param>
/// <param name="Cure">Code of the failure whose cure is to be applied, or null on the first attempt.</param>
public sealed record CalculationRequest(
    Candidate Candidate,
    LevelOfTheory Level,
    IReadOnlyList<Property> Wanted,
    Geometry? Start,
    IReadOnlyList<(int First, int Second)> Bonds,
    ResourceLimits Limits,
    string WorkFolder,
    string? Cure
);

/// <summary>Bounds of one run: CPU time of the whole process tree, elapsed time and memory.</summary>
public sealed record ResourceLimits(TimeSpan CpuTime, TimeSpan WallTime, long MemoryBytes);
