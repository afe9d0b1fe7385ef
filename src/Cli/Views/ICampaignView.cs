using Lichen.Exploration.Results;

namespace Lichen.Cli.Views;

/// <summary>Shows a campaign while it runs. All members may be called from any thread.</summary>
internal interface ICampaignView : IDisposable
{
    /// <summary>Takes the newest state; older ones may never be drawn.</summary>
    void Show(CampaignSnapshot snapshot);

    /// <summary>Says something that is no part of the state, such as what Ctrl-C did.</summary>
    void Say(string text);

    /// <summary>Shows how the run ended. Nothing is shown after it.</summary>
    void End(RunEnd end);
}

/// <summary>What the views know of a campaign before it starts.</summary>
/// <param name="Wish">Objective in words: minimise homo_lumo_gap at GFN2-xTB.</param>
/// <param name="Folder">Run folder, as the user would write it.</param>
internal sealed record CampaignTitle(string Name, string Wish, string Folder);

/// <summary>How a run ended.</summary>
/// <param name="Status">finished, paused or interrupted.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Files">What the run folder holds for people, as (path, what it is).</param>
/// <param name="GoOn">Command that goes on with the run, or null when it is finished.</param>
internal sealed record RunEnd(
    string Status,
    string Reason,
    IReadOnlyList<(string Path, string What)> Files,
    string? GoOn
);
