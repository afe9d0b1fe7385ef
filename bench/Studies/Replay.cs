using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Results;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;

namespace Lichen.Studies;

/// <summary>Campaigns on tables, on a simulated clock where all rungs are: what users run, without the chemistry.</summary>
internal static class Replay
{
    /// <summary>Runs a campaign in a folder that is then deleted.</summary>
    /// <param name="startShare">Share of the budget that labels drawn before the first model may take.</param>
    /// <param name="enough">Ends the campaign before its budget is spent; null lets it run to its own end.</param>
    public static async Task<CampaignResult> RunAsync(
        Preparation preparation,
        StrategyKind strategy,
        double startShare = Strategy.UsualStartShare,
        Func<CampaignState, bool>? enough = null
    )
    {
        using var drain = new CancellationTokenSource();
        CampaignSession? running = null;
        var folder = Directory.CreateTempSubdirectory("lichen-replay-");
        try
        {
            // A rung that computes keeps its outcomes somewhere; tables need no archive.
            var archive = preparation.IsReplay ? "" : Path.Combine(folder.FullName, "archive.db");
            var options = new SessionOptions(folder.FullName, archive, "study", strategy, TimeProvider.System, Look)
            {
                StartShare = startShare,
            };
            using var session = CampaignSession.Open(preparation, options);
            running = session;
            await session.RunAsync(drain.Token, CancellationToken.None);
            return session.Result();
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        void Look(CampaignSnapshot _)
        {
            if (running is not null && enough?.Invoke(running.State) == true)
            {
                drain.Cancel();
            }
        }
    }

    /// <summary>A campaign whose ladder holds tables, ready to run; with another seed or budget it shares all but those.</summary>
    public static async Task<Preparation> PrepareAsync(CampaignSpec spec, PoolReading space)
    {
        var guard = Guard.Beside();
        var engines = new EngineFactory(guard, new EngineProbe(guard, Path.GetTempPath()));
        return Preparation.Make(spec, space, await Ladder.MakeAsync(spec, engines, CancellationToken.None), "study");
    }
}
