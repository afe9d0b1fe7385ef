using Lichen.Chemistry.Routes;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Results;
using Lichen.Exploration.Routes;
using Lichen.Exploration.Running;
using Lichen.Exploration.Specification;
using Lichen.Exploration.Tests.Running;

namespace Lichen.Exploration.Tests.Routes;

public sealed class RouteCampaignTests
{
    private const string Required = "routes: {required: hits, stock: stock.smi, steps: 1}";

    [Fact]
    public async Task Only_what_can_be_bought_or_made_is_computed_where_a_route_is_required()
    {
        using var campaign = WithStock(CommandCampaign.Answers);
        using var session = await campaign.OpenAsync(campaign.Spec(routes: Required), "run");
        await session.RunAsync(CancellationToken.None, TestContext.Current.CancellationToken);
        var result = session.Result();
        Assert.Equal(6, campaign.Calls);
        Assert.Equal(
            ["mol2", "mol4", "mol6"],
            result.Molecules.Where(m => m.Counts).Take(3).Select(m => m.Candidate.Id)
        );
        Assert.All(result.Molecules.Where(m => m.Counts), m => Assert.Equal((RouteStatus.Solved, 0), Said(m)));
        Assert.Equal(
            (6, 6, 0, 6),
            (result.Routes!.Solved, result.Routes.NotSolved, result.Routes.Unknown, result.Routes.Barred)
        );
        Assert.True(result.Routes.Cost.Usage.CpuSeconds > 0);
        Assert.Equal(
            result.Routes.Cost.Usage.CpuSeconds,
            result.Ledger.Where(row => row.Purpose == "route").Sum(row => row.Cost.Usage.CpuSeconds),
            1e-9
        );
        Assert.All(result.Molecules.Where(m => m.Route!.Bars), m => Assert.Equal("predicted", m.Status));

        static (RouteStatus, int) Said(MoleculeResult molecule) =>
            (molecule.Route!.Status, molecule.Route.Steps!.Value);
    }

    [Fact]
    public async Task Another_campaign_with_the_same_stock_searches_nothing_twice()
    {
        using var campaign = WithStock(CommandCampaign.Answers);
        var first = await campaign.RunAsync(campaign.Spec(routes: Required), "first");
        var second = await campaign.RunAsync(campaign.Spec(routes: Required), "second");
        // What the archive has computed is not bought: of that, the hits alone are asked.
        Assert.Equal(9, second.Routes.Known.Count);
        Assert.All(second.Routes.Known, known => Assert.Equal(first.Routes.Of(known.Key)!.Status, known.Value.Status));
        Assert.All(second.Routes.Known.Values, routed => Assert.True(routed.FromArchive));
        Assert.Equal(0, second.Routes.Cost.Usage.CpuSeconds);
        Assert.True(first.Routes.Cost.Usage.CpuSeconds > 0);

        File.AppendAllText(Path.Combine(campaign.Folder, "stock.smi"), "CCCO mol3\n");
        var other = await campaign.RunAsync(campaign.Spec(routes: Required), "other");
        Assert.DoesNotContain(other.Routes.Known.Values, routed => routed.FromArchive);
    }

    [Fact]
    public async Task A_planner_of_the_users_answers_in_place_of_the_search_and_its_failures_are_never_a_no()
    {
        using var campaign = WithStock(CommandCampaign.Answers);
        Planner(
            campaign,
            """
            case "$smiles" in
              CO|CCO) printf '{"solved":true,"steps":2,"precursors":["C","O"],"smiles":"%s"}' "$smiles" ;;
              CCCO|CCCCO) echo '{"solved":false,"reason":"no idea of mine"}' ;;
              CCCCCO) echo '{"solved":null}' ;;
              *) exit 3 ;;
            esac
            """
        );
        using var session = await campaign.OpenAsync(
            campaign.Spec(routes: "routes: {required: hits, command: {program: [./planner.sh], version: '1'}}"),
            "run"
        );
        await session.RunAsync(CancellationToken.None, TestContext.Current.CancellationToken);
        var routes = session.Result().Molecules.ToDictionary(m => m.Candidate.Id, m => m.Route!);
        Assert.Equal((RouteStatus.Solved, 2), (routes["mol1"].Status, routes["mol1"].Steps));
        Assert.Equal(["C", "O"], routes["mol1"].Leaves.Select(leaf => leaf.Smiles));
        Assert.Equal((RouteStatus.NotSolved, "no idea of mine"), (routes["mol3"].Status, routes["mol3"].Reason));
        Assert.Equal(RouteStatus.Unknown, routes["mol5"].Status);
        Assert.Equal(RouteStatus.Unknown, routes["mol6"].Status);
        Assert.Equal(10, campaign.Calls);
    }

    [Fact]
    public async Task Choosing_goes_on_while_a_search_runs_and_an_aborted_search_is_asked_again()
    {
        using var campaign = WithStock(CommandCampaign.Answers);
        Planner(
            campaign,
            """
            if [ "$smiles" = CCCO ]; then
              touch "$home/started"
              while [ ! -e "$home/go" ]; do sleep 0.02; done
            fi
            printf '{"solved":true,"steps":1,"precursors":["C"]}'
            """
        );
        var spec = campaign.Spec(
            routes: "routes: {required: hits, time: 100 s, budget: 1 core-hour, command: {program: [./planner.sh], version: '1'}}"
        );
        using (var session = await campaign.OpenAsync(spec, "run"))
        {
            using var abort = new CancellationTokenSource();
            var running = session.RunAsync(CancellationToken.None, abort.Token);
            await campaign.StartedAsync(TestContext.Current.CancellationToken);
            await abort.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            Assert.Empty(campaign.Processes());
            Assert.Contains(session.State.Routes.Asked.Values, asked => asked.Smiles == "CCCO");
        }

        campaign.Go();
        var state = await campaign.RunAsync(spec, "run");
        Assert.Equal("exhausted", state.Stop!.Code);
        Assert.Empty(state.Routes.Asked);
        Assert.Equal(CommandCampaign.Molecules, state.Routes.Known.Count);
        Assert.All(state.Routes.Known.Values, routed => Assert.Equal(RouteStatus.Solved, routed.Status));
    }

    [Fact]
    public void A_stock_without_molecules_is_refused_with_its_file_and_line()
    {
        using var campaign = new CommandCampaign(CommandCampaign.Answers);
        File.WriteAllText(Path.Combine(campaign.Folder, "stock.smi"), "not-a-molecule\n");
        var problem = Assert.Throws<CampaignException>(() =>
            RouteSource.Open(campaign.Spec(routes: Required), null!, TimeProvider.System)
        );
        Assert.Equal(
            $"routes: {campaign.Folder}/stock.smi:1: no row is a molecule; this one says 'not-a-molecule'",
            problem.Message
        );
    }

    [Fact]
    public void A_campaign_on_a_list_of_molecules_says_where_routes_end()
    {
        const string text = """
            space: {file: space.smi}
            objective: {property: homo_lumo_gap, level: GFN2-xTB, goal: minimise}
            budget: {core_time: 1 core-minutes}
            routes: {required: hits}
            """;
        var reading = CampaignFile.Parse(text, "campaign.yaml", "/data", 2);
        Assert.Equal(
            "campaign.yaml:4:9: routes: the key 'stock' is missing: a route ends at molecules that can be bought",
            Assert.Single(reading.Problems).ToString()
        );
    }

    private static CommandCampaign WithStock(string script)
    {
        var campaign = new CommandCampaign(script);
        File.WriteAllLines(
            Path.Combine(campaign.Folder, "stock.smi"),
            Enumerable.Range(1, 6).Select(i => $"{new string('C', 2 * i)}O mol{2 * i}")
        );
        return campaign;
    }

    // $smiles and $home (the campaign's folder) are set for the script.
    private static void Planner(CommandCampaign campaign, string script)
    {
        var path = Path.Combine(campaign.Folder, "planner.sh");
        File.WriteAllText(
            path,
            """
            #!/bin/bash
            home=${0%/*}
            read -r request
            smiles=${request#*\"smiles\":\"}; smiles=${smiles%%\"*}

            """
                + script
                + "\n"
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
