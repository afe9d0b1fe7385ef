using System.Collections.Immutable;
using CsCheck;
using Lichen.Core.Budgets;
using Lichen.Core.Objectives;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Tests.Specification;

/// <summary>Specifications as a campaign file can say them.</summary>
internal static class SpecGenerator
{
    private static readonly ImmutableSortedDictionary<string, int> NoCounts = ImmutableSortedDictionary.Create<
        string,
        int
    >(StringComparer.Ordinal);

    private static readonly Gen<string> Text = Gen.Char[
            "abz AZ09.,:;#-_'\"\\/{}[]&*!|>%@`~?=<>\u00e9\u03c9\u4e2d\u00a0()+"
        ]
        .Array[1, 12]
        .Select(letters => new string(letters).Trim())
        .Where(text => text.Length > 0 && text is not ("automatic" or "none" or "any" or "known" or "unlimited"));

    private static readonly Gen<string> Word = Gen.OneOf(
        Text,
        OneOf("true", "null", "No", "12", "1e5", "-", "0x1F", ".5", "=", "a: b", "a #b", "- a", "? a", "<<", "~"),
        OneOf("id", "smiles", "gap_eV")
    );

    private static readonly Gen<double> Positive = Gen.OneOf(
        Gen.Double[1e-6, 1e6],
        Gen.Int[1, 100_000].Select(i => (double)i),
        Gen.Int[1, 100_000].Select(i => i / 1000.0),
        Gen.Int[1, 1000].Select(i => i * 60.0)
    );

    private static readonly Gen<IntRange?> IntRanges = Gen.OneOf(
        Gen.Const((IntRange?)null),
        Gen.Select(Gen.Int[0, 50], Gen.Int[0, 50])
            .Select((a, b) => (IntRange?)new IntRange(Math.Min(a, b), Math.Max(a, b))),
        Gen.Int[0, 50].Select(low => (IntRange?)new IntRange(low, int.MaxValue))
    );

    private static readonly Gen<DoubleRange?> Weights = Gen.OneOf(
        Gen.Const((DoubleRange?)null),
        Gen.Select(Positive, Positive).Select((a, b) => (DoubleRange?)new DoubleRange(Math.Min(a, b), Math.Max(a, b))),
        Positive.Select(low => (DoubleRange?)new DoubleRange(low, double.PositiveInfinity))
    );

    private static readonly Gen<RuleSpec> Rules = Gen.Select(
            OneOf(["H", "C"], ImmutableArray<string>.Empty, ["H", "C", "N", "O", "F", "No", "Y"]),
            Optional(Gen.Int[-20, 20]),
            Gen.Bool,
            IntRanges,
            Weights,
            IntRanges,
            OneOf(ImmutableArray<string>.Empty, ["[OX2H]", "C#N"], ["[!#6]"]),
            OneOf(ImmutableArray<string>.Empty, ["[N+](=O)[O-]", "*"])
        )
        .Select(
            (elements, charge, flag, heavy, weight, rings, require, exclude) =>
                new RuleSpec(elements, charge, flag, !flag, heavy, weight, rings, require, exclude, flag)
                {
                    Strained = flag,
                    Stereo = (StereoPolicy)(exclude.Length % 3),
                    Tautomers = (TautomerPolicy)(require.Length % 2),
                }
        );

    private static readonly Gen<Goal> Goals = Gen.OneOf(
        Gen.Const((Goal)new Minimise()),
        Gen.Const((Goal)new Maximise()),
        Gen.Double[-1e9, 1e9].Select(value => (Goal)new Target(value)),
        Gen.Select(Gen.Double[-1e3, 1e3], Gen.Double[0, 1e3])
            .Select((low, width) => (Goal)new InRange(low, low + width)),
        Gen.Double[-1e3, 1e3].Select(low => (Goal)new InRange(low, double.PositiveInfinity)),
        Gen.Double[-1e3, 1e3].Select(high => (Goal)new InRange(double.NegativeInfinity, high))
    );

    private static readonly Gen<RungSpec> OwnRung = Gen.Select(Word, Word, Word, Positive, Gen.Int[0, 2])
        .Select(
            (word, unit, column, cost, kind) =>
                kind == 0
                    ? new RungSpec("model-level//MMFF94", "model", null, null)
                    {
                        Model = new ModelSpec(word + ".safetensors", "homo_lumo_gap", cost > 1 ? "eV" : null),
                    }
                : kind == 1
                    ? new RungSpec(
                        "table-level",
                        "table",
                        new TableSpec(
                            word + ".csv",
                            column,
                            Sorted(("homo_lumo_gap", column), ("own", word)),
                            Sorted(("own", unit)),
                            cost > 1 ? column : null,
                            cost > 1 ? null : cost
                        ),
                        null
                    )
                : new RungSpec(
                    "command-level//MMFF94",
                    "command",
                    null,
                    new CommandSpec(
                        [word, column, word],
                        Sorted(("homo_lumo_gap", "eV"), ("own", unit)),
                        column,
                        cost > 1
                    )
                )
        );

    private static readonly Gen<ImmutableArray<RungSpec>> Ladders = Gen.Select(
            OwnRung,
            OneOf(
                ImmutableArray.Create(new RungSpec("GFN2-xTB", "xtb", null, null)),
                [],
                [
                    new RungSpec("GFN2-xTB//MMFF94", "xtb", null, null),
                    new RungSpec("GFN2-xTB", "xtb", null, null),
                    new RungSpec("B3LYP/6-31G(d,p)//GFN2-xTB", "psi4", null, null),
                    new RungSpec("GFN2-xTB, ALPB(water)", "xtb", null, null),
                ]
            )
        )
        .Select((own, known) => known.Insert(0, own));

    private static readonly Gen<Budget> Budgets = Gen.Select(
            Optional(Positive),
            Optional(Positive),
            Optional(Positive),
            Optional(Positive),
            Optional(Positive)
        )
        .Select((core, energy, co2e, money, wall) => new Budget(core, energy, co2e, money, wall, NoCounts));

    public static readonly Gen<CampaignSpec> Specs = Gen.Select(
            Gen.Select(Word, Word, Gen.ULong, Gen.Int[1, 1024]),
            Rules,
            Goals,
            Ladders,
            Budgets,
            Gen.Select(Positive, Positive, Gen.Double[0, 1], Gen.Int[1, 1000])
        )
        .Select(
            (words, rules, goal, ladder, budget, numbers) =>
                new CampaignSpec(
                    "name-1",
                    "/data/" + words.Item1.Replace('/', '_').Replace('.', '_').Trim(),
                    new SpaceSpec(words.Item2 + ".csv", words.Item1, null),
                    rules,
                    new Objective("homo_lumo_gap", ladder[^1].Level, goal),
                    numbers.Item4,
                    ladder,
                    new ConformerSpec(numbers.Item4 % 7 == 0 ? null : Math.Min(numbers.Item4, 1000), words.Item3),
                    numbers.Item4 % 2 == 0
                        ? budget with
                        {
                            Counts = NoCounts.Add(ladder[0].Level, numbers.Item4),
                        }
                        : budget,
                    new GridSpec(
                        numbers.Item4 % 3 == 0 ? "DE" : null,
                        numbers.Item4 % 3 == 1 ? numbers.Item1 : null,
                        1 + numbers.Item3,
                        numbers.Item2,
                        "CHF"
                    )
                    {
                        EmbodiedGramsPerCoreHour = numbers.Item4 % 4 == 0 ? numbers.Item2 : 0,
                    },
                    new LimitSpec(numbers.Item1, numbers.Item2),
                    new StopSpec(numbers.Item3, numbers.Item4),
                    words.Item4,
                    words.Item3
                )
                {
                    Others = OthersOf(goal, ladder, numbers.Item4),
                    Constraints = ConstraintsOf(goal, ladder, numbers.Item4),
                    Routes = RoutesOf(words.Item2, numbers.Item4, numbers.Item1),
                }
        );

    private static ImmutableArray<Objective> OthersOf(Goal goal, ImmutableArray<RungSpec> ladder, int number) =>
        (number % 5) switch
        {
            0 =>
            [
                new Objective("sa_score", Objective.Structure, new Minimise())
                {
                    Weight = number,
                    Reference = 6,
                    Ideal = number % 2 == 0 ? null : 1.5,
                },
            ],
            1 when ladder is [{ Engine: "table" }, _, ..] =>
            [
                new Objective("own", ladder[0].Level, new Maximise()),
                new Objective("homo_lumo_gap", ladder[0].Level, goal) { Weight = 0.5 },
            ],
            _ => [],
        };

    private static ImmutableArray<Constraint> ConstraintsOf(Goal goal, ImmutableArray<RungSpec> ladder, int number) =>
        goal is InRange range && number % 2 == 0
            ?
            [
                new Constraint("homo_lumo_gap", ladder[^1].Level, range),
                new Constraint("sa_score", Objective.Structure, range),
            ]
            : [];

    private static RouteSpec? RoutesOf(string word, int number, double positive) =>
        (number % 4) switch
        {
            0 => null,
            1 => new RouteSpec(RouteNeed.None, word, "robust", 6, 1000, 10, 120, 0, null),
            2 => new RouteSpec(
                RouteNeed.Hits,
                word,
                word + ".json",
                number % 30 + 1,
                number,
                positive,
                1,
                positive,
                null
            ),
            _ => new RouteSpec(
                RouteNeed.Hits,
                null,
                "robust",
                6,
                1000,
                positive,
                positive,
                0,
                new PlannerSpec([word, "-x"], word)
            ),
        };

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<T?> Optional<T>(Gen<T> gen)
        where T : struct => Gen.Select(Gen.Bool, gen).Select((there, value) => there ? (T?)value : null);

    private static ImmutableSortedDictionary<string, string> Sorted(params (string Key, string Value)[] pairs) =>
        pairs.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
}
