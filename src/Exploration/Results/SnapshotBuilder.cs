using System.Collections.Immutable;
using Lichen.Core.Budgets;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Pareto;
using Lichen.Exploration.Running;

namespace Lichen.Exploration.Results;

/// <summary>Makes the picture of a running campaign that people look at.</summary>
public static class SnapshotBuilder
{
    private const int BestShown = 5;

    public static CampaignSnapshot Of(CampaignParts parts, Wishes wishes, string stage, double now, string? message)
    {
        var state = parts.State;
        var top = parts.Rungs[^1];
        var unit = parts.ObjectiveProperty.Unit;
        var shown = wishes.IsOne ? null : Shown(parts, wishes);
        var best = state
            .Labels.Where(label =>
                label.Rung == top.ModelIndex
                && shown?.Contains(label.Candidate) != false
                && !state.Routes.Bars(label.Candidate)
            )
            .OrderBy(label => parts.Spec.Objective.Goal.Loss(label.Value))
            .ThenBy(label => label.Candidate)
            .Take(BestShown)
            .Select(label => new BestSoFar(
                parts.Pool[label.Candidate].Id,
                parts.Pool[label.Candidate].Smiles,
                label.Value,
                unit,
                top.LevelText
            ));
        var bars = BudgetBars(parts.Spec.Budget, state, parts.Rungs, now).ToImmutableArray();
        return new CampaignSnapshot(
            stage,
            [.. best],
            bars,
            [
                .. state
                    .RunningDecisions.Values.OrderBy(decided => decided.Decision)
                    .Take(parts.Workers)
                    .Select(decided => new RunningCalculation(
                        decided.Id,
                        decided.Smiles,
                        decided.Level,
                        TimeSpan.FromSeconds(Math.Max(0, now - decided.At))
                    )),
            ],
            [.. parts.Rungs.Select(rung => CountOf(state, rung))],
            state
                .FinishedDecisions.Values.Where(finished => finished.Failure is not null)
                .GroupBy(finished => finished.Failure!.Code)
                .ToImmutableSortedDictionary(group => group.Key, group => group.Count()),
            parts.Pool.Count,
            state.LastDecision,
            TimeSpan.FromSeconds(now),
            Remaining(bars, now, state),
            message
        )
        {
            OnFront = wishes.Objectives.Length > 1 ? shown!.Count : null,
        };
    }

    // Of several objectives the front, of one whatever meets the constraints.
    private static HashSet<int> Shown(CampaignParts parts, Wishes wishes)
    {
        var outlook = new Outlook(wishes, parts.State, null, parts.Pool.Count);
        var reached = outlook.Reached();
        return wishes.Objectives.Length == 1
            ? [.. reached]
            : [.. Dominance.Front([.. reached.Select(outlook.Losses)]).Select(i => reached[i])];
    }

    private static RungCount CountOf(CampaignState state, Rung rung)
    {
        int computed = 0,
            failed = 0,
            archived = 0;
        foreach (var decided in state.Decisions)
        {
            if (
                decided.Level == rung.LevelText
                && state.FinishedDecisions.TryGetValue(decided.Decision, out var finished)
            )
            {
                computed += finished.Failure is null ? 1 : 0;
                failed += finished.Failure is null ? 0 : 1;
                archived += finished.FromArchive ? 1 : 0;
            }
        }

        var calibration = state.CalibrationOf(rung.Index);
        return new RungCount(
            rung.LevelText,
            computed,
            failed,
            archived,
            calibration.Count,
            calibration.Coverage50,
            calibration.Coverage90
        );
    }

    private static IEnumerable<BudgetBar> BudgetBars(
        Budget budget,
        CampaignState state,
        IEnumerable<Rung> rungs,
        double now
    )
    {
        var (spent, reserved) = (Amount.Of(state.Spent), state.Reserved);
        if (budget.CoreSeconds is { } seconds)
        {
            yield return new BudgetBar(
                "core time",
                "core-min",
                spent.CoreSeconds / 60,
                reserved.CoreSeconds / 60,
                seconds / 60
            );
        }

        if (budget.EnergyKilowattHours is { } energy)
        {
            yield return new BudgetBar(
                "energy",
                "kWh",
                spent.EnergyKilowattHours,
                reserved.EnergyKilowattHours,
                energy
            );
        }

        if (budget.GramsCo2e is { } grams)
        {
            yield return new BudgetBar("emissions", "g CO2e", spent.GramsCo2e, reserved.GramsCo2e, grams);
        }

        if (budget.Money is { } money)
        {
            yield return new BudgetBar("money", "", spent.Money, reserved.Money, money);
        }

        if (budget.WallSeconds is { } wall)
        {
            yield return new BudgetBar("wall time", "min", now / 60, 0, wall / 60);
        }

        foreach (var rung in rungs)
        {
            if (budget.Counts.TryGetValue(rung.LevelText, out var most))
            {
                var running = state.RunningDecisions.Values.Count(decided => decided.Level == rung.LevelText);
                yield return new BudgetBar(
                    rung.LevelText,
                    "calculations",
                    state.StartedAt(rung.Index) - running,
                    running,
                    most
                );
            }
        }
    }

    // The fullest currency sets the pace: what is left of it, at the rate at which it has been spent so far.
    private static TimeSpan? Remaining(ImmutableArray<BudgetBar> bars, double now, CampaignState state)
    {
        if (bars.Length == 0 || now < 3 || state.FinishedDecisions.Count < 5)
        {
            return null;
        }

        var share = bars.Max(bar => bar.Spent / bar.Limit);
        return share <= 0 ? null : TimeSpan.FromSeconds(Math.Max(0, now * (1 - share) / share));
    }
}
