using System.Collections.Immutable;
using Lichen.Core.Objectives;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;

namespace Lichen.Exploration.Choosing;

/// <summary>
/// The fixed funnel of virtual screening: everything is computed at the cheapest rung, the best tenth of each rung goes up to
/// the next. No model is asked.
/// </summary>
internal sealed class Funnel(Pool pool, ImmutableArray<Rung> rungs, Goal goal)
{
    /// <summary>Share of each rung's candidates that goes up to the next.</summary>
    public const double ShareThatGoesUp = 0.1;

    private readonly ImmutableArray<Rung> _informing = [.. rungs.Where(rung => rung.ModelIndex is not null)];

    /// <summary>What is to be computed next, best first, all at one rung; empty when the funnel is through.</summary>
    /// <param name="state">The campaign.</param>
    /// <param name="stages">So many rungs from the cheapest are gone through.</param>
    public (Rung Rung, IEnumerable<int> Candidates) Next(CampaignState state, int stages)
    {
        int[] inside = [.. Enumerable.Range(0, pool.Count)];
        foreach (var rung in _informing.Take(stages))
        {
            var open = inside.Where(c => state.StandingOf(c, rung.Index) == Standing.Open).ToArray();
            // Who goes up is known when all of a rung have come back.
            if (open.Length > 0 || inside.Any(c => state.StandingOf(c, rung.Index) == Standing.Pending))
            {
                return (rung, open);
            }

            inside =
            [
                .. inside
                    .Where(c => state.StandingOf(c, rung.Index) == Standing.Computed)
                    .OrderBy(c => goal.Loss(state.ValueOf(c, rung.Index)))
                    .ThenBy(c => c)
                    .Take((int)Math.Ceiling(ShareThatGoesUp * inside.Length)),
            ];
        }

        return (_informing[^1], []);
    }

    /// <summary>The number of rungs that give the objective's property.</summary>
    public int Stages => _informing.Length;
}
