using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Lichen.Chemistry;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;

namespace Lichen.Studies.Makeable;

/// <summary>
/// Small gaps among products that are easy to make, in a space of reactions too large to write out: the search against
/// products drawn at random, at the same budget of live chemistry.
/// </summary>
internal static class MakeableStudy
{
    private const double EasyToMake = 3.5;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var blocks, .. var rest])
        {
            Console.Error.WriteLine(
                "expected a file of building blocks: makeable BLOCKS [--seeds N] [--core-minutes M]"
            );
            return 2;
        }

        var seeds = int.Parse(Option(rest, "--seeds") ?? "10", CultureInfo.InvariantCulture);
        var minutes = double.Parse(Option(rest, "--core-minutes") ?? "20", CultureInfo.InvariantCulture);
        // A campaign takes twenty minutes: those whose rows are written already are not run again. Other blocks are another table.
        var rows = Written(minutes);
        rows.RemoveAll(row => row.Blocks != Path.GetFileName(blocks));
        for (ulong seed = 1; seed <= (ulong)seeds; seed++)
        {
            foreach (var kind in (StrategyKind[])[StrategyKind.Improvement, StrategyKind.Random])
            {
                if (rows.Any(row => row.Seed == seed && row.Arm == ArmOf(kind)))
                {
                    continue;
                }

                rows.Add(await RunAsync(blocks, SpecOf(Path.GetFullPath(blocks), seed, minutes, kind), kind));
                Console.WriteLine(rows[^1]);
                Write(rows, blocks, minutes);
            }
        }

        return 0;
    }

    private static async Task<MakeableRow> RunAsync(string blocks, CampaignSpec spec, StrategyKind kind)
    {
        var guard = Guard.Beside();
        var folder = Directory.CreateTempSubdirectory("lichen-makeable-");
        try
        {
            var space = PoolReader.Read(spec, TextWriter.Null, Environment.ProcessorCount, CancellationToken.None);
            using var source = space.Reactions!;
            var engines = new EngineFactory(guard, new EngineProbe(guard, folder.FullName));
            var preparation = Preparation.Make(
                spec,
                kind == StrategyKind.Random ? Easy(space) : space,
                await Ladder.MakeAsync(spec, engines, CancellationToken.None),
                "study"
            );
            var options = new SessionOptions(
                Path.Combine(folder.FullName, "run"),
                Path.Combine(folder.FullName, "archive.db"),
                "study",
                kind,
                TimeProvider.System,
                _ => { }
            );
            using var session = CampaignSession.Open(preparation, options);
            await session.RunAsync(CancellationToken.None, CancellationToken.None);
            return RowOf(session, blocks, source.Space.Count, kind);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Random products have to be easy to make too: those that are not cost nothing.
    private static PoolReading Easy(PoolReading space)
    {
        var scores = new StructureValues(space.Pool).Of("sa_score");
        return space with
        {
            Pool = new Pool([.. space.Pool.Candidates.Where((_, candidate) => scores[candidate] <= EasyToMake)]),
        };
    }

    private static MakeableRow RowOf(CampaignSession session, string blocks, long members, StrategyKind kind)
    {
        var (preparation, state) = (session.Preparation, session.State);
        var scores = new StructureValues(preparation.Pool).Of("sa_score");
        var top = preparation.Rungs[^1].Index;
        double[] gaps =
        [
            .. Enumerable
                .Range(0, preparation.Pool.Count)
                .Where(candidate => state.StandingOf(candidate, top) == Standing.Computed)
                .Where(candidate => scores[candidate] <= EasyToMake)
                .Select(candidate => state.ValueOf(candidate, top))
                .Order(),
        ];
        return new MakeableRow(
            ArmOf(kind),
            preparation.Spec.Seed,
            members,
            gaps.Length,
            gaps.Length == 0 ? double.NaN : gaps[0],
            gaps.Length == 0 ? double.NaN : gaps.Take(10).Average(),
            state.Growths,
            state.Spent.Usage.CpuSeconds,
            state.OwnWork.Sum(work => work.Cost.Usage.CpuSeconds),
            PeakMegabytes(),
            Rdkit.Version,
            Path.GetFileName(blocks),
            Repository.Commit
        );
    }

    private static CampaignSpec SpecOf(string blocks, ulong seed, double minutes, StrategyKind kind)
    {
        // Random products must not run out before the budget does: about a quarter of them are easy to make.
        var sample = kind == StrategyKind.Random ? Math.Max(1000, 300 * minutes) : 1000;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            space: {building_blocks: {{blocks}}, sample: {{sample:0}}, grow: 250}
            rules: {elements: [H, C, N, O, F, S], charge: 0, heavy_atoms: 8 to 24}
            objective: {property: homo_lumo_gap, level: GFN2-xTB, goal: minimise}
            constraints: [{property: sa_score, range: at most {{EasyToMake}}}]
            hits: 10
            ladder: [{{(kind == StrategyKind.Random ? "" : "GFN2-xTB//MMFF94, ")}}GFN2-xTB]
            budget: {core_time: {{minutes}} core-minutes}
            stop: {chance_better_left: 0}
            workers: 1
            seed: {{seed}}

            """
        );
        var reading = CampaignFile.Parse(text, "makeable", Environment.CurrentDirectory, 1);
        return reading.Spec ?? throw new InvalidDataException(string.Join('\n', reading.Problems));
    }

    private static string ArmOf(StrategyKind kind) => kind == StrategyKind.Random ? "random" : "search";

    private static double PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }

    private static List<MakeableRow> Written(double minutes)
    {
        var file = PathOf("results", minutes, "csv");
        return File.Exists(file) ? [.. File.ReadLines(file).Skip(1).Select(MakeableRow.Parse)] : [];
    }

    private static void Write(List<MakeableRow> rows, string blocks, double minutes)
    {
        File.WriteAllLines(
            PathOf("results", minutes, "csv"),
            [MakeableRow.Header, .. rows.Select(row => row.ToString())]
        );
        var arms = rows.GroupBy(row => row.Arm)
            .Select(arm =>
            {
                var (best, error) = Statistics.Mean([.. arm.Select(row => row.BestGap)]);
                var (ten, tenError) = Statistics.Mean([.. arm.Select(row => row.MeanOfTen)]);
                return new
                {
                    arm = arm.Key,
                    seeds = arm.Count(),
                    best,
                    error,
                    ten,
                    tenError,
                };
            });
        File.WriteAllText(
            PathOf("summary", minutes, "json"),
            JsonSerializer.Serialize(
                new
                {
                    blocks = Path.GetFileName(blocks),
                    core_minutes = minutes,
                    arms,
                },
                Indented
            )
        );
    }

    private static string PathOf(string what, double minutes, string ending) =>
        Path.Combine(
            Repository.Folder,
            "bench",
            "Studies",
            "Makeable",
            string.Create(CultureInfo.InvariantCulture, $"{what}-{minutes}.{ending}")
        );

    private static string? Option(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;
}

/// <summary>One campaign.</summary>
/// <param name="Members">Combinations of the space.</param>
/// <param name="Easy">Products computed at the top that are easy to make.</param>
/// <param name="BestGap">The smallest gap among them in eV.</param>
/// <param name="MeanOfTen">The mean of the ten smallest.</param>
/// <param name="ChemistrySeconds">CPU seconds of chemistry.</param>
/// <param name="OwnSeconds">CPU seconds of everything else.</param>
/// <param name="PeakMegabytes">The most that the process has held so far, earlier campaigns included.</param>
/// <param name="Blocks">The file of building blocks.</param>
/// <param name="Commit">What it ran at.</param>
internal sealed record MakeableRow(
    string Arm,
    ulong Seed,
    long Members,
    int Easy,
    double BestGap,
    double MeanOfTen,
    int Growths,
    double ChemistrySeconds,
    double OwnSeconds,
    double PeakMegabytes,
    string Rdkit,
    string Blocks,
    string Commit
)
{
    public const string Header =
        "arm,seed,members,easy,best_gap_eV,mean_of_ten_eV,growths,chemistry_s,own_s,peak_MB,rdkit,blocks,commit";

    public static MakeableRow Parse(string line)
    {
        var cells = line.Split(',');
        double Number(int column) => double.Parse(cells[column], CultureInfo.InvariantCulture);
        return new MakeableRow(
            cells[0],
            ulong.Parse(cells[1], CultureInfo.InvariantCulture),
            long.Parse(cells[2], CultureInfo.InvariantCulture),
            (int)Number(3),
            Number(4),
            Number(5),
            (int)Number(6),
            Number(7),
            Number(8),
            Number(9),
            cells[10],
            cells[11],
            cells[12]
        );
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Arm},{Seed},{Members},{Easy},{BestGap:F4},{MeanOfTen:F4},{Growths},{ChemistrySeconds:F1},{OwnSeconds:F1},{PeakMegabytes:F0},{Rdkit},{Blocks},{Commit}"
        );
}
