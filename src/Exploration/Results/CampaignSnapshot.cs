using System.Collections.Immutable;

namespace Lichen.Exploration.Results;

/// <summary>The state of a running campaign, for people to look at.</summary>
/// <param name="Stage">What is going on: reading, features, exploring, saving, finished, paused.</param>
/// <param name="Best">Best molecules so far, best first, at most five.</param>
/// <param name="Remaining">Honest guess of the time left, or null while unknown.</param>
/// <param name="Message">The last thing worth saying, or null.</param>
public sealed record CampaignSnapshot(
    string Stage,
    ImmutableArray<BestSoFar> Best,
    ImmutableArray<BudgetBar> Budget,
    ImmutableArray<RunningCalculation> Running,
    ImmutableArray<RungCount> Rungs,
    ImmutableSortedDictionary<string, int> Failures,
    int PoolSize,
    long Decisions,
    TimeSpan Elapsed,
    TimeSpan? Remaining,
    string? Message
)
{
    /// <summary>Molecules that nothing computed beats in all objectives; null where one property alone is wanted.</summary>
    public int? OnFront { get; init; }
}

public sealed record BestSoFar(string Id, string Smiles, double Value, string Unit, string Level);

/// <summary>One currency of the budget. Amounts are in the unit named.</summary>
public sealed record BudgetBar(string Name, string Unit, double Spent, double Reserved, double Limit);

public sealed record RunningCalculation(string Id, string Smiles, string Level, TimeSpan Since);

public sealed record RungCount(
    string Level,
    int Computed,
    int Failed,
    int FromArchive,
    int Tested,
    double? Coverage50,
    double? Coverage90
);
