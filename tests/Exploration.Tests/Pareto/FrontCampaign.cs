using System.Globalization;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Core.Numerics;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Results;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Testing;

namespace Lichen.Exploration.Tests.Pareto;

/// <summary>
/// Campaigns with several wishes on a table of alkanols and amines whose values follow a law, on a simulated clock: a cheap
/// and a dear rung for one wish, the cheap one alone for another.
/// </summary>
internal sealed class FrontCampaign : IDisposable
{
    private const string Dear = """
          - level: dear
            table: {file: table.csv, key: id, values: {height: height}, units: {height: m}, cost: 10 core-seconds}

        """;

    private const string Ladder =
        """
            ladder:
              - level: cheap
                table: {file: table.csv, key: id, values: {height: height_cheap, width: width}, units: {height: m, width: m}, cost: 1 core-seconds}

            """
        + Dear
        + """
            conformers: {count: 1, seed: 1}
            stop: {chance_better_left: 0, failures_in_row: 20}
            workers: 2
            seed: 3

            """;

    private readonly TemporaryFolder _folder = new();

    /// <param name="scatter">The deviation of what a molecule adds to its height and to its width, which nothing foretells.</param>
    public FrontCampaign(double scatter = 0)
    {
        var rows = Smiles().ToArray();
        var random = new Random(1);
        File.WriteAllLines(
            _folder["table.csv"],
            rows.Select((smiles, row) => Line(smiles, row, scatter * Normal.Quantile(random.NextDouble())))
                .Prepend("id,height,height_cheap,width")
        );
        File.WriteAllLines(_folder["space.smi"], rows.Select((smiles, i) => $"{smiles} m{i}"));
    }

    public string this[string name] => _folder[name];

    /// <summary>A campaign file with these wishes and budget.</summary>
    public static string Text(string wishes, string budget = "{core_time: 150 core-seconds}") =>
        $"space: {{file: space.smi}}\n{wishes}\nhits: 4\nbudget: {budget}\n{Ladder}";

    /// <summary>The same where all is wanted at the cheap level, the only one.</summary>
    public static string CheapText(string wishes, string budget) =>
        Text(wishes.Replace("level: dear", "level: cheap"), budget).Replace(Dear, "");

    public async Task<Preparation> PrepareAsync(string text)
    {
        var reading = CampaignFile.Parse(text, "campaign.yaml", _folder.Path, 2);
        Assert.Empty(reading.Problems);
        var guard = Guard.Beside();
        var rungs = await Lichen.Exploration.Running.Ladder.MakeAsync(
            reading.Spec!,
            new EngineFactory(guard, new EngineProbe(guard, _folder.Path)),
            TestContext.Current.CancellationToken
        );
        var pool = PoolReader.Read(reading.Spec!, TextWriter.Null, 1, TestContext.Current.CancellationToken);
        return Preparation.Make(reading.Spec!, pool, rungs, "unknown");
    }

    /// <summary>Runs until the end, or until so many decisions are taken; a folder that has a run goes on.</summary>
    public async Task<CampaignResult> RunAsync(
        Preparation preparation,
        string run = "run",
        StrategyKind kind = StrategyKind.Improvement,
        long most = long.MaxValue
    )
    {
        using var drain = new CancellationTokenSource();
        CampaignSession? open = null;
        var options = new SessionOptions(_folder[run], "", "run", kind, new Hasty(), Look);
        using var session = CampaignSession.Open(preparation, options);
        open = session;
        await session.RunAsync(drain.Token, TestContext.Current.CancellationToken);
        return session.Result();

        void Look(CampaignSnapshot _)
        {
            if (open?.State.LastDecision >= most)
            {
                drain.Cancel();
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A clock by which every look at it is a second later: progress is shown after every event.</summary>
    private sealed class Hasty : TimeProvider
    {
        private long _ticks;

        public override long GetTimestamp() => Interlocked.Add(ref _ticks, TimestampFrequency);
    }

    // Heights rise with the chain, widths fall with it: no molecule is best in both.
    private static string Line(string smiles, int row, double scatter)
    {
        var carbons = smiles.Count(letter => letter == 'C');
        var height = carbons + (smiles.Contains('O') ? 2 : 0) + scatter;
        var width = 12 - carbons + (smiles.Contains('N') ? 3 : 0) + scatter;
        return string.Create(CultureInfo.InvariantCulture, $"m{row},{height},{(1.2 * height) - 1},{width}");
    }

    private static IEnumerable<string> Smiles() =>
        from carbons in Enumerable.Range(1, 10)
        from end in new[] { "", "O", "N", "F" }
        select new string('C', carbons) + end;
}
