using Lichen.Core.Footprints;

namespace Lichen.Core.Calculations;

/// <summary>An outcome as the archive keeps it: with its key, its cost and who paid.</summary>
/// <param name="Run">Identity of the campaign run that paid.</param>
/// <param name="Decision">Number of the decision in that run.</param>
/// <param name="FinishedAt">When it was finished, UTC.</param>
public sealed record ArchivedOutcome(
    Calculation Calculation,
    Outcome Outcome,
    Footprint Footprint,
    string Run,
    long Decision,
    DateTimeOffset FinishedAt
);
