using System.Collections.Immutable;
using CsCheck;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Molecules;

namespace Lichen.Storage.Tests;

/// <summary>Outcomes and events to store: plain ones by number, and generated ones with every awkward value.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Time = new(2026, 3, 4, 5, 6, 7, 890, TimeSpan.Zero);

    private static readonly Provenance Xtb = new("xtb", "6.5.1", "GFN2-xTB opt tight", new string('a', 64));

    private static readonly Gen<double> Real = Gen.OneOf(
        Gen.Double[-1e6, 1e6],
        Gen.Double.Where(double.IsFinite),
        Gen.OneOf(0.0, double.Epsilon, double.MaxValue, -1e-300, 1.0 / 3)
    );

    private static readonly Gen<double> Cost = Gen.Double[0, 1e6];

    private static readonly Gen<ResourceUsage> Usage = Gen.Select(
        Cost,
        Cost,
        Gen.Long[0, long.MaxValue],
        Gen.Enum<CostBasis>(),
        (cpu, wall, memory, basis) => new ResourceUsage(cpu, wall, memory, basis)
    );

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char['\u0001', '\ud7ff'], 0, 40],
        Gen.OneOf("", "x'; DROP TABLE calculation; --", "\"a\",\r\nb", "ünïcødé 分子", "null", "\0")
    );

    private static readonly Gen<Candidate> Molecule = Gen.Select(
        Text,
        Gen.Int[1, 1_000_000],
        Gen.Int[-3, 3],
        Gen.Int[1, 5],
        Gen.Int[1, 30],
        (id, row, charge, multiplicity, atoms) =>
            new Candidate(
                row,
                id,
                new string('C', atoms),
                charge,
                multiplicity,
                atoms,
                atoms,
                6 * atoms - charge,
                ["C"]
            )
    );

    public static readonly Gen<ArchivedOutcome> Outcome = Gen.Select(
        Molecule,
        Gen.OneOf("GFN2-xTB", "B3LYP/def2-SVP//GFN2-xTB", "GFN2-xTB, ALPB(water)"),
        Gen.Bool,
        Usage,
        Gen.Select(Usage, Cost, Gen.Enum<CostBasis>(), Cost, (u, e, b, m) => new Footprint(u, e, b, 400 * e, m)),
        Gen.Select(Text, Text, Gen.Enum<FailureKind>()),
        Gen.Select(Real.Array[1, 5], Real.Array[90], Gen.Bool, Gen.Long[0, 3_000_000_000_000_000_000]),
        (candidate, level, success, usage, footprint, failure, numbers) =>
        {
            var (values, coordinates, geometry, ticks) = numbers;
            var provenance = Xtb with { Settings = failure.Item1 };
            Outcome outcome = success
                ? new Computed(
                    values
                        .Select((value, i) => ($"value_{i}", value))
                        .ToImmutableSortedDictionary(p => p.Item1, p => p.value),
                    geometry
                        ? Geometry.FromBohr(
                            Enumerable.Repeat((byte)6, candidate.Atoms).ToArray(),
                            coordinates.AsSpan(0, 3 * candidate.Atoms)
                        )
                        : null,
                    usage,
                    provenance
                )
                : new Failed(failure.Item3, "scf", failure.Item2, usage, provenance);
            var calculation = new Calculation(candidate, LevelOfTheory.Parse(level), "none", "xtb 6.5.1");
            return new ArchivedOutcome(
                calculation,
                outcome,
                footprint,
                "run",
                ticks % 1000,
                new DateTimeOffset(ticks, TimeSpan.Zero)
            );
        }
    );

    /// <summary>A plain calculation of a molecule of 20 atoms: different numbers give different keys.</summary>
    public static ArchivedOutcome Computed(int seed, long number, double gap = 4.2) =>
        Of(
            seed,
            number,
            new Computed(
                ImmutableSortedDictionary<string, double>
                    .Empty.Add("homo_lumo_gap", gap)
                    .Add("homo_energy", -9.1)
                    .Add("lumo_energy", gap - 9.1)
                    .Add("dipole_moment", 1.85)
                    .Add("isotropic_polarizability", 70.25)
                    .Add("total_energy", -42.123456789012),
                Carbons(20, number),
                Took(0.8),
                Xtb
            )
        );

    public static ArchivedOutcome Failed(int seed, long number, FailureKind kind, string code = "scf") =>
        Of(seed, number, new Failed(kind, code, "not converged after 250 cycles", Took(2.5), Xtb));

    public static Calculation Calculation(int seed, long number) =>
        new(
            new Candidate(
                (int)number + 1,
                $"mol-{number}",
                $"C{new string('C', (int)(number % 50))}[{number}CH3]{seed}",
                0,
                1,
                20,
                20,
                120,
                ["C"]
            ),
            LevelOfTheory.Parse("GFN2-xTB"),
            "ETKDGv3/MMFF94 best of 5, seed 42",
            "xtb 6.5.1"
        );

    public static IReadOnlyList<JournalEntry> Events(int seed, long after) =>
        [
            new(
                "finished",
                $$"""{"decision":{{after}},"outcome":"computed","values":{"homo_lumo_gap":4.2},"core_seconds":0.8,"seed":{{seed}}}""",
                Time.AddSeconds(after)
            ),
            new(
                "decided",
                $$"""{"decision":{{after + 1}},"row":7,"id":"mol-7","smiles":"CCO","level":"GFN2-xTB","mean":4.0,"deviation":0.3}""",
                Time.AddSeconds(after)
            ),
        ];

    public static RunIdentity Identity(string run = "run-1") =>
        new(run, Time, "0.1.0", new string('b', 64), "name: dyes\nseed: 1\n");

    private static ArchivedOutcome Of(int seed, long number, Outcome outcome) =>
        new(
            Calculation(seed, number),
            outcome,
            new Footprint(outcome.Usage, 1.1e-5, CostBasis.Modelled, 0.004, 0.01),
            $"run-{seed}",
            number,
            Time.AddSeconds(number)
        );

    private static ResourceUsage Took(double seconds) => new(seconds, 1.1 * seconds, 60_000_000, CostBasis.Measured);

    private static Geometry Carbons(int count, long number) =>
        Geometry.FromAngstrom(
            Enumerable.Repeat((byte)6, count).ToArray(),
            Enumerable.Range(0, 3 * count).Select(i => Math.Sin(i + (0.1 * number)) * 5).ToArray()
        );
}
