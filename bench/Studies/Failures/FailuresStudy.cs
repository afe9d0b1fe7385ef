using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Core.Budgets;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Core.Objectives;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Storage;

namespace Lichen.Studies.Failures;

/// <summary>
/// What fails among mixed real calculations, by type, and how many cures work: molecules of the file that the examples use,
/// and ones that are known to be hard, at levels of four programs, done as a campaign's worker does them.
/// </summary>
internal static class FailuresStudy
{
    private const double CpuLimitSeconds = 8;
    private const double HardShare = 0.3;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly (string Engine, string Level, double Share, int MostHeavyAtoms)[] Levels =
    [
        ("xtb", "GFN2-xTB", 0.24, 60),
        ("xtb", "GFN1-xTB", 0.18, 60),
        ("xtb", "GFN-FF", 0.18, 60),
        ("mopac", "PM7", 0.2, 60),
        ("psi4", "HF/STO-3G//MMFF94", 0.1, 12),
        ("nwchem", "HF/STO-3G//MMFF94", 0.1, 12),
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        int count = int.Parse(Option(arguments, "--calculations", "500"), CultureInfo.InvariantCulture);
        int seed = int.Parse(Option(arguments, "--seed", "1"), CultureInfo.InvariantCulture);
        long started = Stopwatch.GetTimestamp();
        var folder = Directory.CreateTempSubdirectory("lichen-study-").FullName;
        try
        {
            var spec = Spec(folder);
            var cases = Draw(spec, folder, count, new Random(seed));
            var pool = new Pool([.. cases.Select(one => one.Candidate)]);
            var rungs = await RungsAsync(folder);
            using var archive = Archive.Open(Path.Combine(folder, "archive.db"));
            var runner = new CalculationRunner(
                pool,
                [.. rungs.Values],
                spec,
                archive,
                "study",
                Path.Combine(folder, "work"),
                TimeProvider.System,
                new Meter(new PowerModel(12, 1.2, "study"), GridIntensity.Own(400), 0),
                null
            );
            for (int i = 0; i < cases.Count; i++)
            {
                await RunAsync(runner, cases[i], i, rungs[(cases[i].Engine, cases[i].Level)]);
                if ((i + 1) % 25 == 0 || i + 1 == cases.Count)
                {
                    Console.WriteLine(
                        $"{i + 1} of {cases.Count}: {cases.Take(i + 1).Count(one => one.Failed)} failed, "
                            + $"{cases.Sum(one => one.CoreSeconds + one.CureCoreSeconds):0} core-seconds"
                    );
                    Write(cases[..(i + 1)], count, seed, rungs, Stopwatch.GetElapsedTime(started).TotalSeconds);
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task RunAsync(CalculationRunner runner, Case one, int index, Rung rung)
    {
        var first = (
            await runner.RunAsync(
                new Assignment((2 * index) + 1, index, rung, CpuLimitSeconds, null, 0),
                CancellationToken.None
            )
        ).Outcome;
        one.CoreSeconds = first.Usage.CpuSeconds;
        if (first is not Failed failed)
        {
            one.Outcome = "computed";
            return;
        }

        (one.Outcome, one.Code, one.Reason) = (Word(failed.Kind), failed.Code, failed.Reason.ReplaceLineEndings(" "));
        if (rung.CureFor(new FailureNote(failed.Kind, failed.Code, failed.Reason)) is not { } cure)
        {
            return;
        }

        one.Cure = cure;
        var limit = failed.Code == Rung.MoreTime ? 4 * CpuLimitSeconds : CpuLimitSeconds;
        var second = (
            await runner.RunAsync(
                new Assignment((2 * index) + 2, index, rung, limit, failed.Code, 0),
                CancellationToken.None
            )
        ).Outcome;
        one.CureCoreSeconds = second.Usage.CpuSeconds;
        (one.CureOutcome, one.CureCode) = second is Failed again ? ("failed", again.Code) : ("computed", "");
    }

    private static List<Case> Draw(CampaignSpec spec, string folder, int count, Random random)
    {
        var hard = Path.Combine(folder, "hard.smi");
        File.WriteAllLines(
            hard,
            HardOnes.All.Select((one, i) => $"{one.Smiles} {one.Kind.Replace(' ', '_')}-{i + 1}")
        );
        var usual = PoolReader.Read(spec, TextWriter.Null, 1, CancellationToken.None).Pool.Candidates;
        var difficult = PoolReader
            .Read(spec with { Space = new SpaceSpec(hard, null, null) }, TextWriter.Null, 1, CancellationToken.None)
            .Pool.Candidates;
        var cases = new List<Case>();
        foreach (var (engine, level, share, most) in Levels)
        {
            int here = (int)Math.Round(share * count),
                hardHere = Math.Min(difficult.Length, (int)Math.Round(HardShare * here));
            var easy = usual.Where(candidate => candidate.HeavyAtoms <= most).ToArray();
            var known = difficult.ToArray();
            random.Shuffle(easy);
            random.Shuffle(known);
            cases.AddRange(
                known
                    .Take(hardHere)
                    .Select(c => new Case(0, c, c.Id[..c.Id.LastIndexOf('-')].Replace('_', ' '), level, engine))
            );
            cases.AddRange(easy.Take(here - hardHere).Select(c => new Case(0, c, "NCI", level, engine)));
        }

        var order = cases.ToArray();
        random.Shuffle(order);
        // A row for each calculation: one molecule may be asked at several levels.
        return [.. order.Select((one, i) => one with { Number = i + 1, Candidate = one.Candidate with { Row = i + 1 } })];
    }

    private static async Task<Dictionary<(string Engine, string Level), Rung>> RungsAsync(string folder)
    {
        var guard = Guard.Beside();
        var factory = new EngineFactory(guard, new EngineProbe(guard, folder));
        var spec = Spec(folder);
        var rungs = new Dictionary<(string, string), Rung>();
        foreach (var (name, level, _, _) in Levels)
        {
            var engine = await factory.MakeAsync(spec, new RungSpec(level, name, null, null), CancellationToken.None);
            var parsed = LevelOfTheory.Parse(level);
            var offer = engine.Offer(parsed);
            var property = offer.Properties.Contains("total_energy") ? "total_energy" : "heat_of_formation";
            if (offer.Problem is { } problem || !offer.Properties.Contains(property))
            {
                throw new InvalidOperationException($"{level} by {name}: {offer.Problem ?? "no energy"}");
            }

            rungs.Add(
                (name, level),
                new Rung(
                    rungs.Count,
                    parsed,
                    level,
                    engine,
                    offer,
                    property,
                    0,
                    null,
                    CostPriors.For(name, parsed, null)
                )
            );
        }

        return rungs;
    }

    private static CampaignSpec Spec(string folder) =>
        new(
            "failures",
            folder,
            new SpaceSpec("rdkit-data:NCI/first_5K.smi", null, null),
            new RuleSpec([], null, false, false, null, null, null, [], [], false),
            new Objective("total_energy", Levels[0].Level, new Minimise()),
            1,
            [],
            new ConformerSpec(1, 1),
            Budget.Unlimited,
            new GridSpec(null, 400, 1.2, 0.1, "EUR"),
            new LimitSpec(600, 2),
            new StopSpec(0, 50),
            1,
            1
        );

    private static void Write(
        List<Case> cases,
        int planned,
        int seed,
        Dictionary<(string Engine, string Level), Rung> rungs,
        double seconds
    )
    {
        string folder = Path.Combine(Repository.Folder, "bench", "Studies", "Failures");
        File.WriteAllLines(Path.Combine(folder, "results.csv"), [Case.Header, .. cases.Select(one => one.Line())]);
        var summary = new
        {
            commit = Repository.Commit,
            planned,
            calculations = cases.Count,
            seed,
            cpu_limit_seconds = CpuLimitSeconds,
            hard_share = HardShare,
            engines = rungs.Values.Select(rung => rung.EngineVersion).Distinct(),
            seconds,
            core_seconds = cases.Sum(one => one.CoreSeconds + one.CureCoreSeconds),
            core_seconds_of_failures = cases.Where(one => one.Failed).Sum(one => one.CoreSeconds),
            core_seconds_of_cures = cases.Sum(one => one.CureCoreSeconds),
            failed = cases.Count(one => one.Failed),
            cures_tried = cases.Count(one => one.Cure.Length > 0),
            cures_worked = cases.Count(one => one.IsCured),
            by_level = cases
                .GroupBy(one => $"{one.Level} ({one.Engine})")
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => Counted(group.Key, group)),
            by_code = cases
                .Where(one => one.Failed)
                .GroupBy(one => one.Code)
                .OrderByDescending(group => group.Count())
                .Select(group => Counted(group.Key, group)),
            by_set = cases
                .GroupBy(one => one.Kind)
                .OrderByDescending(group => group.Count())
                .Select(group => Counted(group.Key, group)),
        };
        File.WriteAllText(
            Path.Combine(folder, "summary.json"),
            JsonSerializer.Serialize(summary, Indented) + "\n"
        );
    }

    private static object Counted(string what, IEnumerable<Case> group) =>
        new
        {
            what,
            calculations = group.Count(),
            failed = group.Count(one => one.Failed),
            cures_tried = group.Count(one => one.Cure.Length > 0),
            cures_worked = group.Count(one => one.IsCured),
            core_seconds = group.Sum(one => one.CoreSeconds + one.CureCoreSeconds),
        };

    private static string Word(FailureKind kind) => kind.ToString().ToLowerInvariant();

    private static string Option(string[] arguments, string name, string otherwise)
    {
        int at = Array.IndexOf(arguments, name);
        return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : otherwise;
    }
}
