using System.Collections.Immutable;
using System.Globalization;
using Lichen.Core.Budgets;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;
using Lichen.Core.Objectives;
using Lichen.Exploration.Results;
using Lichen.Exploration.Specification;

namespace Lichen.Reporting.Tests;

/// <summary>
/// Campaigns that could have been: real molecules with real xtb numbers, put in an order with predictions and costs of a
/// seeded generator around them.
/// </summary>
internal static class Campaigns
{
    public const string Lower = "GFN2-xTB//MMFF94";
    public const string Upper = "GFN2-xTB";
    private const string Gap = "homo_lumo_gap";
    private const double WattsPerCore = 8.4;
    private const double GridIntensity = 381;

    private static readonly string[] Rows = Resource("nci.csv");
    private static readonly string[] OpenRows = Resource("nci-open.csv");

    public static Footprint Cost(double cpuSeconds, CostBasis basis = CostBasis.Measured)
    {
        var energy = cpuSeconds * WattsPerCore / 3.6e6;
        return new Footprint(
            new ResourceUsage(cpuSeconds, 1.04 * cpuSeconds, 42_000_000, basis),
            energy,
            CostBasis.Modelled,
            energy * GridIntensity,
            0
        );
    }

    /// <summary>Two rungs, 40 computed at the lower, 34 at the upper, 24 predicted, 2 failed.</summary>
    public static CampaignResult TwoRungs() => new Writer(twoRungs: true).Build();

    public static CampaignResult SingleRung() => new Writer(twoRungs: false).Build();

    /// <summary>The campaign before its first calculation.</summary>
    public static CampaignResult NothingYet()
    {
        var full = SingleRung();
        return full with
        {
            Molecules =
            [
                .. full.Molecules.Select(m =>
                    m with
                    {
                        Value = null,
                        Loss = null,
                        Predicted = null,
                        PredictedDeviation = null,
                        Level = "",
                        Values = [],
                        Cost = Footprint.Nothing,
                        Status = "predicted",
                        Failure = "",
                        Geometry = null,
                    }
                ),
            ],
            Timeline = [],
            Funnel = [.. full.Funnel.Where(stage => stage.Lost || stage.Name is "rows read" or "candidates")],
            RandomLine = [],
            Tests = [],
            Rungs = [new RungSummary(Upper, 0, 0, 0, 0, null, null, null, 0, Footprint.Nothing)],
            Ledger = [],
            Failures = [],
            Chemistry = Footprint.Nothing,
            OwnWork = Footprint.Nothing,
            Status = "running",
            StatusReason = "",
        };
    }

    public static CampaignResult NoFailures()
    {
        var full = SingleRung();
        return full with
        {
            Molecules = [.. full.Molecules.Where(molecule => molecule.Status != "failed")],
            Failures = [],
            Rungs = [full.Rungs[0] with { Failed = 0 }],
            Ledger = [.. full.Ledger.Where(row => row.Outcome != "failed")],
        };
    }

    public static CampaignResult AllFailed()
    {
        var full = SingleRung();
        var failed = full.Molecules.Where(molecule => molecule.Status == "computed").ToArray();
        return full with
        {
            Molecules =
            [
                .. failed.Select(m =>
                    m with
                    {
                        Value = null,
                        Loss = null,
                        Values = [],
                        Level = "",
                        Status = "failed",
                        Failure = "scf",
                        Geometry = null,
                    }
                ),
            ],
            Timeline = [.. full.Timeline.Select(point => point with { Value = null, Best = null, HitMean = null })],
            Funnel = [.. full.Funnel.Where(stage => stage.Lost || stage.Name is "rows read" or "candidates")],
            RandomLine = [],
            Tests = [],
            Rungs =
            [
                full.Rungs[0] with
                {
                    Computed = 0,
                    Failed = failed.Length,
                    Tested = 0,
                    Coverage50 = null,
                    Coverage90 = null,
                },
            ],
            Failures = [new FailureCount(Upper, "scf", "Convergence", failed.Length, failed[0].Candidate.Id, 12)],
            Status = "paused",
            StatusReason = "40 failures of one kind (scf) in a row",
        };
    }

    private static string[] Resource(string name)
    {
        using var stream = typeof(Campaigns).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
    }

    private sealed class Writer(bool twoRungs)
    {
        private const int Hits = 10;
        private readonly Random _random = new(4);
        private readonly List<MoleculeResult> _molecules = [];
        private readonly List<TimelinePoint> _timeline = [];
        private readonly List<TestedPrediction> _tests = [];
        private readonly List<LedgerRow> _ledger = [];
        private readonly List<double> _found = [];
        private double _spent;

        public CampaignResult Build()
        {
            // The search finds good ones early, as a working one does: half sorted, half not.
            var rows = Rows.Select(row => row.Split(','))
                .OrderBy(row => Number(row[5]) + (2.5 * _random.NextDouble()))
                .ToArray();
            if (twoRungs)
            {
                foreach (var row in rows)
                {
                    Finish(row, Lower, Number(row[3]), Number(row[4]));
                }
            }

            var upper = twoRungs ? rows.Length - 6 : rows.Length;
            for (var i = 0; i < rows.Length; i++)
            {
                AddMolecule(rows[i], computed: i < upper - 2, failed: i >= upper - 2 && i < upper);
            }

            foreach (var row in OpenRows.Select(row => row.Split(',')))
            {
                AddOpen(row);
            }

            return Result();
        }

        private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

        private double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

        private void Finish(string[] row, string level, double gap, double cpu)
        {
            var decision = _ledger.Count + 1;
            var tested = decision > 6;
            var deviation = (level == Lower ? 0.8 : 0.35) * (0.7 + (0.6 * _random.NextDouble()));
            if (tested)
            {
                _tests.Add(new TestedPrediction(decision, row[1], level, gap + (deviation * Normal()), deviation, gap));
            }

            _spent += cpu;
            if (level == Upper)
            {
                _found.Add(gap);
            }

            var best = _found.Order().Take(Hits).ToArray();
            _timeline.Add(
                new TimelinePoint(
                    decision,
                    row[1],
                    level,
                    _spent,
                    _spent / 1.9,
                    level == Upper ? gap : null,
                    best.Length > 0 ? best[0] : null,
                    best.Length > 0 ? best.Average() : null,
                    FromArchive: false
                )
            );
            _ledger.Add(
                new LedgerRow(
                    decision,
                    "chemistry",
                    row[1],
                    row[2],
                    level,
                    "xtb 6.5.1",
                    "computed",
                    "",
                    1.1 * cpu,
                    Cost(cpu)
                )
            );
        }

        private void AddMolecule(string[] row, bool computed, bool failed)
        {
            var values = ImmutableArray.CreateBuilder<ComputedValue>();
            if (twoRungs)
            {
                values.Add(new ComputedValue(Lower, Gap, "eV", Number(row[3]), "xtb 6.5.1"));
            }

            var cpu = (twoRungs ? Number(row[4]) : 0) + (computed || failed ? Number(row[10]) : 0);
            TestedPrediction? test = null;
            if (computed)
            {
                Finish(row, Upper, Number(row[5]), Number(row[10]));
                test = _tests.LastOrDefault(t => t.Id == row[1] && t.Level == Upper);
                values.Add(new ComputedValue(Upper, Gap, "eV", Number(row[5]), "xtb 6.5.1"));
                values.Add(new ComputedValue(Upper, "homo_energy", "eV", Number(row[6]), "xtb 6.5.1"));
                values.Add(new ComputedValue(Upper, "lumo_energy", "eV", Number(row[7]), "xtb 6.5.1"));
                values.Add(new ComputedValue(Upper, "dipole_moment", "D", Number(row[8]), "xtb 6.5.1"));
                values.Add(new ComputedValue(Upper, "total_energy", "hartree", Number(row[9]), "xtb 6.5.1"));
            }
            else if (failed)
            {
                var decision = _ledger.Count + 1;
                _spent += Number(row[10]);
                _ledger.Add(
                    new LedgerRow(
                        decision,
                        "chemistry",
                        row[1],
                        row[2],
                        Upper,
                        "xtb 6.5.1",
                        "failed",
                        "other_molecule",
                        Number(row[10]),
                        Cost(Number(row[10]))
                    )
                );
            }

            _molecules.Add(
                new MoleculeResult(
                    0,
                    CandidateOf(row),
                    computed ? Number(row[5]) : null,
                    computed ? Number(row[5])
                        : failed ? null
                        : Number(row[3]) + 0.1,
                    computed ? test?.Predicted : Number(row[3]) + 0.1,
                    computed ? test?.Deviation : 0.31,
                    computed ? Upper
                        : twoRungs ? Lower
                        : "",
                    values.ToImmutable(),
                    Cost(cpu),
                    computed ? "computed"
                        : failed ? "failed"
                        : "predicted",
                    failed ? "other_molecule" : "",
                    computed ? GeometryOf(row[12]) : null
                )
            );
        }

        private void AddOpen(string[] row)
        {
            var predicted = 2.2 + (4 * _random.NextDouble());
            _molecules.Add(
                new MoleculeResult(
                    0,
                    CandidateOf(row),
                    null,
                    predicted,
                    predicted,
                    0.2 + (0.5 * _random.NextDouble()),
                    "",
                    [],
                    Footprint.Nothing,
                    "predicted",
                    "",
                    null
                )
            );
        }

        private static Candidate CandidateOf(string[] row) =>
            new(
                int.Parse(row[0], CultureInfo.InvariantCulture),
                row[1],
                row[2],
                0,
                1,
                12,
                20,
                80,
                ["H", "C", "N", "O"]
            );

        private static Geometry GeometryOf(string text)
        {
            var parts = text.Split(' ');
            var numbers = new List<byte>();
            var angstrom = new List<double>();
            for (var i = 0; i < parts.Length; i += 4)
            {
                numbers.Add((byte)Elements.AtomicNumber(parts[i])!.Value);
                angstrom.AddRange([Number(parts[i + 1]), Number(parts[i + 2]), Number(parts[i + 3])]);
            }

            return Geometry.FromAngstrom([.. numbers], [.. angstrom]);
        }

        private CampaignResult Result()
        {
            var order = new[] { "computed", "predicted", "failed" };
            var ranked = _molecules.OrderBy(m => Array.IndexOf(order, m.Status)).ThenBy(m => m.Loss).ToArray();
            var own = Cost(0.9);
            _ledger.Add(new LedgerRow(0, "own work", "", "", "", "lichen", "own work", "", 0, own));
            var chemistry = _ledger
                .Where(row => row.Purpose == "chemistry")
                .Aggregate(Footprint.Nothing, (sum, row) => sum.Then(row.Cost));
            var rungs = twoRungs ? new[] { Lower, Upper } : [Upper];
            var failed = _ledger.Where(row => row.Outcome == "failed").ToArray();
            return new CampaignResult(
                Spec(rungs),
                Facts(rungs),
                Funnel(ranked, rungs),
                [.. ranked.Select((molecule, i) => molecule with { Rank = i + 1 })],
                [.. _timeline],
                [.. Enumerable.Range(1, 60).Select(n => new RandomLinePoint(0.42 * n, 1.547 + (4.5 / Math.Sqrt(n))))],
                [.. _tests],
                [.. rungs.Select(Summary)],
                [.. _ledger],
                [
                    new FailureCount(
                        Upper,
                        "other_molecule",
                        "Input",
                        failed.Length,
                        $"{failed[0].Id}: bond C3-O7 broke",
                        failed.Sum(f => f.Cost.Usage.CpuSeconds)
                    ),
                ],
                chemistry,
                own,
                new AvoidedComputation(
                    64,
                    Amount.Of(Cost(31.5)),
                    Amount.Of(Cost(28.2)),
                    Amount.Of(Cost(35.1)),
                    "sum over the pool of the cost predicted from the number of atoms, learned from 34 calculations at GFN2-xTB"
                ),
                "finished",
                "the chance that anything better is left is 3 %, below the 5 % asked for"
            );
        }

        private RungSummary Summary(string level)
        {
            var rows = _ledger.Where(row => row.Level == level).ToArray();
            var tests = _tests.Where(test => test.Level == level).ToArray();
            return new RungSummary(
                level,
                rows.Count(row => row.Outcome == "computed"),
                rows.Count(row => row.Outcome == "failed"),
                0,
                tests.Length,
                tests.Count(t => Math.Abs(t.Computed - t.Predicted) < 0.6745 * t.Deviation) / (double)tests.Length,
                tests.Count(t => Math.Abs(t.Computed - t.Predicted) < 1.6449 * t.Deviation) / (double)tests.Length,
                tests.Average(t => Math.Abs(t.Computed - t.Predicted)),
                rows.Sum(row => row.ExpectedCoreSeconds),
                rows.Aggregate(Footprint.Nothing, (sum, row) => sum.Then(row.Cost))
            );
        }

        private static ImmutableArray<FunnelStage> Funnel(MoleculeResult[] molecules, string[] rungs)
        {
            var stages = new List<FunnelStage>
            {
                new("rows read", 96, false),
                new("refused: not one component", 11, true),
                new("refused: elements", 14, true),
                new("refused: duplicate", 7, true),
                new("candidates", 64, false),
            };
            stages.AddRange(
                rungs.Select(level => new FunnelStage(
                    "computed at " + level,
                    molecules.Count(m => m.Values.Any(value => value.Level == level)),
                    false
                ))
            );
            stages.Add(new("hits", Hits, false));
            return [.. stages];
        }

        private static CampaignSpec Spec(string[] rungs) =>
            new(
                "dyes",
                "/data/dyes",
                new SpaceSpec("rdkit-data:NCI/first_5K.smi", null, null),
                new RuleSpec(
                    ["H", "C", "N", "O", "F", "S", "Cl"],
                    0,
                    true,
                    true,
                    new IntRange(5, 20),
                    null,
                    null,
                    [],
                    [],
                    false
                ),
                new Objective(Gap, Upper, new Minimise()),
                Hits,
                [.. rungs.Select(level => new RungSpec(level, "xtb", null, null))],
                new ConformerSpec(4, 7),
                Budget.Unlimited with
                {
                    CoreSeconds = 20,
                },
                new GridSpec("DE", null, 1.0, 0, "EUR"),
                new LimitSpec(600, 4),
                new StopSpec(0.05, 20),
                2,
                20_26
            );

        private static RunFacts Facts(string[] rungs) =>
            new(
                "dyes-3f9a1c",
                "0.1.0",
                "2022.09.3",
                new DateTimeOffset(2026, 11, 22, 19, 0, 0, TimeSpan.Zero),
                new DateTimeOffset(2026, 11, 22, 19, 4, 12, TimeSpan.Zero),
                9.4,
                9.6,
                "8-core laptop",
                "Green Algorithms model, AMD Ryzen 7 PRO at 8.4 W per core",
                "381 g CO2e/kWh, Germany 2023 (Ember, 2024)",
                "eV",
                "homo_lumo_gap_eV",
                [
                    .. rungs.Select(level => new RungEngine(
                        level,
                        new EngineIdentity(
                            "xtb",
                            "6.5.1",
                            "LGPL-3.0-or-later",
                            "/usr/bin/xtb",
                            [
                                "Bannwarth, C. et al. Extended tight-binding quantum chemistry methods. WIREs Comput. Mol. Sci. 2021, 11, e1493. https://doi.org/10.1002/wcms.1493",
                            ]
                        ),
                        [
                            "Bannwarth, C.; Ehlert, S.; Grimme, S. GFN2-xTB. J. Chem. Theory Comput. 2019, 15, 1652–1671. https://doi.org/10.1021/acs.jctc.8b01176",
                        ]
                    )),
                ]
            )
            {
                Strategy = "improvement",
            };
    }
}
