using System.Collections.Immutable;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Learning;

namespace Lichen.Exploration.Results;

/// <summary>Why a molecule was or was not computed: how the strategy weighed it at every decision.</summary>
/// <param name="Candidate">Index in the pool.</param>
/// <param name="Moments">One entry per decision taken by expected gain.</param>
public sealed record Explanation(int Candidate, ImmutableArray<ExplainedMoment> Moments)
{
    /// <summary>Replays the journal and weighs the molecule at each decision as the strategy did.</summary>
    public static Explanation Of(
        IEnumerable<CampaignEvent> journal,
        CampaignState empty,
        Func<Steered?, Strategy> strategyOf,
        ImmutableArray<Surrogate> surrogates,
        ImmutableArray<Rung> rungs,
        int candidate
    )
    {
        var strategy = strategyOf(null);
        var moments = ImmutableArray.CreateBuilder<ExplainedMoment>();
        foreach (var happened in journal)
        {
            if (
                happened is Decided
                {
                    Purpose: Purpose.Explore or Purpose.Geometry or Purpose.Verify or Purpose.Calibrate
                } decided
            )
            {
                if (Surrogate.FollowAll(surrogates, empty) is { } predictions)
                {
                    moments.AddRange(Weigh(decided, predictions));
                }
            }
            else if (
                happened is Decided { Purpose: not Purpose.Archive } other
                && empty.IndexOf(other.Row) == candidate
            )
            {
                moments.Add(
                    new ExplainedMoment(
                        other.Decision,
                        other.Level,
                        other.Purpose,
                        true,
                        null,
                        null,
                        null,
                        other.ExpectedCoreSeconds,
                        null,
                        0
                    )
                );
            }

            empty.Apply(happened);
            strategy = happened is Steered steered ? strategyOf(steered) : strategy;
        }

        return new Explanation(candidate, moments.ToImmutable());

        IEnumerable<ExplainedMoment> Weigh(Decided decided, ImmutableArray<ScreenedPosterior> predictions)
        {
            var all = strategy.ScoreAll(empty, predictions);
            var taken = empty.IndexOf(decided.Row) == candidate;
            if (
                taken
                && !all.Any(leader => leader.Candidate == candidate && rungs[leader.Rung].LevelText == decided.Level)
            )
            {
                // A geometry has no gain of its own, and the best predicted is taken where nothing promises any.
                yield return new ExplainedMoment(
                    decided.Decision,
                    decided.Level,
                    decided.Purpose,
                    true,
                    decided.Mean,
                    decided.Deviation,
                    decided.Gain,
                    decided.ExpectedCoreSeconds,
                    null,
                    all.Count
                );
            }

            foreach (var mine in all.Where(leader => leader.Candidate == candidate))
            {
                var rung = rungs[mine.Rung];
                var known = empty.Quantities.First(q => q.Quantity.ModelIndexAt(mine.Rung) is not null);
                var (posterior, model) = (
                    predictions[known.Quantity.Index],
                    known.Quantity.ModelIndexAt(mine.Rung)!.Value
                );
                yield return new ExplainedMoment(
                    decided.Decision,
                    rung.LevelText,
                    decided.Purpose,
                    taken && decided.Level == rung.LevelText,
                    posterior.Mean(model)[candidate],
                    posterior.LabelDeviation(model)[candidate] * known.CalibrationOf(mine.Rung).Scale,
                    mine.Gain,
                    mine.Score > 0 ? mine.Gain / mine.Score : 0,
                    1 + all.Count(other => other.Score > mine.Score),
                    all.Count
                );
            }
        }
    }
}

/// <summary>How a molecule stood at one decision.</summary>
/// <param name="Taken">True when this decision chose it at this level.</param>
/// <param name="Rank">Its place among all choices by gain per cost, 1 is best; null where there was no model.</param>
/// <param name="Choices">Number of choices weighed.</param>
public sealed record ExplainedMoment(
    long Decision,
    string Level,
    Purpose Purpose,
    bool Taken,
    double? Mean,
    double? Deviation,
    double? Gain,
    double ExpectedCoreSeconds,
    int? Rank,
    int Choices
);
