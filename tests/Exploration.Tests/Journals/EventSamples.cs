using System.Collections.Immutable;
using CsCheck;
using Lichen.Chemistry.Routes;
using Lichen.Core.Budgets;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Learning;
using Lichen.Learning.Models;

namespace Lichen.Exploration.Tests.Journals;

/// <summary>Events of every kind, fixed and generated.</summary>
internal static class EventSamples
{
    public static readonly Footprint Cost = new(
        new ResourceUsage(1.5, 2.25, 104857600, CostBasis.Measured),
        0.000005,
        CostBasis.Modelled,
        0.002,
        0.0001
    );

    private static readonly CoKrigingParameters Parameters = new(
        [
            new RungParameters(4.5, 1.25, 0, 3, [0.5], 0.25, 2, 0.0625),
            new RungParameters(5, 1, 0.75, 3, [0.5], 0.25, 2, 0.125),
        ],
        [1, 0.5]
    );

    /// <summary>One event of each kind.</summary>
    public static ImmutableArray<CampaignEvent> OneOfEach { get; } =
    [
        new Started(0, "dyes-1", new string('a', 64), 3315, StrategyKind.Improvement, "host", "0.1.0"),
        new Resumed(12.5, "host", "0.1.0"),
        new Decided(
            13,
            7,
            4711,
            "NSC-4711",
            "C[N+](C)(C)CC=O",
            "GFN2-xTB//MMFF94",
            Purpose.Explore,
            4.25,
            0.5,
            0.125,
            0.75,
            3,
            new Amount(3, 0.00001, 0.004, 0.0002),
            [new Rival(12, "GFN2-xTB", 4.5, 0.25, 0.0625, 0.5)],
            1,
            null
        ),
        new Finished(
            15.25,
            7,
            new string('b', 64),
            ImmutableSortedDictionary<string, double>.Empty.Add("homo_lumo_gap", 4.125),
            null,
            Cost,
            false
        ),
        new Interrupted(16, 8, Cost),
        new Fitted(17, 30, -41.5, Parameters, [2.5]),
        new Compared(
            17.5,
            60,
            40,
            ModelKind.Mixture,
            0.35,
            [
                new KindScore(ModelKind.GaussianProcess, 1, -0.5, 0.125),
                new KindScore(ModelKind.Mixture, 0.35, -0.25, 0.0625),
            ],
            "a mixture of both gains 0.25 ± 0.063"
        ),
        new Grown(
            17.5,
            800,
            [new GrownProduct(1001, 4_000_000_000_000, "ester(R1,R2)", "CCOC(C)=O", "ester: CC(=O)O (R1) + CCO (R2)")]
        ),
        new RouteAsked(17.75, 4711, "NSC-4711", "CCOC(C)=O", RoutePurpose.Buy, 10),
        new Routed(
            17.75,
            4711,
            "lichen-routes 1",
            RouteStatus.NotSolved,
            "no route of at most 6 steps by these 62 reactions and this stock",
            null,
            null,
            Cost,
            false
        )
        {
            Bars = true,
            PriceSeconds = 70,
        },
        new OwnWork(18, "features, fits, choosing", Cost),
        new Steered(18.5, "name: dyes\nhits: 5\n"),
        new Paused(19, "put aside by the user"),
        new Stopped(20, "budget", "what is left of the budget does not pay for another calculation"),
    ];

    private static readonly Gen<double> Number = Gen.OneOf(
        Gen.Double[-1e6, 1e6],
        OneOf(0.0, -0.0, double.Epsilon, double.MaxValue, 0.1, 1.0 / 3)
    );

    private static readonly Gen<string> Text = Gen.OneOf(
            Gen.String,
            OneOf("", "C/C=C\\C", "[NH4+]", "\"quoted\"", "two\nlines", "µ Å ²")
        )
        .Where(text => !text.Any(char.IsSurrogate));

    private static readonly Gen<Footprint> Costs = Gen.Select(Number, Number, Gen.Long, Gen.Enum<CostBasis>(), Number)
        .Select(
            (cpu, wall, memory, basis, energy) =>
                new Footprint(new ResourceUsage(cpu, wall, memory, basis), energy, basis, energy * 0.5, cpu)
        );

    private static readonly Gen<double?> MaybeNumber = Gen.OneOf(
        Number.Select(x => (double?)x),
        Gen.Const((double?)null)
    );

    private static readonly Gen<CampaignEvent> Decisions = Gen.Select(
            Gen.Select(Number, Gen.Long, Gen.Int, Text, Text),
            Gen.Select(Gen.Enum<Purpose>(), MaybeNumber, MaybeNumber, MaybeNumber, Number),
            Gen.Select(
                Gen.Int[0, 2],
                Number,
                Gen.Int[1, 2],
                Gen.OneOf(Text.Select(text => (string?)text), Gen.Const((string?)null))
            )
        )
        .Select(
            (a, b, c) =>
                (CampaignEvent)
                    new Decided(
                        a.Item1,
                        a.Item2,
                        a.Item3,
                        a.Item4,
                        a.Item5,
                        "GFN2-xTB",
                        b.Item1,
                        b.Item2,
                        b.Item3,
                        b.Item4,
                        b.Item5,
                        c.Item2,
                        new Amount(1, c.Item2, 3, 4),
                        [.. Enumerable.Range(0, c.Item1).Select(i => new Rival(i, a.Item4, b.Item5, c.Item2, i, 0.5))],
                        c.Item3,
                        c.Item4
                    )
        );

    private static readonly Gen<CampaignEvent> Ends = Gen.Select(
            Gen.Select(Number, Gen.Long, Text, Costs, Gen.Bool),
            Gen.Select(
                Gen.Dictionary(Text.Where(text => text.Length > 0), Number)[0, 3],
                Gen.Enum<FailureKind>(),
                Gen.Bool
            )
        )
        .Select(
            (a, b) =>
                (CampaignEvent)
                    new Finished(
                        a.Item1,
                        a.Item2,
                        a.Item3,
                        b.Item1.ToImmutableSortedDictionary(StringComparer.Ordinal),
                        b.Item3 ? new FailureNote(b.Item2, "code", a.Item3) : null,
                        a.Item4,
                        a.Item5
                    )
        );

    /// <summary>Events with whatever numbers and texts may occur.</summary>
    public static Gen<CampaignEvent> Any { get; } =
        Gen.OneOf(
            Decisions,
            Ends,
            Gen.Select(
                Number,
                Gen.Long,
                Costs,
                (at, decision, cost) => (CampaignEvent)new Interrupted(at, decision, cost)
            ),
            Gen.Select(Number, Text, Costs, (at, what, cost) => (CampaignEvent)new OwnWork(at, what, cost)),
            Gen.Select(Number, Text, Text, (at, code, reason) => (CampaignEvent)new Stopped(at, code, reason)),
            Gen.Select(Number, Text, (at, campaign) => (CampaignEvent)new Steered(at, campaign)),
            Gen.Select(
                Number,
                Gen.Int,
                Gen.Long,
                Text,
                (at, tried, member, text) =>
                    (CampaignEvent)new Grown(at, tried, [new GrownProduct(tried, member, text, text, text)])
            ),
            Gen.Select(Number, Text, (at, reason) => (CampaignEvent)new Paused(at, reason)),
            Gen.Select(
                Number,
                Gen.Int,
                Gen.Enum<ModelKind>(),
                Gen.Int[0, 3],
                Text,
                (at, labels, kind, scores, reason) =>
                    (CampaignEvent)
                        new Compared(
                            at,
                            labels,
                            labels,
                            kind,
                            at,
                            [.. Enumerable.Range(0, scores).Select(i => new KindScore(kind, at, -at, i))],
                            reason
                        )
            ),
            Gen.Select(Number, Text, Text, (at, host, version) => (CampaignEvent)new Resumed(at, host, version)),
            Gen.Select(
                Number,
                Text,
                Gen.Int,
                Gen.Enum<StrategyKind>(),
                (at, run, size, kind) => (CampaignEvent)new Started(at, run, run, size, kind, run, run)
            ),
            Gen.Select(
                Number,
                Gen.Int,
                Gen.Double[0.01, 10],
                (at, labels, noise) =>
                    (CampaignEvent)
                        new Fitted(
                            at,
                            labels,
                            at,
                            new CoKrigingParameters([new RungParameters(at, noise, 0, 1, [noise], 1, 1, noise)]),
                            labels % 2 == 0 ? null : [at]
                        )
            )
        );

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
