using System.Collections.Immutable;
using Lichen.Exploration.Pareto;

namespace Lichen.Exploration.Results;

/// <summary>What a campaign with several wishes reached.</summary>
/// <param name="Wishes">The wishes in the order of every molecule's values: objectives, then constraints.</param>
/// <param name="Objectives">How many of the wishes are objectives.</param>
/// <param name="Bounds">Between which losses the volume is measured; taken from what is known and predicted.</param>
/// <param name="Hypervolume">
/// Of what is computed, as a share of the volume between ideal and reference; comparable within one result only.
/// </param>
/// <param name="Attained">
/// The same as a share of the volume that the whole pool holds, as far as the models know; null without models.
/// </param>
/// <param name="Timeline">The volume after each finished calculation.</param>
public sealed record FrontResult(
    ImmutableArray<WishFacts> Wishes,
    int Objectives,
    Bounds Bounds,
    double Hypervolume,
    Attainment? Attained,
    ImmutableArray<FrontPoint> Timeline
);

/// <summary>A wish in words.</summary>
/// <param name="Level">Level at which it counts, or structure.</param>
/// <param name="Goal">The wish, such as minimise.</param>
/// <param name="Maximised">True when larger is better.</param>
public sealed record WishFacts(
    string Property,
    string Column,
    string Unit,
    string Level,
    string Goal,
    bool Maximised,
    double Weight
);

/// <summary>What is known or expected of one wish for one molecule.</summary>
/// <param name="Value">The value, or the prediction where it is not computed; null without either.</param>
/// <param name="Deviation">Standard deviation of a prediction; 0 for what is known.</param>
/// <param name="Known">True when it was computed or follows from the structure.</param>
public sealed record WishValue(double? Value, double Deviation, bool Known);

/// <summary>A share with its central 90 % interval.</summary>
public sealed record Attainment(double Mean, double Low, double High);

/// <summary>The front after one finished calculation.</summary>
/// <param name="CoreSeconds">Chemistry CPU seconds spent up to and with it.</param>
/// <param name="Share">Volume as a share of that between ideal and reference.</param>
/// <param name="OnFront">Number of molecules on the front.</param>
public sealed record FrontPoint(long Decision, double CoreSeconds, double Share, int OnFront);
