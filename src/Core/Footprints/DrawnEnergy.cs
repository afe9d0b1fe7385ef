namespace Lichen.Core.Footprints;

/// <summary>What is known of the energy that a piece of work drew, before the site's PUE.</summary>
/// <param name="ProcessorJoules">Processor and memory, by a meter of the machine; null to model it from CPU time.</param>
/// <param name="Graphics">Of graphics cards.</param>
public readonly record struct DrawnEnergy(double? ProcessorJoules, GraphicsEnergy Graphics = default);

/// <summary>Energy of graphics cards; none is known as well as can be.</summary>
/// <param name="Joules">Finite, not negative.</param>
public readonly record struct GraphicsEnergy(double Joules, CostBasis Basis)
{
    /// <summary>A card at its stated power for all of the elapsed time.</summary>
    /// <remarks>
    /// As Green Algorithms take it without a measured use: Lannelongue, Grealey and Inouye 2021,
    /// <see href="https://doi.org/10.1002/advs.202100707"/>.
    /// </remarks>
    /// <param name="watts">Power of the card; 0 where none is used.</param>
    public static GraphicsEnergy Modelled(double watts, ResourceUsage usage) =>
        watts > 0 ? new GraphicsEnergy(watts * usage.WallSeconds, usage.Basis.OfModelled()) : default;
}
