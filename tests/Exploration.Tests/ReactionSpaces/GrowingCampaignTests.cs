using System.Globalization;
using System.Text;
using Lichen.Chemistry.Reactions;
using Lichen.Compute.Engines;
using Lichen.Compute.Processes;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.ReactionSpaces;
using Lichen.Exploration.Results;
using Lichen.Exploration.Running;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Testing;

namespace Lichen.Exploration.Tests.ReactionSpaces;

/// <summary>A campaign over 1,296 amides, of which a table knows everything, and its pool at first fifty.</summary>
public sealed class GrowingCampaignTests : IDisposable
{
    // Ethers of acids and sulfides of amines: up to five of the units, on chains of one to six carbon atoms.
    private static readonly (int Chain, int Units)[] Kinds =
    [
        .. Enumerable.Range(0, 36).Select(i => (1 + (i % 6), i / 6)),
    ];

    private readonly TemporaryFolder _folder = new();

    public GrowingCampaignTests()
    {
        File.WriteAllText(
            _folder["reactions.txt"],
            "[C:1](=[O:2])-[OH1].[NH2;$(N-[#6]):3]>>[C:1](=[O:2])-[N:3] amide\n"
        );
        var acids = Kinds.Select(kind => $"{Repeat("C", kind.Chain)}{Repeat("OC", kind.Units)}C(=O)O").ToArray();
        var amines = Kinds.Select(kind => $"{Repeat("C", kind.Chain)}{Repeat("SC", kind.Units)}CN").ToArray();
        File.WriteAllLines(_folder["blocks.smi"], acids.Concat(amines).Select((smiles, i) => $"{smiles} b{i}"));
        using var library = ReactionLibrary.Read(_folder["reactions.txt"]);
        var table = new StringBuilder("smiles,y\n");
        foreach (var (acid, a) in acids.Select((acid, a) => (acid, Kinds[a])))
        {
            foreach (var (amine, b) in amines.Select((amine, b) => (amine, Kinds[b])))
            {
                var y = (0.2 * (a.Chain + b.Chain)) - a.Units - b.Units;
                table.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"{library.Templates[0].Run(acid, amine).Products.Single()},{y:R}"
                );
            }
        }

        File.WriteAllText(_folder["table.csv"], table.ToString());

        static string Repeat(string unit, int count) => string.Concat(Enumerable.Repeat(unit, count));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Better_products_than_those_drawn_join_the_pool_and_are_computed()
    {
        var state = await RunAsync("run", grow: 20);
        using var drawn = await OpenAsync("fixed", grow: 0, _ => { });
        await drawn.RunAsync(CancellationToken.None, TestContext.Current.CancellationToken);
        Assert.True(state.Growths > 1);
        Assert.Equal(0, drawn.State.Growths);
        // The best there is: -9.6 for one. A unit more in each of the five is five less.
        Assert.True(BestFive(state) < BestFive(drawn.State) - 5, $"{BestFive(state)}, {BestFive(drawn.State)}");
        Assert.Contains(state.Decisions, decided => decided.Row > 50);
    }

    [Theory]
    [InlineData("searching the reaction space")]
    [InlineData("joined the candidates")]
    public async Task Killed_around_a_growth_it_goes_on_as_if_nothing_had_happened(string moment)
    {
        var whole = await RunAsync("whole", grow: 20);
        var met = 0;
        using (var session = await OpenAsync("killed", 20, DieAtSecond))
        {
            await Assert.ThrowsAsync<DiedException>(() =>
                session.RunAsync(CancellationToken.None, TestContext.Current.CancellationToken)
            );
        }

        var resumed = await RunAsync("killed", grow: 20);
        Assert.Equal(whole.Growths, resumed.Growths);
        Assert.Equal(
            whole.Decisions.Select(decided => (decided.Row, decided.Smiles)),
            resumed.Decisions.Select(decided => (decided.Row, decided.Smiles))
        );

        void DieAtSecond(CampaignSnapshot snapshot)
        {
            if (snapshot.Message?.Contains(moment, StringComparison.Ordinal) == true && ++met == 2)
            {
                throw new DiedException();
            }
        }
    }

    [Fact]
    public async Task The_result_names_routes_of_what_joined()
    {
        using var session = await OpenAsync("run", 20, _ => { });
        await session.RunAsync(CancellationToken.None, TestContext.Current.CancellationToken);
        var result = session.Result();
        Assert.True(result.Molecules.Length > 50);
        Assert.All(
            result.Molecules,
            molecule => Assert.StartsWith("amide: C", molecule.Candidate.Route, StringComparison.Ordinal)
        );
    }

    private static double BestFive(CampaignState state) =>
        state.Labels.Select(label => label.Value).Order().Take(5).Sum();

    private async Task<CampaignState> RunAsync(string run, int grow)
    {
        using var session = await OpenAsync(run, grow, _ => { });
        await session.RunAsync(CancellationToken.None, TestContext.Current.CancellationToken);
        return session.State;
    }

    private async Task<CampaignSession> OpenAsync(string run, int grow, Action<CampaignSnapshot> progress)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            space: {building_blocks: blocks.smi, reactions: reactions.txt, sample: 50, grow: {{grow}}}
            objective: {property: y, level: Table, goal: minimise}
            hits: 3
            ladder:
              - level: Table
                table: {file: table.csv, key: smiles, values: {y: y}, units: {y: eV}, cost: 1 core-seconds}
            budget: {core_time: 40 core-seconds}
            stop: {chance_better_left: 0}
            workers: 1

            """
        );
        var reading = CampaignFile.Parse(text, "campaign.yaml", _folder.Path, 1);
        Assert.Empty(reading.Problems.Select(problem => problem.ToString()));
        var cancellationToken = TestContext.Current.CancellationToken;
        var guard = Guard.Beside();
        var rungs = await Ladder.MakeAsync(
            reading.Spec!,
            new EngineFactory(guard, new EngineProbe(guard, _folder.Path)),
            cancellationToken
        );
        var space = PoolReader.Read(reading.Spec!, TextWriter.Null, 1, cancellationToken);
        return CampaignSession.Open(
            Preparation.Make(reading.Spec!, space, rungs, "unknown processor"),
            new SessionOptions(
                _folder[run],
                _folder["archive.db"],
                run,
                StrategyKind.Improvement,
                TimeProvider.System,
                progress
            )
        );
    }

    private sealed class DiedException : Exception;
}
