namespace Lichen.Chemistry.Routes;

/// <summary>What a search for a route may use; it ends at the first limit it meets.</summary>
/// <param name="Steps">Most reactions in a route, those of all its branches together; at least 1.</param>
/// <param name="Expansions">Most molecules taken apart; at least 1. With it alone, a search always ends the same.</param>
/// <param name="Time">Most elapsed time.</param>
public sealed record RouteLimits(int Steps, int Expansions, TimeSpan Time)
{
    public static RouteLimits Default { get; } = new(6, 1000, TimeSpan.FromSeconds(10));

    /// <exception cref="ArgumentOutOfRangeException">A limit is not positive.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Expansions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Time, TimeSpan.Zero);
    }
}
