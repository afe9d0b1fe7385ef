using Lichen.Core.Calculations;
using Lichen.Core.Molecules;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Running;

namespace Lichen.Exploration.Journals;

/// <summary>How events change the state.</summary>
public sealed partial class CampaignState
{
    public void Apply(CampaignEvent happened)
    {
        Clock = Math.Max(Clock, happened.At);
        switch (happened)
        {
            case Started started:
                Start = started;
                break;
            case Resumed resumed:
                _engineChanges.AddRange(resumed.Engines ?? []);
                Resume();
                break;
            case Decided decided:
                Apply(decided);
                break;
            case Finished finished:
                Apply(finished);
                break;
            case Interrupted interrupted:
                Spent = Spent.Then(interrupted.Cost);
                _interruptions.Add(interrupted);
                break;
            case Fitted fitted:
                foreach (var contradiction in Quantities[fitted.Quantity].Take(fitted))
                {
                    Contradictions.Add(contradiction);
                }

                break;
            case Compared compared:
                Quantities[compared.Quantity].LastComparison = compared;
                break;
            case Grown:
                Growths++;
                (LabelsAtGrowth, DecisionAtGrowth) = (Labels.Count, LastDecision);
                break;
            case RouteAsked asked:
                Apply(asked);
                break;
            case Routed routed:
                Apply(routed);
                break;
            case OwnWork work:
                _ownWork.Add(work);
                break;
            case Steered steered:
                Steering = steered;
                // What was enough for the old wishes may not be for the new ones.
                Stop = null;
                break;
            case Paused paused:
                Pause = paused;
                break;
            case Stopped stopped:
                Stop = stopped;
                break;
            default:
                throw new InvalidDataException($"Unknown event {happened.GetType().Name}.");
        }
    }

    // What failed in passing while the campaign paused for it is open again: the user has seen to the cause.
    private void Resume()
    {
        if (Pause is not null)
        {
            _passing.ForEach(failed => SetStanding(failed.Candidate, failed.Rung, Standing.Open));
        }

        (Stop, Pause) = (null, null);
        CountInRow(null);
    }

    // Null ends the row.
    private void CountInRow(string? code)
    {
        if (code != FailuresInRow.Code)
        {
            FailuresInRow = ("", 0);
            _passing.Clear();
        }

        if (code is not null)
        {
            FailuresInRow = (code, FailuresInRow.Count + 1);
        }
    }

    private void Apply(Decided decided)
    {
        int candidate = IndexOf(decided.Row),
            rung = RungOf(decided.Level);
        if (decided.Decision <= LastDecision)
        {
            throw new InvalidDataException(
                $"The journal has decision {decided.Decision} after decision {LastDecision}."
            );
        }

        _running.Add(decided.Decision, decided);
        _decisions.Add(decided);
        LastDecision = decided.Decision;
        if (decided.SecondOf is null)
        {
            SetStanding(candidate, rung, Standing.Pending);
            foreach (var quantity in Quantities)
            {
                quantity.Expect(candidate, rung, decided);
            }
        }
        else
        {
            // What is known stays known until the second value is there.
            Contradictions.Ask(decided, rung);
        }

        // By attempt and not by purpose: the archive may have answered since the first one failed.
        if (decided.Attempt > 1)
        {
            _retries.RemoveAll(retry => retry.Candidate == candidate && retry.Rung == rung);
        }

        if (decided.Purpose != Purpose.Archive)
        {
            _started[rung]++;
        }
    }

    private void Apply(Finished finished)
    {
        if (!_running.TryGetValue(finished.Decision, out var decided))
        {
            throw new InvalidDataException($"The journal finishes decision {finished.Decision}, which is not running.");
        }

        int candidate = IndexOf(decided.Row),
            rung = RungOf(decided.Level);
        foreach (var quantity in Quantities)
        {
            if (finished.Failure is null && quantity.Lacks(finished, rung) is { } missing)
            {
                throw new InvalidDataException(
                    $"The journal finishes decision {finished.Decision} without a value of '{missing}'."
                );
            }
        }

        _running.Remove(finished.Decision);
        _finished.Add(finished.Decision, finished);
        _finishedInOrder.Add(finished);
        Spent = Spent.Then(finished.Cost);
        _coreSeconds[rung] += finished.Cost.Usage.CpuSeconds;
        // One that was stopped for its time teaches too: it takes at least so long.
        if (!finished.FromArchive && finished.Cost.Usage.CpuSeconds > 0)
        {
            _costs[rung].Add(MoleculeSize.Of(_pool[candidate]), finished.Cost.Usage.CpuSeconds);
            if (decided.Purpose == Purpose.Start)
            {
                _randomCosts[rung].Add(MoleculeSize.Of(_pool[candidate]), finished.Cost.Usage.CpuSeconds);
            }
        }

        if (decided.SecondOf is { } first)
        {
            CountInRow(finished.FromArchive ? null : finished.Failure?.Code);
            TakeSecond(_finished[first], finished, candidate, rung);
            return;
        }

        if (finished.Failure is { } failure)
        {
            // What the archive remembers says nothing about the state of the programs now.
            if (!finished.FromArchive)
            {
                CountInRow(failure.Code);
            }

            ApplyFailure(decided, failure, candidate, rung);
            return;
        }

        CountInRow(null);
        _ended.Add(new Ended(candidate, rung, Failed: false));
        SetStanding(candidate, rung, Standing.Computed);
        _keys[(candidate, rung)] = new CalculationKey(finished.Key);
        foreach (var quantity in Quantities)
        {
            if (quantity.Take(candidate, rung, decided, finished) is { } contradiction)
            {
                Contradictions.Add(contradiction);
            }

            if (quantity.ErrorAtTop(rung, decided, finished) is { } error)
            {
                Errors.Add(quantity.Quantity.Index, candidate, error);
            }
        }
    }

    private void TakeSecond(Finished first, Finished second, int candidate, int rung)
    {
        if (!Contradictions.Take(first, second, Quantities))
        {
            return;
        }

        Contradictions.LetSecondStand(candidate, rung);
        _keys[(candidate, rung)] = new CalculationKey(second.Key);
        foreach (var quantity in Quantities)
        {
            quantity.Replace(candidate, rung, second);
        }
    }

    private void ApplyFailure(Decided decided, FailureNote failure, int candidate, int rung)
    {
        var curable = IsCurable(decided, failure, rung);
        SetStanding(candidate, rung, curable ? Standing.Pending : Standing.Failed);
        if (curable)
        {
            _retries.Add(new Retry(candidate, rung, failure.Code, decided.CpuLimitSeconds));
        }
        else if (failure.Kind == FailureKind.Transient)
        {
            _passing.Add((candidate, rung));
        }
        else
        {
            _ended.Add(new Ended(candidate, rung, Failed: true));
        }
    }

    // Until the answer is there it is on its way to be computed; the search goes on among the others.
    private void Apply(RouteAsked asked)
    {
        int candidate = IndexOf(asked.Row),
            top = _rungs.Count - 1;
        Routes.Ask(candidate, asked);
        if (asked.For == RoutePurpose.Buy && StandingOf(candidate, top) == Standing.Open)
        {
            SetStanding(candidate, top, Standing.Pending);
        }
    }

    private void Apply(Routed routed)
    {
        int candidate = IndexOf(routed.Row),
            top = _rungs.Count - 1;
        if (Routes.Take(candidate, routed)?.For == RoutePurpose.Buy && StandingOf(candidate, top) == Standing.Pending)
        {
            SetStanding(candidate, top, Standing.Open);
        }

        if (routed.Bars && StandingOf(candidate, top) == Standing.Open)
        {
            SetStanding(candidate, top, Standing.Barred);
        }
    }

    /// <summary>True when this failure of a running decision would be its last: there is no cure left to try.</summary>
    public bool FinalAfter(long decision, FailureNote failure) =>
        !IsCurable(_running[decision], failure, RungOf(_running[decision].Level));

    private bool IsCurable(Decided decided, FailureNote failure, int rung) =>
        decided.Attempt == 1 && decided.Purpose != Purpose.Archive && _rungs[rung].CureFor(failure) is not null;

    private void SetStanding(int candidate, int rung, Standing standing)
    {
        ref var own = ref _standings[(candidate * _rungs.Count) + rung];
        _held[rung] += (Holds(standing) ? 1 : 0) - (Holds(own) ? 1 : 0);
        own = standing;

        static bool Holds(Standing of) => of is Standing.Computed or Standing.Pending;
    }
}
