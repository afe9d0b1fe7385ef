using System.Collections.Immutable;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Running;

/// <summary>
/// Changes what a campaign wants while it goes on: goals, weights, constraints and the number of hits. What is computed and
/// how stays the same, so all that was bought stays good.
/// </summary>
public static class Steering
{
    /// <summary>Lies in the run folder until the campaign, running or run again, has written it into its journal.</summary>
    public const string FileName = "steering.yaml";

    private static readonly ImmutableArray<string> Preferences = ["objective", "objectives", "constraints", "hits"];

    /// <summary>Why a campaign cannot be steered to another, a line for each reason; empty when it can.</summary>
    public static ImmutableArray<string> Problems(CampaignSpec before, CampaignSpec after)
    {
        var other = SpecDifference
            .Between(before, after)
            .Where(change => !Preferences.Any(key => change.StartsWith(key, StringComparison.Ordinal)));
        var (had, wants) = (QuantitiesOf(before), QuantitiesOf(after));
        return
        [
            .. other,
            .. wants
                .Except(had)
                .Select(wish => $"{wish.Property} at {wish.Level}: not computed in this run; start a new one for it"),
            .. had.Except(wants)
                .Select(wish =>
                    $"{wish.Property} at {wish.Level}: must stay wanted; give it a small weight or a wide range instead"
                ),
            .. had.Order().SequenceEqual(wants.Order()) && !had.SequenceEqual(wants)
                ? ["the order of the objectives: keep that of the run"]
                : Array.Empty<string>(),
        ];
    }

    /// <summary>Why a strategy cannot choose for a campaign, or null.</summary>
    public static string? Problem(CampaignSpec spec, StrategyKind strategy) =>
        spec.HasOneWish
        || strategy is StrategyKind.Improvement or StrategyKind.Chebyshev or StrategyKind.Greedy or StrategyKind.Random
            ? null
            : $"--strategy {strategy.ToString().ToLowerInvariant()} chooses by one objective, and this campaign has several wishes; "
                + "take improvement, chebyshev, greedy or random";

    /// <summary>Leaves a change for the campaign to take up.</summary>
    /// <param name="folder">The run folder.</param>
    public static void Leave(string folder, CampaignSpec after)
    {
        var part = Path.Combine(folder, FileName + ".part");
        File.WriteAllText(part, CampaignFile.WriteResolved(after, [], []));
        File.Move(part, Path.Combine(folder, FileName), overwrite: true);
    }

    /// <summary>The change that was left in a run folder, as an event, or null.</summary>
    internal static Steered? Left(string folder) =>
        Path.Combine(folder, FileName) is var file && File.Exists(file) ? new Steered(0, File.ReadAllText(file)) : null;

    /// <summary>Puts a change aside that cannot be taken; returns its new name.</summary>
    internal static string Refuse(string folder)
    {
        var kept = FileName + ".refused";
        File.Move(Path.Combine(folder, FileName), Path.Combine(folder, kept), overwrite: true);
        return kept;
    }

    internal static void Remove(string folder) => File.Delete(Path.Combine(folder, FileName));

    /// <summary>The campaign that an event of the journal says.</summary>
    /// <exception cref="CampaignException">The event is damaged.</exception>
    public static CampaignSpec SpecOf(Steered steered, CampaignSpec before)
    {
        var reading = CampaignFile.Parse(steered.Campaign, FileName, before.Folder, before.Workers);
        return reading.Spec is { } spec && Problems(before, spec).IsEmpty
            ? spec with
            {
                Folder = before.Folder,
                Workers = before.Workers,
            }
            : throw new CampaignException(
                $"{FileName} in the run folder does not fit the run; use lichen steer to make another"
            );
    }

    private static ImmutableArray<(string Property, string Level)> QuantitiesOf(CampaignSpec spec) =>
        [
            .. spec
                .Objectives.Select(objective => (objective.Property, objective.Level))
                .Concat(spec.Constraints.Select(constraint => (constraint.Property, constraint.Level)))
                .Where(wish => wish.Level != Core.Objectives.Objective.Structure)
                .Distinct(),
        ];
}
