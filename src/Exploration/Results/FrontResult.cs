using System.Collections.Immutable;
using Lichen.Exploration.Pareto;

namespace Lichen.Exploration.Results;

/// <summary>What a campaign with several objectives reached.</summary>
/// <param name="Bounds">Between which losses the volume is measured; taken from what is known and predicted.</param>
/// <param name="Hypervolume">
/// Of what is computed, as a share of the volume between ideal and reference; comparable within one result only.
/// </param>
/// <param name="Attained">
/// The same as a share of the volume that the whole pool holds, as far as the models know; null without models.
/// </param>
/// <param name="Timeline">The volume after each finished calculation.</param>
public sealed record FrontResult(
    Bounds Bounds,
    double Hypervolume,
    Attainment? Attained,
    ImmutableArray<FrontPoint> Timeline
);

/// <summary>A share with its central 90 % interval.</summary>
public sealed record Attainment(double Mean, double Low, double High);

/// <summary>The front after one finished calculation.</summary>
/// <param name="CoreSeconds">Chemistry CPU seconds spent up to and with it.</param>
/// <param name="Share">Volume as a share of that between ideal and reference.</param>
/// <param name="OnFront">Number of molecules on the front.</param>
public sealed record FrontPoint(long Decision, double CoreSeconds, double Share, int OnFront);
