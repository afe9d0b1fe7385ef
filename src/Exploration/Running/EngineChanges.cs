using System.Collections.Immutable;
using Lichen.Exploration.Journals;

namespace Lichen.Exploration.Running;

/// <summary>Whether the engines that a run is taken up with are those that it was computed with.</summary>
internal static class EngineChanges
{
    /// <summary>
    /// Rungs whose last outcome has another key than the same calculation would have now. Molecule, level and conformers of a
    /// run do not change: it is the engine's version that did.
    /// </summary>
    public static ImmutableArray<EngineChange> Of(CampaignParts parts)
    {
        var state = parts.State;
        var changes = ImmutableArray.CreateBuilder<EngineChange>();
        foreach (var rung in parts.Rungs)
        {
            var last = state
                .Decisions.Where(decided =>
                    decided.Level == rung.LevelText && state.FinishedDecisions.ContainsKey(decided.Decision)
                )
                .LastOrDefault();
            if (last is null)
            {
                continue;
            }

            var key = state.FinishedDecisions[last.Decision].Key;
            var second = new SecondOpinion(last.SecondOf is not null, last.OnSecondGeometry);
            if (key != parts.CalculationOf(parts.Pool[state.IndexOf(last.Row)], rung, second).Key.Hex)
            {
                // What came from the archive was paid for by another run, and is not found under this one.
                var before = parts.Archive?.TryGetDecision(parts.Run, last.Decision)?.Calculation;
                changes.Add(
                    new EngineChange(
                        rung.LevelText,
                        before?.Key.Hex == key ? before.EngineVersion : null,
                        rung.EngineVersion
                    )
                );
            }
        }

        return changes.ToImmutable();
    }
}
