using Lichen.Exploration.Choosing;
using Lichen.Exploration.Results;

namespace Lichen.Exploration.Running;

/// <summary>How a run is opened.</summary>
/// <param name="RunFolder">Absolute folder of the run.</param>
/// <param name="ArchivePath">The user's archive.</param>
/// <param name="RunId">Identity of a new run.</param>
/// <param name="Progress">Called after every event.</param>
public sealed record SessionOptions(
    string RunFolder,
    string ArchivePath,
    string RunId,
    StrategyKind Strategy,
    TimeProvider Time,
    Action<CampaignSnapshot> Progress
)
{
    /// <summary>Share of the budget that labels drawn before the first model may take.</summary>
    public double StartShare { get; init; } = Choosing.Strategy.UsualStartShare;
}
