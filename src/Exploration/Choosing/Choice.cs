using System.Collections.Immutable;
using Lichen.Exploration.Journals;

namespace Lichen.Exploration.Choosing;

/// <summary>What to compute next, and why.</summary>
/// <param name="Candidate">Index in the pool.</param>
/// <param name="CpuLimitSeconds">CPU time at which the calculation is stopped.</param>
public sealed record Choice(
    int Candidate,
    int Rung,
    Purpose Purpose,
    double? Mean,
    double? Deviation,
    double? Gain,
    double ExpectedCoreSeconds,
    double CpuLimitSeconds,
    ImmutableArray<Rival> Rivals,
    int Attempt = 1,
    string? Cure = null
)
{
    /// <summary>Predictions for the quantities after the first that this calculation gives.</summary>
    public ImmutableArray<Prediction> Further { get; init; } = [];
}

/// <summary>Either a choice, or why there is none.</summary>
/// <param name="Choice">The choice, or null.</param>
/// <param name="End">Code of the reason to stop, or null to wait for what is running.</param>
/// <param name="Reason">The reason in words.</param>
public sealed record Selection(Choice? Choice, string? End, string Reason)
{
    public static Selection Of(Choice choice) => new(choice, null, "");

    public static Selection Stop(string code, string reason) => new(null, code, reason);
}
