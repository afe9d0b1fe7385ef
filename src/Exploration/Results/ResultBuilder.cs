using System.Collections.Immutable;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Pareto;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Learning;

namespace Lichen.Exploration.Results;

/// <summary>Folds a campaign into everything that its report says.</summary>
public static class ResultBuilder
{
    /// <param name="predictions">The models after the last label, one per quantity, or null when there never were any.</param>
    /// <param name="wishes">What is wanted.</param>
    /// <param name="rejects">What reading and the rules left out.</param>
    public static CampaignResult Build(
        CampaignParts parts,
        ImmutableArray<ScreenedPosterior>? predictions,
        Wishes wishes,
        RunFacts facts,
        RejectsSummary rejects
    )
    {
        var state = parts.State;
        var outlook = new Outlook(wishes, state, predictions, parts.Pool.Count);
        var front = wishes.Objectives.Length > 1 ? FrontBuilder.Of(parts, outlook) : null;
        var molecules = MoleculeRanking.Of(parts, predictions?[0]);
        if (!wishes.IsOne)
        {
            molecules = WishRanking.Of(molecules, parts.State, outlook, front);
        }

        molecules = SameStructures.Mark(molecules, parts.Rungs[^1].LevelText);
        var status = state switch
        {
            { Stop: { } stop } => ("finished", stop.Reason),
            { Pause: { } pause } => ("paused", pause.Reason),
            _ => ("running", "the campaign has not ended yet"),
        };
        return new CampaignResult(
            parts.Spec,
            facts,
            Funnel(parts, rejects, molecules),
            molecules,
            Timeline(parts, outlook),
            wishes.IsOne ? RandomLine(parts, molecules) : [],
            Tests(parts),
            [.. parts.Rungs.Select(rung => Summary(parts, rung))],
            CostAccount.Ledger(parts),
            Failures(parts),
            state.Spent,
            state.OwnWork.Aggregate(state.Routes.Cost, (sum, work) => sum.Then(work.Cost)),
            CostAccount.Avoided(parts),
            status.Item1,
            status.Item2
        )
        {
            Wishes = WishBuilder.Of(parts, wishes),
            Together = WishBuilder.Together(state),
            Predictions = (
                state.OwnWork.Sum(work => work.PredictionsMade),
                state.OwnWork.Sum(work => work.PredictionsSaved)
            ),
            Front = front?.Result,
            Routes = RouteSummary.Of(parts),
            Doubted = Doubted(parts),
        };
    }

    private static ImmutableArray<FunnelStage> Funnel(
        CampaignParts parts,
        RejectsSummary rejects,
        ImmutableArray<MoleculeResult> molecules
    )
    {
        var stages = ImmutableArray.CreateBuilder<FunnelStage>();
        stages.Add(new FunnelStage("rows read", rejects.RowsRead, false));
        stages.AddRange(
            rejects.Counts.Select(pair => new FunnelStage("refused: " + pair.Key.InWords(), pair.Value, true))
        );
        if (parts.State.Start is { } start && parts.Pool.Count > start.PoolSize)
        {
            stages.Add(new FunnelStage("candidates at the start", start.PoolSize, false));
            stages.Add(new FunnelStage("joined from the reaction space", parts.Pool.Count - start.PoolSize, false));
        }

        if (rejects.Tautomers > 0)
        {
            stages.Add(new FunnelStage("drawn as another tautomer", rejects.Tautomers, false));
        }

        if (rejects.FurtherIsomers > 0)
        {
            stages.Add(new FunnelStage("further stereoisomers", rejects.FurtherIsomers, false));
        }

        stages.Add(new FunnelStage("candidates", parts.Pool.Count, false));
        foreach (var rung in parts.Rungs)
        {
            var computed = 0;
            var failed = 0;
            for (var candidate = 0; candidate < parts.Pool.Count; candidate++)
            {
                computed += parts.State.StandingOf(candidate, rung.Index) == Standing.Computed ? 1 : 0;
                failed += parts.State.StandingOf(candidate, rung.Index) == Standing.Failed ? 1 : 0;
            }

            stages.Add(new FunnelStage("failed at " + rung.LevelText, failed, true));
            stages.Add(new FunnelStage("computed at " + rung.LevelText, computed, false));
        }

        var counting = molecules.Count(molecule => molecule.Counts);
        var twice = molecules.Count(molecule => molecule is { Counts: true, SameAs: not null });
        if (!parts.Spec.Constraints.IsEmpty)
        {
            stages.Add(new FunnelStage("break a constraint", molecules.Count(Computed) - counting, true));
        }

        if (twice > 0)
        {
            stages.Add(new FunnelStage("the same structure as another", twice, true));
        }

        stages.Add(
            parts.Spec.Objectives.Length > 1
                ? new FunnelStage("on the front", molecules.Count(molecule => molecule.Layer == 1), false)
                : new FunnelStage("hits", Math.Min(parts.Spec.Hits, counting - twice), false)
        );

        static bool Computed(MoleculeResult molecule) => molecule.Status == "computed";

        return stages.ToImmutable();
    }

    // The best values are those of molecules that meet the constraints, from when all that is wanted of them is known.
    private static ImmutableArray<TimelinePoint> Timeline(CampaignParts parts, Outlook outlook)
    {
        var (state, goal) = (parts.State, parts.Spec.Objective.Goal);
        var top = parts.Rungs[^1];
        var points = ImmutableArray.CreateBuilder<TimelinePoint>();
        var best = new List<(double Loss, double Value)>();
        foreach (var (decided, finished, spent, completed) in Step.Of(state))
        {
            if (completed is { } candidate && outlook.ChanceFeasible(candidate) == 1 && !state.Routes.Bars(candidate))
            {
                var known = state.ValueOf(candidate, top.Index);
                var loss = goal.Loss(known);
                var place = best.FindIndex(other => loss < other.Loss);
                best.Insert(place < 0 ? best.Count : place, (loss, known));
                if (best.Count > parts.Spec.Hits)
                {
                    best.RemoveAt(best.Count - 1);
                }
            }

            points.Add(
                new TimelinePoint(
                    decided.Decision,
                    decided.Id,
                    decided.Level,
                    spent,
                    finished.At,
                    decided.Level == top.LevelText && finished.Failure is null
                        ? finished.Values[parts.Spec.Objective.Property]
                        : null,
                    best.Count == 0 ? null : best[0].Value,
                    best.Count == 0 ? null : best.Average(hit => hit.Value),
                    finished.FromArchive
                )
            );
        }

        return points.ToImmutable();
    }

    // Expected best of n draws without replacement from N known losses, best first: the r-th best is the best drawn with
    // probability C(N - r, n - 1) / C(N, n). Values that were not computed stand in with their prediction.
    private static ImmutableArray<RandomLinePoint> RandomLine(
        CampaignParts parts,
        ImmutableArray<MoleculeResult> molecules
    )
    {
        var values = molecules
            .Where(molecule => molecule.Loss is not null)
            .OrderBy(molecule => molecule.Loss)
            .Select(molecule => molecule.Value ?? molecule.Predicted!.Value)
            .ToArray();
        if (values.Length == 0)
        {
            return [];
        }

        var mean = parts.Pool.Candidates.Average(candidate =>
            parts.State.CostOf(parts.Rungs[^1].Index).Predict(MoleculeSize.Of(candidate)).Mean
        );
        var most = Math.Min(values.Length, Math.Max(1, parts.State.Spent.Usage.CpuSeconds / mean));
        var points = ImmutableArray.CreateBuilder<RandomLinePoint>();
        const int Points = 60;
        for (var point = 0; point < Points; point++)
        {
            var draws = (int)Math.Round(Math.Exp(Math.Log(most) * point / (Points - 1)));
            if (points.Count > 0 && points[^1].CoreSeconds == draws * mean)
            {
                continue;
            }

            double expected = 0,
                noneYet = 1;
            for (var r = 0; r < values.Length && noneYet > 1e-12; r++)
            {
                var drawnNow = Math.Min(1, (double)draws / (values.Length - r));
                expected += noneYet * drawnNow * values[r];
                noneYet *= 1 - drawnNow;
            }

            points.Add(new RandomLinePoint(draws * mean, expected));
        }

        return points.ToImmutable();
    }

    private static ImmutableArray<TestedPrediction> Tests(CampaignParts parts) =>
        [
            .. from decided in parts.State.Decisions
            where decided is { Mean: not null, Deviation: not null }
            let finished = parts.State.FinishedDecisions.GetValueOrDefault(decided.Decision)
            where finished is { Failure: null } && finished.Values.ContainsKey(parts.Spec.Objective.Property)
            select new TestedPrediction(
                decided.Decision,
                decided.Id,
                decided.Level,
                decided.Mean!.Value,
                decided.Deviation!.Value,
                finished.Values[parts.Spec.Objective.Property]
            ),
        ];

    private static RungSummary Summary(CampaignParts parts, Rung rung)
    {
        var state = parts.State;
        var finished = state
            .Decisions.Where(decided =>
                decided.Level == rung.LevelText && state.FinishedDecisions.ContainsKey(decided.Decision)
            )
            .Select(decided => (Decided: decided, Finished: state.FinishedDecisions[decided.Decision]))
            .ToList();
        var calibration = state.CalibrationOf(rung.Index);
        return new RungSummary(
            rung.LevelText,
            finished.Count(pair => pair.Finished.Failure is null),
            finished.Count(pair => pair.Finished.Failure is not null),
            finished.Count(pair => pair.Finished.FromArchive),
            calibration.Count,
            calibration.Coverage50,
            calibration.Coverage90,
            calibration.MeanAbsoluteError,
            finished.Where(pair => !pair.Finished.FromArchive).Sum(pair => pair.Decided.ExpectedCoreSeconds),
            finished.Aggregate(Footprint.Nothing, (sum, pair) => sum.Then(pair.Finished.Cost))
        )
        {
            Information = Trust.Of(state, state.Leading.Quantity, rung),
            IntervalScale = calibration.Scale,
            DrawnToTest = finished.Count(pair => pair.Decided.Purpose == Purpose.Calibrate),
        };
    }

    private static ImmutableArray<DoubtedValue> Doubted(CampaignParts parts) =>
        [
            .. parts.State.Contradictions.All.Select(one =>
            {
                var quantity = parts.State.Quantities[one.Quantity];
                return new DoubtedValue(
                    parts.Pool[one.Candidate],
                    parts.Rungs[one.Rung].LevelText,
                    quantity.Quantity.Property,
                    parts.UnitOf(quantity.Quantity.Property),
                    one.Value,
                    one.Mean,
                    one.Deviation,
                    one.SecondValue,
                    quantity.ValueOf(one.Candidate, one.Rung),
                    one.Verdict
                );
            }),
        ];

    private static ImmutableArray<FailureCount> Failures(CampaignParts parts)
    {
        var decisions = parts.State.Decisions.ToDictionary(decided => decided.Decision);
        return
        [
            .. parts
                .State.FinishedInOrder.Where(finished => finished.Failure is not null)
                .GroupBy(finished =>
                    (decisions[finished.Decision].Level, finished.Failure!.Code, finished.Failure.Kind)
                )
                .OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key.Code, StringComparer.Ordinal)
                .Select(group => new FailureCount(
                    group.Key.Level,
                    group.Key.Code,
                    group.Key.Kind.ToString(),
                    group.Count(),
                    $"{decisions[group.First().Decision].Id}: {group.First().Failure!.Reason}",
                    group.Sum(finished => finished.Cost.Usage.CpuSeconds)
                )
                {
                    CuresTried = Cures(group.Key.Level, group.Key.Code).Count(),
                    CuresWorked = Cures(group.Key.Level, group.Key.Code).Count(finished => finished.Failure is null),
                }),
        ];

        IEnumerable<Finished> Cures(string level, string code) =>
            parts.State.FinishedInOrder.Where(finished =>
                decisions[finished.Decision] is { Purpose: Purpose.Cure } cure
                && cure.Level == level
                && cure.Cure == code
            );
    }
}
