using Lichen.Core;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Exploration.Specification;
using Lichen.Storage;

namespace Lichen.Cli.Campaigns;

/// <summary>Decides what a run folder that is already there means for a campaign.</summary>
internal static class RunFolders
{
    public const string Parent = "runs";
    public const string ResolvedFile = "campaign.resolved.yaml";

    /// <summary>Finds a run by its folder or by its name under runs/.</summary>
    /// <exception cref="UserException">There is no such run; the message names those that are there.</exception>
    public static string Find(string run)
    {
        if (((string[])[run, Path.Combine(Parent, run)]).FirstOrDefault(Journal.Exists) is { } found)
        {
            return found;
        }

        var known = All().ToList();
        var near = NearestWord.Suggestion(run, known.Select(folder => Path.GetFileName(folder)));
        var hint = near.Length > 0 || known.Count == 0 ? near : $"; there are {string.Join(", ", known)}";
        throw new UserException(ExitCode.Usage, $"there is no run in '{run}'{hint}");
    }

    /// <summary>All runs under runs/, by name.</summary>
    public static IEnumerable<string> All() =>
        Directory.Exists(Parent)
            ? Directory.EnumerateDirectories(Parent).Where(Journal.Exists).Order(StringComparer.Ordinal)
            : [];

    /// <summary>The campaign that a run folder holds.</summary>
    /// <exception cref="UserException">There is no run in it.</exception>
    public static CampaignSpec SpecOf(string folder)
    {
        if (!Journal.Exists(folder))
        {
            throw new UserException(ExitCode.Usage, $"there is no run in '{folder}': it has no {Journal.FileName}");
        }

        using var journal = Journal.OpenRead(folder);
        return Parse(journal.Identity.Spec, folder);
    }

    /// <summary>The campaign as it is wanted now: as it began, or as it was steered since.</summary>
    /// <exception cref="UserException">There is no run in it.</exception>
    public static CampaignSpec SpecNowOf(string folder)
    {
        var begun = SpecOf(folder);
        using var journal = Journal.OpenRead(folder);
        var steered = EventJournal.ReadAll(journal).OfType<Steered>().LastOrDefault();
        return steered is null ? begun : Steering.SpecOf(steered, begun);
    }

    /// <summary>How the run chooses; improvement where it has not begun.</summary>
    public static StrategyKind StrategyOf(string folder)
    {
        using var journal = Journal.OpenRead(folder);
        return EventJournal.ReadAll(journal).OfType<Started>().FirstOrDefault()?.Strategy ?? StrategyKind.Improvement;
    }

    /// <summary>The folder to run in: new, or one that holds the same campaign.</summary>
    /// <exception cref="UserException">The folder holds another campaign and no branch was asked for.</exception>
    public static string Settle(string folder, CampaignSpec spec, bool branch)
    {
        if (!Journal.Exists(folder))
        {
            return folder;
        }

        var changes = SpecDifference.Between(SpecOf(folder), spec);
        if (!changes.IsEmpty && SpecDifference.Between(SpecNowOf(folder), spec).IsEmpty)
        {
            return folder;
        }

        if (branch)
        {
            return changes.IsEmpty ? folder : Settle(NextName(folder), spec, branch);
        }

        return changes.IsEmpty
            ? folder
            : throw new UserException(
                ExitCode.Usage,
                $"the campaign file has changed since the run in '{folder}' began:\n"
                    + string.Join('\n', changes.Select(change => "  " + change))
                    + "\nPut it back to go on with that run, or start a new one that reuses the archive with --branch."
                    + (
                        Steering.Problems(SpecOf(folder), spec).IsEmpty
                            ? $"\nTo change what the run wants: lichen steer {folder} CAMPAIGN"
                            : ""
                    )
            );
    }

    private static CampaignSpec Parse(string text, string folder)
    {
        var file = Path.Combine(folder, ResolvedFile);
        var reading = CampaignFile.Parse(text, file, Path.GetFullPath(folder), Environment.ProcessorCount);
        return reading.Spec
            ?? throw new UserException(
                ExitCode.Failed,
                $"the run in '{folder}' was made by a version whose campaign files this one cannot read:\n"
                    + string.Join('\n', reading.Problems.Select(problem => "  " + problem))
            );
    }

    private static string NextName(string folder)
    {
        var dash = folder.LastIndexOf('-');
        return dash > 0 && int.TryParse(folder[(dash + 1)..], out var number)
            ? $"{folder[..dash]}-{number + 1}"
            : folder + "-2";
    }
}
