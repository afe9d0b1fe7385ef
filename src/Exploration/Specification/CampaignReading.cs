using System.Collections.Immutable;

namespace Lichen.Exploration.Specification;

/// <summary>What reading a campaign file gave: a specification, or every problem of the file at once.</summary>
/// <param name="Spec">The campaign, or null when there are problems.</param>
/// <param name="Problems">All problems, in the order of the file.</param>
/// <param name="Notes">What was decided for the user: levels inserted into the ladder.</param>
public sealed record CampaignReading(
    CampaignSpec? Spec,
    ImmutableArray<FileProblem> Problems,
    ImmutableArray<FileNote> Notes
);
