using System.Collections.Immutable;
using Lichen.Core.Footprints;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Learning;

namespace Lichen.Exploration.Results;

/// <summary>What is known of every candidate at the end, the best first: computed ones, then predicted, then failed.</summary>
internal static class MoleculeRanking
{
    public static ImmutableArray<MoleculeResult> Of(CampaignParts parts, ScreenedPosterior? posterior)
    {
        var (state, goal) = (parts.State, parts.Spec.Objective.Goal);
        var top = parts.Rungs[^1];
        var byCandidate = state
            .Decisions.Where(decided => state.FinishedDecisions.ContainsKey(decided.Decision))
            .GroupBy(decided => state.IndexOf(decided.Row))
            .ToDictionary(group => group.Key, group => group.ToList());
        var rows = new List<MoleculeResult>(parts.Pool.Count);
        for (var candidate = 0; candidate < parts.Pool.Count; candidate++)
        {
            rows.Add(MoleculeOf(candidate, byCandidate.GetValueOrDefault(candidate) ?? []));
        }

        var order = new Dictionary<string, int>
        {
            ["computed"] = 0,
            ["predicted"] = 1,
            ["failed"] = 2,
        };
        return
        [
            .. rows.OrderBy(row => order[row.Status])
                .ThenBy(row => row.Route is { Bars: true })
                .ThenBy(row => row.Loss ?? double.PositiveInfinity)
                .ThenBy(row => row.Candidate.Row)
                .Select((row, index) => row with { Rank = index + 1 }),
        ];

        MoleculeResult MoleculeOf(int candidate, List<Decided> decisions)
        {
            var values = ImmutableArray.CreateBuilder<ComputedValue>();
            var cost = Footprint.Nothing;
            string level = "",
                failure = "";
            double? testedMean = null,
                testedDeviation = null;
            foreach (var decided in decisions)
            {
                var finished = state.FinishedDecisions[decided.Decision];
                var rung = parts.Rungs[state.RungOf(decided.Level)];
                cost = cost.Then(finished.Cost);
                failure = finished.Failure?.Code ?? failure;
                if (rung.Index == top.Index && finished.Failure is null && decided.SecondOf is null)
                {
                    (testedMean, testedDeviation) = (decided.Mean, decided.Deviation);
                }

                if (finished.Failure is not null || state.Contradictions.IsSetAside(decided.Decision))
                {
                    continue;
                }

                foreach (var (name, value) in finished.Values)
                {
                    values.Add(new ComputedValue(decided.Level, name, parts.UnitOf(name), value, rung.EngineVersion));
                }

                if (level.Length == 0 || rung.Index >= state.RungOf(level))
                {
                    level = decided.Level;
                }
            }

            var standing = state.StandingOf(candidate, top.Index);
            double? value_ = standing == Standing.Computed ? state.ValueOf(candidate, top.Index) : null;
            var predicted = testedMean;
            var deviation = testedDeviation;
            if (value_ is null && posterior is not null)
            {
                predicted = posterior.Mean(top.ModelIndex!.Value)[candidate];
                deviation =
                    posterior.LabelDeviation(top.ModelIndex!.Value)[candidate] * state.CalibrationOf(top.Index).Scale;
            }

            var loss = (value_ ?? predicted) is { } known ? goal.Loss(known) : (double?)null;
            var status =
                value_ is not null ? "computed"
                : standing == Standing.Failed ? "failed"
                : "predicted";
            return new MoleculeResult(
                0,
                parts.Pool[candidate],
                value_,
                loss,
                predicted,
                deviation,
                level,
                values.ToImmutable(),
                cost,
                status,
                status == "failed" ? failure : "",
                value_ is null ? null : parts.GeometryOf(candidate, top)
            )
            {
                Route = MoleculeRoute.Of(parts, candidate),
            };
        }
    }
}
