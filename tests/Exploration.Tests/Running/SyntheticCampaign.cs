using System.Collections.Immutable;
using Lichen.Core.Budgets;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Objectives;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Pareto;
using Lichen.Exploration.Results;
using Lichen.Exploration.Routes;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Learning;
using Lichen.Storage;

namespace Lichen.Exploration.Tests.Running;

/// <summary>A made-up space with a smooth property at two levels: a campaign on a simulated clock in milliseconds.</summary>
internal sealed class SyntheticCampaign
{
    private const int UsualSize = 150;
    private readonly double[] _dear;
    private readonly double[] _cheap;
    private readonly double[] _cost;
    private readonly Features _features;
    private readonly double _seconds;
    private readonly double _startShare;

    /// <param name="seconds">What a calculation costs at the upper level.</param>
    /// <param name="size">Number of candidates.</param>
    /// <param name="startShare">Share of the budget that labels drawn before the first model may take.</param>
    /// <param name="shape">The property at the upper level of coordinates in 0..1, of which the lower level then knows nothing.</param>
    public SyntheticCampaign(
        ulong seed,
        double costScatter = 0.3,
        double failureShare = 0.05,
        double seconds = 1,
        Func<double, double, double>? shape = null,
        double startShare = Exploration.Choosing.Strategy.UsualStartShare,
        int size = UsualSize
    )
    {
        (_dear, _cheap, _cost) = (new double[size], new double[size], new double[size]);
        (_seconds, _startShare) = (seconds, startShare);
        var random = new Random((int)seed);
        var offsets = new int[size + 1];
        var ids = new List<uint>();
        var counts = new List<ushort>();
        var descriptors = new double[2 * size];
        for (var i = 0; i < size; i++)
        {
            double x = random.NextDouble(),
                y = random.NextDouble();
            (descriptors[2 * i], descriptors[(2 * i) + 1]) = (x, y);
            for (uint feature = 0; feature < 6; feature++)
            {
                var count = (ushort)(1 + (feature * (feature < 3 ? x : y)));
                ids.Add(feature);
                counts.Add(count);
            }

            offsets[i + 1] = ids.Count;
            _dear[i] = Math.Sin(4 * x) + (y * y) + (0.05 * random.NextDouble());
            _cheap[i] = _dear[i] + (0.3 * Math.Cos(3 * y));
            if (shape is not null)
            {
                (_dear[i], _cheap[i]) = (shape(x, y) + (0.02 * random.NextDouble()), random.NextDouble());
            }

            _cost[i] = Math.Exp(costScatter * ((2 * random.NextDouble()) - 1) * 3);
            Fails.Add(random.NextDouble() < failureShare);
        }

        Seed = seed;
        _features = new Features(
            new CountRows(offsets, [.. ids], [.. counts]),
            DescriptorScaling.FromPool(descriptors, 2).Apply(descriptors)
        );
        Pool = new Pool([
            .. Enumerable
                .Range(0, size)
                .Select(i => new Candidate(i + 1, $"m{i + 1}", $"C{i}", 0, 1, 10, 20, 80, ["H", "C"])),
        ]);
        var engine = new NamedEngine();
        Rungs =
        [
            new Rung(
                0,
                LevelOfTheory.Parse("cheap"),
                "cheap",
                engine,
                engine.Offer(null!),
                "y",
                0,
                null,
                new CostPrior(0.1 * seconds, 0, 1)
            ),
            new Rung(
                1,
                LevelOfTheory.Parse("dear"),
                "dear",
                engine,
                engine.Offer(null!),
                "y",
                1,
                null,
                new CostPrior(seconds, 0, 1)
            ),
        ];
    }

    public ulong Seed { get; }

    public Pool Pool { get; }

    public List<bool> Fails { get; } = [];

    /// <summary>Candidates of which the first calculation at the upper level finds a solution that is not the lowest.</summary>
    public HashSet<int> Wrong { get; } = [];

    /// <summary>How far that solution's property is from the right one.</summary>
    public const double WrongBy = 30;

    public ImmutableArray<Rung> Rungs { get; }

    /// <summary>How routes are asked for, and what answers; null where they are not.</summary>
    public (RouteSpec Spec, IRoutePlanner Planner)? Routes { get; init; }

    public Meter Meter { get; } = new(new PowerModel(12, 1, "test"), GridIntensity.Own(400), 0.1);

    public Outcome LookUp(Assignment assignment)
    {
        var dear = assignment.Rung.Index == 1;
        var wrong = dear && Wrong.Contains(assignment.Candidate) && !assignment.Second.IsOne;
        var seconds = _seconds * _cost[assignment.Candidate] * (dear ? 1 : 0.1);
        var usage = new ResourceUsage(seconds, seconds, 1_000_000, CostBasis.Assumed);
        var provenance = new Provenance("synthetic", "1", "", "");
        return Fails[assignment.Candidate] && dear
            ? new Failed(FailureKind.Input, "no_value", "made to fail", usage, provenance)
            : new Computed(
                ImmutableSortedDictionary<string, double>
                    .Empty.Add("y", (dear ? _dear : _cheap)[assignment.Candidate] + (wrong ? WrongBy : 0))
                    .Add("total_energy", wrong ? -1 : -2),
                null,
                usage,
                provenance
            );
    }

    public CampaignSpec Spec(Budget budget, int workers, double chanceBetterLeft = 0) =>
        new(
            "synthetic",
            "",
            new SpaceSpec("none", null, null),
            new RuleSpec([], null, false, false, null, null, null, [], [], false),
            new Objective("y", "dear", new Minimise()),
            5,
            [new RungSpec("cheap", "table", null, null), new RungSpec("dear", "table", null, null)],
            new ConformerSpec(1, 1),
            budget,
            new GridSpec(null, 400, 1, 0.1, "EUR"),
            new LimitSpec(100, 1),
            new StopSpec(chanceBetterLeft, 50),
            workers,
            Seed
        )
        {
            Routes = Routes?.Spec,
        };

    /// <summary>Runs until the end, or until so many events were written: then the process "dies".</summary>
    public CampaignState Run(
        string folder,
        Budget budget,
        int workers,
        long dieAfterEvents = long.MaxValue,
        StrategyKind kind = StrategyKind.Improvement,
        int modelThreads = 1
    )
    {
        var spec = Spec(budget, workers);
        using var journal = Journal.Exists(folder)
            ? Journal.Open(folder)
            : Journal.Create(
                folder,
                new RunIdentity("run", DateTimeOffset.UnixEpoch, "0", new string('0', 64), "spec")
            );
        var state = new CampaignState(Pool, Rungs);
        foreach (var happened in EventJournal.ReadAll(journal))
        {
            state.Apply(happened);
        }

        var purse = new Purse(budget, Meter, 1_000_000);
        var strategy = Strategy(spec, kind, purse);
        var written = 0L;
        using var death = new CancellationTokenSource();
        var parts = new CampaignParts(
            "run",
            spec,
            Pool,
            Rungs,
            state,
            journal,
            null,
            Meter,
            workers,
            TimeProvider.System,
            () => 0,
            () => 0,
            (_, _) =>
            {
                if (++written >= dieAfterEvents)
                {
                    throw new DiedException();
                }
            }
        )
        {
            Routes = Routes is var (_, planner)
                ? new RouteSource(planner, LevelOfTheory.Parse("route/made"), null, "made", null)
                : null,
            Listed = () => Hits(state, spec.Hits),
        };
        Surrogate[] surrogates =
            kind == StrategyKind.Random
                ? []
                : [new Surrogate(Pool, _features, state.Leading.Quantity, Pruning, Seed, modelThreads, folder)];
        var campaign = new Campaign(parts, strategy, purse, surrogates, new SimulatedWorkplace(LookUp, state.Clock));
        try
        {
            campaign.RunAsync(CancellationToken.None, death.Token).GetAwaiter().GetResult();
        }
        catch (DiedException) { }

        return state;
    }

    /// <summary>How a candidate was weighed in a run that <see cref="Run"/> left in a folder.</summary>
    public Explanation Explain(string folder, Budget budget, int candidate)
    {
        using var journal = Journal.OpenRead(folder);
        return Explanation.Of(
            EventJournal.ReadAll(journal),
            new CampaignState(Pool, Rungs),
            _ => Strategy(Spec(budget, 1), StrategyKind.Improvement, new Purse(budget, Meter, 1_000_000)),
            [new Surrogate(Pool, _features, new Quantity(0, "y", Rungs), Pruning, Seed, 1, folder)],
            Rungs,
            candidate
        );
    }

    /// <summary>The best computed at the upper level that have the route that they need.</summary>
    public IReadOnlyList<int> Hits(CampaignState state, int most) =>
        [
            .. Enumerable
                .Range(0, Pool.Count)
                .Where(i => state.StandingOf(i, 1) == Standing.Computed && !state.Routes.Bars(i))
                .OrderBy(i => state.ValueOf(i, 1))
                .Take(most),
        ];

    private static Pruning Pruning => new(new Minimise(), 5);

    private Strategy Strategy(CampaignSpec spec, StrategyKind kind, Purse purse) =>
        new(
            kind,
            Pool,
            [new Quantity(0, "y", Rungs)],
            Wishes.Of("y", spec.Objective.Goal),
            spec.Hits,
            spec.Stop.ChanceBetterLeft,
            purse,
            Seed,
            _startShare
        );

    internal sealed class DiedException : Exception;

    private sealed class NamedEngine : IEngine
    {
        public EngineIdentity Identity { get; } = new("synthetic", "1", "MIT", "", []);

        public EngineOffer Offer(LevelOfTheory level) => new(["y"], GeometryNeed.None, null, []);

        public string? Refusal(Candidate candidate, LevelOfTheory level) => null;

        public string? CureFor(string code) =>
            code == Compute.Engines.FailureCodes.Contradiction ? "another guess" : null;

        public Task<Outcome> RunAsync(CalculationRequest request, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Replayed on a simulated clock only.");
    }
}
