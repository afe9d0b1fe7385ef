using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;

namespace Lichen.Exploration.Choosing;

/// <summary>
/// Where the intervals of a level hold fewer labels than they promise, by more than chance, labels are bought that test them:
/// of molecules drawn at random, for those that are chosen are the ones that look best and so the ones most often wrong.
/// They are bought at the level above the doubtful one, or at the objective's level itself.
/// </summary>
/// <param name="randomOrder">All candidates, in the order in which they are drawn.</param>
internal sealed class CoverageGate(Quantity quantity, int[] randomOrder)
{
    private const double Promise = 0.9;
    private const int FewestLabels = 12;

    // A level that keeps its promise is doubted so often.
    private const double Significance = 0.02;

    // The search goes on meanwhile: one label of so many tests.
    private const int Every = 8;

    /// <summary>What to compute now so that intervals can be believed again; null where they can.</summary>
    public (int Candidate, Rung Rung)? ToVerify(CampaignState state)
    {
        var doubtful = quantity
            .Rungs.Where(rung =>
                rung.ModelIndex is not null && IsBroken(state.Quantities[quantity.Index].CalibrationOf(rung.Index))
            )
            .ToList();
        if (doubtful.Count == 0 || !IsDue(state))
        {
            return null;
        }

        foreach (var rung in doubtful)
        {
            var above = Above(rung);
            if (rung != above && TestsAt(state, above) >= FewestLabels)
            {
                // Labels above do not move the judgement of the level below: enough is known of whether what counts can be believed.
                continue;
            }

            foreach (var candidate in randomOrder)
            {
                var isKnown = rung == above || state.StandingOf(candidate, rung.Index) == Standing.Computed;
                if (isKnown && state.StandingOf(candidate, above.Index) == Standing.Open)
                {
                    return (candidate, above);
                }
            }
        }

        return null;
    }

    /// <summary>True when the last labels fell outside their intervals more often than chance explains.</summary>
    public static bool IsBroken(Calibration calibration)
    {
        var (inside, count) = calibration.Recent90;
        return count >= FewestLabels && AtMost(inside, count) < Significance;
    }

    private static int TestsAt(CampaignState state, Rung rung) =>
        state.Decisions.Count(decided => decided.Purpose == Purpose.Calibrate && decided.Level == rung.LevelText);

    private static bool IsDue(CampaignState state) =>
        Every * state.Decisions.Count(decided => decided.Purpose == Purpose.Calibrate)
        < state.Decisions.Count(decided => decided.Purpose == Purpose.Explore);

    private Rung Above(Rung rung) =>
        quantity.Rungs.FirstOrDefault(other => other.Index > rung.Index && other.ModelIndex is not null) ?? rung;

    // The chance that of so many intervals that keep their promise at most so many hold.
    private static double AtMost(int inside, int count)
    {
        var term = Math.Pow(1 - Promise, count);
        var sum = term;
        for (var k = 0; k < inside; k++)
        {
            term *= (count - k) / (k + 1.0) * (Promise / (1 - Promise));
            sum += term;
        }

        return sum;
    }
}
