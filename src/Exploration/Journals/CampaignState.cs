using System.Collections.Immutable;
using Lichen.Core.Budgets;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Objectives;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Learning;

namespace Lichen.Exploration.Journals;

/// <summary>The state of a campaign: a pure fold of its journal. It changes only through <see cref="Apply"/>.</summary>
public sealed class CampaignState
{
    private const int FewestRandom = 8;

    private readonly IReadOnlyDictionary<int, int> _indexOfRow;
    private readonly IReadOnlyList<Rung> _rungs;
    private readonly Pool _pool;
    private readonly Standing[] _standings;
    private readonly Dictionary<long, Decided> _running = [];
    private readonly List<Decided> _decisions = [];
    private readonly Dictionary<long, Finished> _finished = [];
    private readonly List<OwnWork> _ownWork = [];
    private readonly List<Finished> _finishedInOrder = [];
    private readonly List<Ended> _ended = [];
    private readonly List<Interrupted> _interruptions = [];
    private readonly List<Retry> _retries = [];
    private readonly List<(int Candidate, int Rung)> _passing = [];
    private readonly Dictionary<(int Candidate, int Rung), CalculationKey> _keys = [];
    private readonly CostModel[] _costs;
    private readonly CostModel[] _randomCosts;
    private readonly int[] _started;
    private readonly double[] _coreSeconds;
    private readonly int[] _held;

    public CampaignState(Pool pool, ImmutableArray<Rung> rungs)
        : this(pool, rungs, [new Quantity(0, rungs[^1].Property, rungs)]) { }

    /// <param name="quantities">What is predicted; the first is the leading objective's.</param>
    public CampaignState(Pool pool, IReadOnlyList<Rung> rungs, ImmutableArray<Quantity> quantities)
    {
        Quantities = [.. quantities.Select(quantity => new QuantityState(pool, quantity, Routes))];
        _pool = pool;
        _rungs = rungs;
        _indexOfRow = pool.IndexOfRow;
        _standings = new Standing[pool.Count * rungs.Count];
        _costs = [.. rungs.Select(rung => new CostModel(rung.CostPrior))];
        _randomCosts = [.. rungs.Select(rung => new CostModel(rung.CostPrior))];
        _started = new int[rungs.Count];
        _coreSeconds = new double[rungs.Count];
        _held = new int[rungs.Count];
    }

    /// <summary>Seconds on the campaign's clock at the last event.</summary>
    public double Clock { get; private set; }

    /// <summary>What finished calculations cost.</summary>
    public Footprint Spent { get; private set; } = Footprint.Nothing;

    /// <summary>What is reserved for running calculations.</summary>
    public Amount Reserved => _running.Values.Aggregate(default(Amount), (sum, decided) => sum + decided.Reserved);

    public IReadOnlyDictionary<long, Decided> RunningDecisions => _running;

    public IReadOnlyList<Decided> Decisions => _decisions;

    public IReadOnlyDictionary<long, Finished> FinishedDecisions => _finished;

    /// <summary>What is known of each quantity; the first is the leading objective's.</summary>
    public ImmutableArray<QuantityState> Quantities { get; }

    /// <summary>That of the leading objective.</summary>
    public QuantityState Leading => Quantities[0];

    /// <inheritdoc cref="QuantityState.Labels"/>
    public IReadOnlyList<Label> Labels => Leading.Labels;

    public IReadOnlyList<OwnWork> OwnWork => _ownWork;

    public IReadOnlyList<Finished> FinishedInOrder => _finishedInOrder;

    /// <summary>What came of each calculation in the end, in the order in which they ended; failures in passing left out.</summary>
    public IReadOnlyList<Ended> Ended => _ended;

    public IReadOnlyList<Interrupted> Interruptions => _interruptions;

    /// <summary>Failures whose cure waits to be tried, the oldest first.</summary>
    public IReadOnlyList<Retry> Retries => _retries;

    /// <inheritdoc cref="QuantityState.LastFit"/>
    public Fitted? LastFit => Leading.LastFit;

    /// <inheritdoc cref="QuantityState.LastComparison"/>
    public Compared? LastComparison => Leading.LastComparison;

    /// <summary>How often products of a reaction space joined the pool.</summary>
    public int Growths { get; private set; }

    /// <summary>Labels of the leading objective when the pool last grew; 0 while it did not.</summary>
    public int LabelsAtGrowth { get; private set; }

    /// <summary>The last decision before the pool last grew; 0 while it did not.</summary>
    public long DecisionAtGrowth { get; private set; }

    /// <summary>What is known and asked of routes.</summary>
    public RouteBook Routes { get; } = new();

    /// <summary>Values that contradict their neighbours on the ladder.</summary>
    public ContradictionBook Contradictions { get; } = new();

    public Started? Start { get; private set; }

    public Stopped? Stop { get; private set; }

    /// <summary>The last change of what is wanted, or null while it is as in the beginning.</summary>
    public Steered? Steering { get; private set; }

    public Paused? Pause { get; private set; }

    /// <summary>The failure code that the last finished calculations share, and how many of them there are.</summary>
    public (string Code, int Count) FailuresInRow { get; private set; } = ("", 0);

    public long LastDecision { get; private set; }

    public Standing StandingOf(int candidate, int rung) => _standings[(candidate * _rungs.Count) + rung];

    /// <inheritdoc cref="QuantityState.ValueOf"/>
    public double ValueOf(int candidate, int rung) => Leading.ValueOf(candidate, rung);

    public CostModel CostOf(int rung) => _costs[rung];

    /// <summary>
    /// The cost law for the pool as a whole: learned from the molecules drawn to start where there are enough of them, for
    /// those that the strategy prefers may be dearer than others of their size.
    /// </summary>
    public CostModel PoolCostOf(int rung) =>
        _randomCosts[rung].Count >= FewestRandom ? _randomCosts[rung] : _costs[rung];

    /// <inheritdoc cref="QuantityState.CalibrationOf"/>
    public Calibration CalibrationOf(int rung) => Leading.CalibrationOf(rung);

    /// <summary>Calculations started at a rung, those from the archive left out.</summary>
    public int StartedAt(int rung) => _started[rung];

    /// <summary>Candidates that are computed at a rung, or on their way.</summary>
    public int HeldAt(int rung) => _held[rung];

    /// <summary>CPU seconds of everything finished at a rung, failures included.</summary>
    public double CoreSecondsAt(int rung) => _coreSeconds[rung];

    /// <summary>The archive's key of the calculation that stands; null where none was computed.</summary>
    public CalculationKey? KeyOf(int candidate, int rung) =>
        _keys.TryGetValue((candidate, rung), out var key) ? key : null;

    public int IndexOf(int row) =>
        _indexOfRow.TryGetValue(row, out var index)
            ? index
            : throw new InvalidDataException(
                $"The journal names row {row}, which is not among the campaign's candidates."
            );

    public int RungOf(string level)
    {
        for (var rung = 0; rung < _rungs.Count; rung++)
        {
            if (_rungs[rung].LevelText == level)
            {
                return rung;
            }
        }

        throw new InvalidDataException(
            $"The journal names the level '{level}', which the campaign's ladder does not have."
        );
    }

    /// <inheritdoc cref="QuantityState.BestLosses"/>
    public IReadOnlyList<double> BestLosses(Goal goal, int rung, int most) => Leading.BestLosses(goal, rung, most);

    public void Apply(CampaignEvent happened)
    {
        Clock = Math.Max(Clock, happened.At);
        switch (happened)
        {
            case Started started:
                Start = started;
                break;
            case Resumed:
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

/// <summary>Where a calculation stands.</summary>
public enum Standing : byte
{
    Open,
    Pending,
    Computed,
    Failed,

    /// <summary>Never to be computed here: a route to it is required, and there is none.</summary>
    Barred,
}

/// <summary>What came of a calculation once no cure was left to try.</summary>
public readonly record struct Ended(int Candidate, int Rung, bool Failed);

/// <summary>A failure whose cure waits to be tried.</summary>
public sealed record Retry(int Candidate, int Rung, string Code, double CpuLimitSeconds);
