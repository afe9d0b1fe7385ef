using System.Collections.Immutable;
using Lichen.Core.Budgets;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Objectives;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Learning;

namespace Lichen.Exploration.Journals;

/// <summary>The state of a campaign: a pure fold of its journal. It changes only through <see cref="Apply"/>.</summary>
public sealed partial class CampaignState
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
    private readonly List<EngineChange> _engineChanges = [];
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
        Errors = new SharedErrors(quantities.Length);
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

    /// <summary>Whether predictions of the quantities err together.</summary>
    public SharedErrors Errors { get; }

    /// <inheritdoc cref="QuantityState.Labels"/>
    public IReadOnlyList<Label> Labels => Leading.Labels;

    public IReadOnlyList<OwnWork> OwnWork => _ownWork;

    public IReadOnlyList<Finished> FinishedInOrder => _finishedInOrder;

    /// <summary>What came of each calculation in the end, in the order in which they ended; failures in passing left out.</summary>
    public IReadOnlyList<Ended> Ended => _ended;

    public IReadOnlyList<Interrupted> Interruptions => _interruptions;

    /// <summary>Engines that were replaced while the run was put aside, in order.</summary>
    public IReadOnlyList<EngineChange> EngineChanges => _engineChanges;

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
