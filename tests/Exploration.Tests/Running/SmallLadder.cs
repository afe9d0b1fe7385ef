using System.Collections.Immutable;
using Lichen.Core.Budgets;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Pareto;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Learning;

namespace Lichen.Exploration.Tests.Running;

/// <summary>A few candidates on a ladder of made-up levels, to put a campaign into any state by hand.</summary>
internal sealed class SmallLadder
{
    /// <summary>Code of a convergence failure that the made-up engine has a cure for.</summary>
    public const string Curable = "scf";

    private long _decisions;

    private SmallLadder(int size, ImmutableArray<Rung> rungs)
    {
        Rungs = rungs;
        Pool = new Pool([
            .. Enumerable
                .Range(0, size)
                .Select(i => new Candidate(10 * (i + 1), $"m{i}", $"C{i}", 0, 1, 10, 20, 80, ["H", "C"])),
        ]);
        State = new CampaignState(Pool, Rungs);
    }

    public Pool Pool { get; }

    public ImmutableArray<Rung> Rungs { get; }

    public CampaignState State { get; }

    public Meter Meter { get; } = new(new PowerModel(12, 1.2, "test"), GridIntensity.Own(400), 0.1);

    /// <summary>The objective's level alone; one core-second a calculation.</summary>
    public static SmallLadder Single(int size) => new(size, [Rung(0, "dear", 1, model: 0)]);

    /// <summary>A cheap level below the objective's, which costs a hundred times as much.</summary>
    public static SmallLadder Pair(int size) =>
        new(size, [Rung(0, "cheap", 0.01, model: 0), Rung(1, "dear", 1, model: 1)]);

    /// <summary>An optimisation that informs nothing, and the objective's level on its geometry.</summary>
    public static SmallLadder WithGeometry(int size) =>
        new(size, [Rung(0, "relaxed", 0.1, model: null), Rung(1, "dear//relaxed", 1, model: 0, geometry: 0)]);

    /// <summary>Features on a line: neighbours in the pool are alike.</summary>
    public Features Line()
    {
        var size = Pool.Count;
        var columns = Enumerable.Range(0, size).Select(i => (double)i / size).ToArray();
        return new Features(
            new CountRows(
                [.. Enumerable.Range(0, size + 1)],
                [.. Enumerable.Repeat(1u, size)],
                [.. Enumerable.Repeat((ushort)1, size)]
            ),
            DescriptorScaling.FromPool(columns, 1).Apply(columns)
        );
    }

    /// <summary>Features that tell families apart and nothing else: molecules of one family are alike, others are not.</summary>
    public Features Families(int families) =>
        new(
            new CountRows(
                [.. Enumerable.Range(0, Pool.Count + 1)],
                [.. Enumerable.Range(0, Pool.Count).Select(i => (uint)(i % families))],
                [.. Enumerable.Repeat((ushort)1, Pool.Count)]
            ),
            DescriptorScaling.FromPool(new double[Pool.Count], 1).Apply(new double[Pool.Count])
        );

    /// <summary>The predictions of the one quantity, as the strategy takes them.</summary>
    public ImmutableArray<ScreenedPosterior> Predictions(double coupling = 1) => [Predict(coupling)];

    /// <summary>What a model with these couplings predicts from the labels of the state.</summary>
    /// <param name="coupling">How much a rung follows the one below; 0 makes them strangers.</param>
    public ScreenedPosterior Predict(double coupling = 1, int threads = 1)
    {
        var count = Rungs.Count(rung => rung.ModelIndex is not null);
        var parameters = new CoKrigingParameters(
            Enumerable
                .Range(0, count)
                .Select(rung => new RungParameters(
                    0,
                    1,
                    rung == 0 ? 0 : coupling,
                    0.1,
                    [0.1],
                    rung == 0 || coupling == 0 ? 1 : 0.1,
                    0.5,
                    0.01
                ))
        );
        var posterior = new ScreenedPosterior(Line(), parameters, threads);
        foreach (var label in State.Labels)
        {
            posterior.Add(label);
        }

        return posterior;
    }

    public Strategy Strategy(
        Budget? budget = null,
        StrategyKind kind = StrategyKind.Improvement,
        Core.Objectives.Goal? goal = null,
        int hits = 2,
        double chanceBetterLeft = 0,
        ulong seed = 1,
        Features? features = null
    ) =>
        new(
            kind,
            Pool,
            [State.Leading.Quantity],
            Wishes.Of("y", goal ?? new Core.Objectives.Minimise()),
            hits,
            chanceBetterLeft,
            Purse(budget),
            seed,
            features: features
        );

    public Purse Purse(Budget? budget = null) => new(budget ?? Budget.Unlimited, Meter, 1_000_000);

    public Footprint Cost(double seconds) =>
        Meter.Of(new ResourceUsage(seconds, seconds, 1_000_000, CostBasis.Measured));

    /// <summary>What results are made of; there is no journal and no archive behind it.</summary>
    public CampaignParts Parts(Core.Objectives.Goal goal, int hits = 2) =>
        new(
            "run",
            new CampaignSpec(
                "made up",
                "",
                new SpaceSpec("none", null, null),
                new RuleSpec([], null, false, false, null, null, null, [], [], false),
                new Core.Objectives.Objective("y", Rungs[^1].LevelText, goal),
                hits,
                [.. Rungs.Select(rung => new RungSpec(rung.LevelText, "table", null, null))],
                new ConformerSpec(1, 1),
                Budget.Unlimited,
                new GridSpec(null, 400, 1.2, 0.1, "EUR"),
                new LimitSpec(100, 1),
                new StopSpec(0, 50),
                1,
                1
            ),
            Pool,
            Rungs,
            State,
            null!,
            null,
            Meter,
            1,
            TimeProvider.System,
            () => 0,
            () => 0,
            (_, _) => { }
        );

    public Decided Decide(
        int candidate,
        int rung,
        Purpose purpose = Purpose.Explore,
        int attempt = 1,
        double limit = 3,
        double? mean = null,
        double? deviation = null,
        long? secondOf = null
    )
    {
        var molecule = Pool[candidate];
        var decided = new Decided(
            State.Clock,
            ++_decisions,
            molecule.Row,
            molecule.Id,
            molecule.Smiles,
            Rungs[rung].LevelText,
            purpose,
            mean,
            deviation,
            null,
            1,
            limit,
            Purse().Bound(limit),
            [],
            attempt,
            attempt == 1 ? null : Curable
        )
        {
            SecondOf = secondOf,
        };
        State.Apply(decided);
        return decided;
    }

    public void Finish(Decided decided, double value, double seconds = 1) =>
        State.Apply(
            new Finished(
                State.Clock + seconds,
                decided.Decision,
                "key",
                ImmutableSortedDictionary<string, double>.Empty.Add("y", value),
                null,
                Cost(seconds),
                false
            )
        );

    public void Fail(Decided decided, FailureKind kind, string code, double seconds = 1, bool fromArchive = false) =>
        State.Apply(
            new Finished(
                State.Clock + seconds,
                decided.Decision,
                "key",
                ImmutableSortedDictionary<string, double>.Empty,
                new FailureNote(kind, code, "made to fail"),
                fromArchive ? Footprint.Nothing : Cost(seconds),
                fromArchive
            )
        );

    /// <summary>Computes at the price that the rung is assumed to have.</summary>
    public void Compute(int candidate, int rung, double value) =>
        Finish(Decide(candidate, rung), value, Rungs[rung].CostPrior.CoreSecondsAt20Atoms);

    private static Rung Rung(int index, string level, double seconds, int? model, int? geometry = null)
    {
        var engine = new MadeUp(geometry is null ? GeometryNeed.None : GeometryNeed.LowerLevel);
        var parsed = LevelOfTheory.Parse(level);
        return new Rung(
            index,
            parsed,
            level,
            engine,
            engine.Offer(parsed),
            "y",
            model,
            geometry,
            new CostPrior(seconds, 0, 0.05)
        );
    }

    private sealed class MadeUp(GeometryNeed geometry) : IEngine
    {
        public EngineIdentity Identity { get; } = new("made up", "1", "MIT", "", []);

        public EngineOffer Offer(LevelOfTheory level) => new(["y"], geometry, null, []);

        public string? Refusal(Candidate candidate, LevelOfTheory level) => null;

        public string? CureFor(string code) => code == Curable ? "more smearing" : null;

        public Task<Outcome> RunAsync(CalculationRequest request, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Outcomes are put into the state by hand.");
    }
}
