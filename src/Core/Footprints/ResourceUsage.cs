namespace Lichen.Core.Footprints;

/// <summary>What a piece of work took, as the operating system or a declaration says.</summary>
/// <param name="CpuSeconds">CPU time of the whole process tree, user and system.</param>
/// <param name="WallSeconds">Elapsed time.</param>
/// <param name="PeakMemoryBytes">Largest memory held at once.</param>
/// <param name="Basis">How the numbers are known.</param>
public sealed record ResourceUsage(double CpuSeconds, double WallSeconds, long PeakMemoryBytes, CostBasis Basis)
{
    public static readonly ResourceUsage Nothing = new(0, 0, 0, CostBasis.Measured);

    /// <summary>One piece of work after another: times add, the larger peak stays, the weaker basis stays.</summary>
    public ResourceUsage Then(ResourceUsage next) =>
        new(
            CpuSeconds + next.CpuSeconds,
            WallSeconds + next.WallSeconds,
            Math.Max(PeakMemoryBytes, next.PeakMemoryBytes),
            (CostBasis)Math.Max((int)Basis, (int)next.Basis)
        );
}

/// <summary>How a cost is known, from the strongest to the weakest.</summary>
public enum CostBasis
{
    Measured,
    Modelled,
    Assumed,
}

/// <summary>What follows from how a cost is known.</summary>
public static class CostBasisRules
{
    /// <summary>How a cost is known that a model makes of one known so: an assumption stays one.</summary>
    public static CostBasis OfModelled(this CostBasis basis) =>
        basis == CostBasis.Assumed ? CostBasis.Assumed : CostBasis.Modelled;
}
