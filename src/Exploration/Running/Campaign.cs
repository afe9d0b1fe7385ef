using System.Collections.Immutable;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Spaces;
using Lichen.Learning;

namespace Lichen.Exploration.Running;

/// <summary>
/// The one stateful thing: asks the strategy, starts calculations, takes in outcomes, and writes each step to the journal
/// before it acts on it. Everything that it knows is a fold of the journal.
/// </summary>
public sealed partial class Campaign
{
    // Own work is booked so often, in seconds of the campaign's clock.
    private const double BookingInterval = 20;
    private const double ShortSeconds = 2;
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private readonly CampaignParts _parts;
    private readonly Helm? _helm;
    private Strategy _strategy;
    private readonly Purse _purse;
    private readonly ImmutableArray<Learner> _learners;
    private readonly IWorkplace _workplace;
    private CancellationToken _ending;
    private double _booked;
    private (long Made, long Saved) _predicted;
    private Task<Completion>? _next;

    /// <param name="helm">How the user changes what is wanted while the campaign runs; null where nobody can.</param>
    /// <param name="surrogates">One for each quantity, in their order; none where the strategy learns nothing.</param>
    public Campaign(
        CampaignParts parts,
        Strategy strategy,
        Purse purse,
        IEnumerable<Surrogate> surrogates,
        IWorkplace workplace,
        Helm? helm = null
    )
    {
        _helm = helm;
        (_parts, _strategy, _purse, _workplace) = (parts, strategy, purse, workplace);
        _learners = [.. surrogates.Select(surrogate => new Learner(surrogate, waits: workplace is SimulatedWorkplace))];
        _booked = parts.OwnCpuSeconds();
        // A search of a reaction space goes on with the same surrogates.
        _predicted = Predictions();
    }

    public CampaignState State => _parts.State;

    /// <summary>True when it ended because it wants more candidates: nothing runs, and a later campaign goes on.</summary>
    public bool AsksForGrowth { get; private set; }

    /// <summary>Explores until the strategy stops it, it is put aside, or it is aborted.</summary>
    /// <param name="drain">Start nothing new, finish what runs, save.</param>
    /// <param name="abort">Stop now; what runs is stopped and done again on resuming.</param>
    public async Task RunAsync(CancellationToken drain, CancellationToken abort)
    {
        using var ending = new CancellationTokenSource();
        _ending = ending.Token;
        OpenDesk();
        try
        {
            await ExploreAsync(drain, abort).ConfigureAwait(false);
        }
        finally
        {
            // Networks that are still being trained come too late: a later process trains them again.
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(_learners.Select(learner => learner.EndAsync())).ConfigureAwait(false);
            await (_desk?.EndAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        }
    }

    private async Task ExploreAsync(CancellationToken drain, CancellationToken abort)
    {
        TakeUpRunning();
        TakeFromArchive();
        TakeUpRoutes();
        using var drained = drain.Register(() => _parts.Report(this, "finishing what runs"));
        while (true)
        {
            abort.ThrowIfCancellationRequested();
            if (!drain.IsCancellationRequested && Started() is { } stopped)
            {
                Book(force: true);
                Append(stopped);
                return;
            }

            if (TakeRoutes())
            {
                continue;
            }

            if (State.RunningDecisions.Count == 0 && (drain.IsCancellationRequested || State.Routes.Asked.Count == 0))
            {
                Book(force: true);
                if (AsksForGrowth && !drain.IsCancellationRequested)
                {
                    return;
                }

                Append(new Paused(Now, drain.IsCancellationRequested ? "put aside by the user" : PauseReason()!));
                return;
            }

            if (await NextAsync(abort).ConfigureAwait(false) is { } completion)
            {
                Complete(completion);
            }

            Book(force: false);
        }
    }

    private double Now => Math.Max(State.Clock, _workplace.Now);

    // Starts as much as there are free workers; returns the end where there is nothing left to do.
    private Stopped? Started()
    {
        while (State.RunningDecisions.Count < _parts.Workers + Ahead() && PauseReason() is null)
        {
            TakeSteering();
            TakeRoutes();
            Learn();
            AsksForGrowth |= _parts.Growth.IsDue(State);
            if (AsksForGrowth)
            {
                return null;
            }

            if (AskAgain())
            {
                continue;
            }

            var selection = _strategy.Next(
                State,
                Surrogate.FollowAll(_learners.Select(learner => learner.Surrogate), State)
            );
            if (selection.Choice is { } choice)
            {
                var wait = WaitFor(choice);
                if (wait == RouteWait.None)
                {
                    Begin(choice);
                }
                else if (wait == RouteWait.Full)
                {
                    return null;
                }

                continue;
            }

            if (State.RunningDecisions.Count > 0 || State.Routes.Asked.Count > 0 || selection.End is not { } code)
            {
                return null;
            }

            // Nothing here is worth a calculation; of what the space still holds that is not known.
            AsksForGrowth = code is "improbable" or "exhausted" && _parts.Growth.MayHelp(State);
            return AsksForGrowth || AskForHits() ? null : new Stopped(Now, code, selection.Reason);
        }

        return null;
    }

    private void TakeSteering()
    {
        if (_helm?.Left() is { } steered)
        {
            var written = steered with { At = Now };
            Append(written);
            _strategy = _helm.Steer(written);
            _parts.Report(this, "what is wanted was changed");
        }
    }

    // While one short calculation ends and the next is chosen, its worker would stand idle: for these, one a worker is
    // chosen ahead. Long ones are chosen when a worker is free, with all that is known by then.
    private int Ahead() =>
        _workplace is LiveWorkplace
        && State.RunningDecisions.Values.All(decided => decided.ExpectedCoreSeconds < ShortSeconds)
            ? _parts.Workers
            : 0;

    private string? PauseReason() =>
        State.FailuresInRow.Count >= _parts.Spec.Stop.FailuresInRow
            ? $"{State.FailuresInRow.Count} calculations in a row failed with '{State.FailuresInRow.Code}': see to it and run again to go on"
            : null;

    private void Begin(Choice choice, long? secondOf = null)
    {
        var candidate = _parts.Pool[choice.Candidate];
        var rung = _parts.Rungs[choice.Rung];
        var second = _parts.NextOf(choice.Candidate, rung) with { IsOne = secondOf is not null };
        var key = _parts.CalculationOf(candidate, rung, second).Key;
        var known = _parts.Known(key, rung);
        var decided = new Decided(
            Now,
            State.LastDecision + 1,
            candidate.Row,
            candidate.Id,
            candidate.Smiles,
            rung.LevelText,
            known is null ? choice.Purpose : Purpose.Archive,
            choice.Mean,
            choice.Deviation,
            choice.Gain,
            choice.ExpectedCoreSeconds,
            choice.CpuLimitSeconds,
            known is null ? _purse.Bound(choice.CpuLimitSeconds) : default,
            choice.Rivals,
            choice.Attempt,
            choice.Cure
        )
        {
            Further = choice.Further.IsEmpty ? null : choice.Further,
            SecondOf = secondOf,
            OnSecondGeometry = second.GeometryIsOne,
        };
        Append(decided);
        if (known is not null)
        {
            Append(new Finished(Now, decided.Decision, key.Hex, known.Values, null, Footprint.Nothing, true));
            return;
        }

        _workplace.Start(AssignmentOf(decided));
    }

    private Assignment AssignmentOf(Decided decided) =>
        new(
            decided.Decision,
            State.IndexOf(decided.Row),
            _parts.Rungs[State.RungOf(decided.Level)],
            decided.CpuLimitSeconds,
            decided.Cure,
            decided.At
        )
        {
            Second = new SecondOpinion(decided.SecondOf is not null, decided.OnSecondGeometry),
        };

    private void Complete(Completion completion)
    {
        var (assignment, outcome) = (completion.Assignment, completion.Outcome);
        var candidate = _parts.Pool[assignment.Candidate];
        var calculation = _parts.CalculationOf(candidate, assignment.Rung, assignment.Second);
        var cost = _parts.Meter.Of(outcome.Usage, completion.Energy);
        var ended = Ended(completion.At, assignment.Decision, calculation.Key, outcome, cost);
        if (ended.Failure is not { } failure || State.FinalAfter(assignment.Decision, failure))
        {
            // The archive first: a calculation that is in the journal must be found again.
            _parts.Archive?.Put(
                new ArchivedOutcome(
                    calculation,
                    outcome,
                    cost,
                    _parts.Run,
                    assignment.Decision,
                    _parts.Time.GetUtcNow()
                )
            );
        }

        Append(ended);
    }

    private static Finished Ended(double at, long decision, CalculationKey key, Outcome outcome, Footprint cost) =>
        outcome switch
        {
            Computed computed => new Finished(at, decision, key.Hex, computed.Values, null, cost, false),
            Failed failed => new Finished(
                at,
                decision,
                key.Hex,
                ImmutableSortedDictionary<string, double>.Empty,
                new FailureNote(failed.Kind, failed.Code, failed.Reason),
                cost,
                false
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    // What ran when the process died: finished and archived, or to be done again under the same decision.
    private void TakeUpRunning()
    {
        foreach (var decided in State.RunningDecisions.Values.OrderBy(decided => decided.Decision).ToList())
        {
            var assignment = AssignmentOf(decided);
            var calculation = _parts.CalculationOf(
                _parts.Pool[assignment.Candidate],
                assignment.Rung,
                assignment.Second
            );
            if (
                _parts.Archive?.TryGetDecision(_parts.Run, decided.Decision) is { } paid
                && paid.Calculation.Key == calculation.Key
            )
            {
                Append(Ended(Now, decided.Decision, calculation.Key, paid.Outcome, paid.Footprint));
                continue;
            }

            if (_workplace is LiveWorkplace)
            {
                var lost = new ResourceUsage(
                    decided.ExpectedCoreSeconds,
                    decided.ExpectedCoreSeconds,
                    0,
                    CostBasis.Assumed
                );
                var drawn = new DrawnEnergy(null, GraphicsEnergy.Modelled(assignment.Rung.GraphicsWatts, lost));
                Append(new Interrupted(Now, decided.Decision, _parts.Meter.Of(lost, drawn)));
            }

            _workplace.Start(assignment);
        }
    }

    // Null when the answer about a route came first: the same calculations are waited for again.
    private async Task<Completion?> NextAsync(CancellationToken abort)
    {
        var next = _next ??= _workplace.NextAsync(abort).AsTask();
        while (!next.IsCompleted)
        {
            // Long calculations: whoever looks sees time go by.
            var tick = Task.Delay(TickInterval, _parts.Time, abort);
            var fits = _learners.Select(learner => learner.Fitting).OfType<Task>();
            var route = _desk?.Searching;
            Task[] others = route is null ? [tick] : [route, tick];
            var first = await Task.WhenAny([next, .. fits, .. others]).ConfigureAwait(false);
            if (first == tick)
            {
                _parts.Report(this, null);
            }
            else if (first == route)
            {
                return null;
            }
            else if (first != next)
            {
                TakeFinishedFits();
            }
        }

        _next = null;
        return await next.ConfigureAwait(false);
    }

    private void Learn()
    {
        TakeFinishedFits();
        foreach (var learner in _learners)
        {
            learner.FitIfDue(State, () => _strategy.CanLearn(State));
            TakeFinishedFits();
            if (learner.CompareIfDue(State, _ending) is { } compared)
            {
                Append(compared with { At = Now });
            }
        }
    }

    private void TakeFinishedFits()
    {
        foreach (var learner in _learners)
        {
            if (learner.TakeFit() is { } fitted)
            {
                Append(fitted with { At = Now });
            }
        }
    }

    private void Book(bool force)
    {
        var last = State.OwnWork.Count == 0 ? 0 : State.OwnWork[^1].At;
        if (!force && (_workplace is SimulatedWorkplace || Now - last < BookingInterval))
        {
            return;
        }

        var now = _parts.OwnCpuSeconds();
        var usage = new ResourceUsage(Math.Max(0, now - _booked), 0, _parts.OwnPeakMemoryBytes(), CostBasis.Measured);
        _booked = now;
        var (made, saved) = Predictions();
        Append(
            new OwnWork(Now, "features, fits, choosing", _parts.Meter.Of(usage))
            {
                PredictionsMade = made - _predicted.Made,
                PredictionsSaved = saved - _predicted.Saved,
            }
        );
        _predicted = (made, saved);
    }

    private (long Made, long Saved) Predictions() =>
        (
            _learners.Sum(learner => learner.Surrogate.Predictions.Made),
            _learners.Sum(learner => learner.Surrogate.Predictions.Saved)
        );

    private void Append(CampaignEvent happened)
    {
        var (kind, payload) = EventJournal.Write(happened);
        _parts.Journal.Append(kind, payload, _parts.Time.GetUtcNow());
        State.Apply(happened);
        _parts.Report(this, null);
    }
}
