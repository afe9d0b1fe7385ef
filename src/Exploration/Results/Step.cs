using Lichen.Exploration.Journals;

namespace Lichen.Exploration.Results;

/// <summary>A finished calculation, and where the campaign then was.</summary>
/// <param name="CoreSeconds">Chemistry CPU seconds spent up to and with it, lost work included.</param>
/// <param name="Completed">The candidate of which it gave the last value that is wanted, or null.</param>
internal sealed record Step(Decided Decided, Finished Finished, double CoreSeconds, int? Completed)
{
    /// <summary>All finished calculations, in the order in which they ended.</summary>
    public static IEnumerable<Step> Of(CampaignState state)
    {
        var decisions = state.Decisions.ToDictionary(decided => decided.Decision);
        var tops = state.Quantities.Select(known => known.Quantity.Top.Index).ToHashSet();
        var missing = new Dictionary<int, int>();
        var lost = new Queue<Interrupted>(state.Interruptions);
        var spent = 0.0;
        foreach (var finished in state.FinishedInOrder)
        {
            while (lost.TryPeek(out var interrupted) && interrupted.At <= finished.At)
            {
                spent += lost.Dequeue().Cost.Usage.CpuSeconds;
            }

            spent += finished.Cost.Usage.CpuSeconds;
            var decided = decisions[finished.Decision];
            int? completed = null;
            if (finished.Failure is null && decided.SecondOf is null && tops.Contains(state.RungOf(decided.Level)))
            {
                var candidate = state.IndexOf(decided.Row);
                missing[candidate] = missing.GetValueOrDefault(candidate, tops.Count) - 1;
                completed = missing[candidate] == 0 ? candidate : null;
            }

            yield return new Step(decided, finished, spent, completed);
        }
    }
}
