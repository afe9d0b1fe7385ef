using System.Collections.Immutable;
using Lichen.Core.Budgets;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Objectives;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Pareto;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Learning;

namespace Lichen.Benchmarks;

/// <summary>What a decision takes with a large pool and two rungs: the label before it learned, then the next one chosen.</summary>
/// <remarks>
/// The plain way predicts every candidate at both rungs from all labels, then weighs every choice: what a surrogate without
/// updates and pruning would do. Both choose among the same.
/// </remarks>
internal static class Decisions
{
    private const int Seed = 7;
    private const int Hits = 50;

    public static IEnumerable<Finding> Run(Scale scale, DyesPool dyes)
    {
        var size = scale.DecisionPool;
        var pool = new Pool([
            .. Enumerable.Range(0, size).Select(i => dyes.Pool[i % dyes.Pool.Count] with { Row = i + 1, Id = $"m{i}" }),
        ]);
        var features = dyes.Features.Select([.. Enumerable.Range(0, size).Select(i => i % dyes.Pool.Count)]);
        foreach (var count in scale.Labels.Append(2 * scale.Labels[^1]))
        {
            yield return Of(scale, dyes, pool, features, count);
        }
    }

    private static Finding Of(Scale scale, DyesPool dyes, Pool pool, Features features, int count)
    {
        var labels = dyes.Labels(count);
        var parameters = CoKrigingFitting.Fit(dyes, labels).Parameters;
        var state = new CampaignState(pool, Rungs());
        var strategy = Strategy(state, pool, features);
        long decision = 0;
        foreach (var label in labels)
        {
            Compute(state, label, ++decision);
        }

        var posterior = new ScreenedPosterior(features, parameters, Environment.ProcessorCount);
        foreach (var label in state.Labels)
        {
            posterior.Add(label);
        }

        var pruning = new Pruning(new Minimise(), Hits);
        posterior.Rebuild(
            features,
            parameters,
            features.Rows > Pruning.SmallPool ? pruning.Select : null,
            CancellationToken.None
        );
        var chosen = Choose(strategy, state, posterior);
        double[] means = new double[features.Rows],
            deviations = new double[features.Rows];
        var choosing = new List<double>();
        var turns = Turns.Take(
            scale.Updates,
            () =>
            {
                // Labels come of what was chosen: what is put aside is seldom woken.
                var (candidate, rung) = (chosen.Candidate, chosen.Rung);
                Compute(state, new Label(candidate, rung, posterior.Mean(rung)[candidate]), ++decision);
                var learned = Sample.Of(() =>
                {
                    posterior.Add(state.Labels[^1]);
                    // Predictions are made when they are asked for.
                    _ = posterior.Mean(0)[0] + posterior.Mean(1)[0];
                });
                var weighed = Sample.Of(() => chosen = Choose(strategy, state, posterior));
                choosing.Add(weighed.CpuSeconds);
                return new Sample(learned.WallSeconds + weighed.WallSeconds, learned.CpuSeconds + weighed.CpuSeconds);
            },
            () =>
                Sample.Of(() =>
                {
                    var process = new GaussianProcess(features, [.. state.Labels], parameters);
                    for (var rung = 0; rung < DyesPool.Rungs; rung++)
                    {
                        process.Predict(
                            features,
                            rung,
                            means,
                            deviations,
                            Environment.ProcessorCount,
                            CancellationToken.None
                        );
                    }

                    Choose(strategy, state, posterior);
                })
        );
        return new Finding(
            $"a decision among {pool.Count:N0} candidates at 2 rungs, {count} labels ({posterior.Active:N0} kept up to date)",
            "CPU",
            $"{Finding.Milliseconds(turns.Here(Turns.Cpu))}, {Finding.Milliseconds(choosing.Order().ElementAt(choosing.Count / 2))} of it choosing",
            $"every candidate predicted from all labels: {Finding.Milliseconds(turns.Baseline(Turns.Cpu))}",
            turns.Ratio(Turns.Cpu)
        );
    }

    private static Choice Choose(Strategy strategy, CampaignState state, ScreenedPosterior predictions) =>
        strategy.Next(state, [predictions]).Choice ?? throw new InvalidOperationException("Nothing was chosen.");

    private static Strategy Strategy(CampaignState state, Pool pool, Features features) =>
        new(
            StrategyKind.Improvement,
            pool,
            [state.Leading.Quantity],
            Wishes.Of("y", new Minimise()),
            Hits,
            chanceBetterLeft: 0,
            new Purse(Budget.Unlimited, new Meter(new PowerModel(12, 1.2, "bench"), GridIntensity.Own(400), 0), 1e9),
            Seed,
            features: features
        );

    private static void Compute(CampaignState state, Label label, long decision)
    {
        var rung = Rungs()[label.Rung];
        var row = label.Candidate + 1;
        state.Apply(
            new Decided(
                state.Clock,
                decision,
                row,
                $"m{label.Candidate}",
                "C",
                rung.LevelText,
                Purpose.Explore,
                null,
                null,
                null,
                1,
                3,
                default,
                [],
                1,
                null
            )
        );
        var meter = new Meter(new PowerModel(12, 1.2, "bench"), GridIntensity.Own(400), 0);
        state.Apply(
            new Finished(
                state.Clock + 1,
                decision,
                "key",
                ImmutableSortedDictionary<string, double>.Empty.Add("y", label.Value),
                null,
                meter.Of(new ResourceUsage(1, 1, 1_000_000, CostBasis.Measured)),
                false
            )
        );
    }

    private static ImmutableArray<Rung> Rungs() => [Rung(0, "cheap", 0.1), Rung(1, "dear", 1)];

    private static Rung Rung(int index, string level, double seconds)
    {
        var parsed = LevelOfTheory.Parse(level);
        var engine = new Tabled();
        return new Rung(
            index,
            parsed,
            level,
            engine,
            engine.Offer(parsed),
            "y",
            index,
            null,
            new CostPrior(seconds, 0, 0.05)
        );
    }

    private sealed class Tabled : IEngine
    {
        public EngineIdentity Identity { get; } = new("bench", "1", "MIT", "", []);

        public EngineOffer Offer(LevelOfTheory level) => new(["y"], GeometryNeed.None, null, []);

        public string? Refusal(Candidate candidate, LevelOfTheory level) => null;

        public string? CureFor(string code) => null;

        public Task<Outcome> RunAsync(CalculationRequest request, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Nothing is computed here.");
    }
}
