using System.Globalization;
using System.Text.Json;
using Lichen.Cli.Campaigns;
using Lichen.Cli.Views;
using Lichen.Exploration.Choosing;

namespace Lichen.Cli.Tests;

/// <summary>One small campaign by the command line, from file to report: a table answers, so nothing is installed or waited for.</summary>
public sealed class CampaignVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-campaign-").FullName;

    private string Run => Path.Combine(_folder, "run");

    public CampaignVerbTests()
    {
        // Alkanols and alkylamines of growing length, with a made-up value that grows with it; one row is no molecule.
        var smiles = Enumerable
            .Range(1, 20)
            .SelectMany(n => new[] { new string('C', n) + "O", new string('C', n) + "N" })
            .ToList();
        File.WriteAllLines(
            Path.Combine(_folder, "space.csv"),
            ["id,smiles", .. smiles.Select((text, index) => $"m{index},{text}"), "broken,C1CC"]
        );
        File.WriteAllLines(
            Path.Combine(_folder, "table.csv"),
            [
                "id,gap",
                .. smiles.Select(
                    (text, index) => string.Create(CultureInfo.InvariantCulture, $"m{index},{2 + (0.1 * text.Length)}")
                ),
            ]
        );
        File.WriteAllText(
            Path.Combine(_folder, "campaign.yaml"),
            """
            name: small
            space: {file: space.csv}
            objective: {property: homo_lumo_gap, level: GFN2-xTB, goal: minimise}
            hits: 3
            ladder:
              - level: GFN2-xTB
                table: {file: table.csv, key: id, values: {homo_lumo_gap: gap}, cost: 1 core-seconds}
            budget: {core_time: 15 core-seconds}
            workers: 2
            """
        );
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Plan_says_what_routes_may_take_and_refuses_a_stock_without_molecules()
    {
        var file = Path.Combine(_folder, "campaign.yaml");
        var stock = Path.Combine(_folder, "stock.smi");
        File.AppendAllText(file, "\nroutes: {required: hits, stock: stock.smi, time: 1 s, budget: 30 core-seconds}\n");
        File.WriteAllText(stock, "CCO ethanol\nnot-a-molecule\nCCN ethylamine\n");
        var words = (await CommandLine.RunAsync("plan", file)).Output;
        Assert.Contains("routes  62 reactions, 2 molecules in stock, at most 6 steps", words, StringComparison.Ordinal);
        Assert.Contains("at least 30 searches", words, StringComparison.Ordinal);
        Assert.Contains(
            "stock.smi:2: 'not-a-molecule' is no molecule; 1 of 3 rows are left out",
            words,
            StringComparison.Ordinal
        );
        var plan = JsonElement.Parse((await CommandLine.RunAsync("plan", file, "--json")).Output).GetProperty("routes");
        Assert.Equal(
            (30, 2),
            (plan.GetProperty("fewest_searches").GetInt32(), plan.GetProperty("share_of_budget").GetDouble())
        );

        File.WriteAllText(stock, "not-a-molecule\n");
        var refused = await CommandLine.RunAsync("plan", file);
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains("stock.smi:1: no row is a molecule", refused.Error, StringComparison.Ordinal);

        File.Delete(stock);
        var missing = await CommandLine.RunAsync("plan", file);
        Assert.Contains("routes.stock: stock.smi: there is no such file", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_looks_for_routes_too_and_goes_on_after_it_was_opened_again()
    {
        File.AppendAllText(
            Path.Combine(_folder, "campaign.yaml"),
            "\nroutes: {required: hits, stock: stock.smi, steps: 1}\n"
        );
        File.WriteAllText(Path.Combine(_folder, "stock.smi"), "CCO ethanol\nCCN ethylamine\nCCCO propanol\n");
        var said = await StartAsync("--json");
        Assert.Equal((ExitCode.Ok, ""), (said.Code, said.Error));
        var rows = File.ReadAllLines(Path.Combine(Run, "molecules.csv"));
        Assert.Contains("route_status", rows[0], StringComparison.Ordinal);
        Assert.DoesNotContain(",not solved,", rows[1], StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, (await CommandLine.RunAsync("report", Run)).Code);
    }

    [Fact]
    public async Task Run_ends_well_and_leaves_what_a_person_reads()
    {
        var said = await StartAsync("--json");
        Assert.Equal("", said.Error);
        Assert.Equal(ExitCode.Ok, said.Code);
        var end = JsonElement.Parse(said.Output.TrimEnd().Split('\n')[^1]);
        Assert.Equal("finished", end.GetProperty("status").GetString());
        foreach (
            var file in (string[])
                ["report.html", "molecules.csv", "ledger.csv", "rejects.csv", "campaign.resolved.yaml"]
        )
        {
            Assert.True(File.Exists(Path.Combine(Run, file)), $"{file} is not in the run folder");
        }
    }

    [Fact]
    public async Task Finished_run_is_taken_up_without_computing_anything_again()
    {
        var first = LastSnapshot(await StartAsync("--json"));
        var again = LastSnapshot(await StartAsync("--json"));
        Assert.Equal(first.GetProperty("decisions").GetInt64(), again.GetProperty("decisions").GetInt64());
    }

    [Fact]
    public async Task Plan_counts_rows_and_runs_nothing()
    {
        var said = await CommandLine.RunAsync("plan", Path.Combine(_folder, "campaign.yaml"), "--json");
        var plan = JsonElement.Parse(said.Output);
        Assert.Equal((41, 40), (plan.GetProperty("rows_read").GetInt32(), plan.GetProperty("candidates").GetInt32()));
        Assert.Equal(JsonValueKind.Null, plan.GetProperty("problem").ValueKind);
        Assert.False(Directory.Exists(Run));
    }

    [Fact]
    public async Task Plan_names_the_currency_that_binds_and_a_ladder_that_goes_the_wrong_way()
    {
        var file = Path.Combine(_folder, "dear-first.yaml");
        File.WriteAllText(
            file,
            """
            name: dear first
            space: {file: space.csv}
            objective: {property: homo_lumo_gap, level: GFN2-xTB, goal: minimise}
            hits: 3
            ladder:
              - level: GFN2-xTB//MMFF94
                table: {file: table.csv, key: id, values: {homo_lumo_gap: gap}, cost: 2 core-seconds}
              - level: GFN2-xTB
                table: {file: table.csv, key: id, values: {homo_lumo_gap: gap}, cost: 1 core-seconds}
            budget: {core_time: 15 core-seconds, wall_time: 1 h}
            """
        );
        var words = (await CommandLine.RunAsync("plan", file)).Output;
        Assert.Contains("GFN2-xTB//MMFF94 stands below GFN2-xTB but is not cheaper", words);
        Assert.Contains("of core time: pays for at least 15 core-seconds; binds", words);
        Assert.DoesNotContain("of wall time: pays for at least 15 core-seconds; binds", words);

        var plan = JsonElement.Parse((await CommandLine.RunAsync("plan", file, "--json")).Output);
        Assert.Equal("core time", plan.GetProperty("binding_currency").GetString());
        Assert.Equal(
            [("core time", true), ("wall time", false)],
            plan.GetProperty("limits")
                .EnumerateArray()
                .Select(limit => (limit.GetProperty("currency").GetString(), limit.GetProperty("binds").GetBoolean()))
        );
        Assert.Single(plan.GetProperty("warnings").EnumerateArray());
    }

    [Fact]
    public async Task Status_shows_the_end_of_a_run()
    {
        await StartAsync("-q");
        var said = await CommandLine.RunAsync("status", Run);
        Assert.Equal(ExitCode.Ok, said.Code);
        Assert.Contains("finished", said.Output);
        Assert.Contains("Best so far", said.Output);
    }

    [Fact]
    public async Task Explain_says_what_became_of_candidates_and_of_refused_rows()
    {
        await StartAsync("-q");
        var candidate = await CommandLine.RunAsync("explain", Run, "m0");
        Assert.Equal(ExitCode.Ok, candidate.Code);
        Assert.Contains("CO", candidate.Output);
        var refused = await CommandLine.RunAsync("explain", Run, "broken");
        Assert.Equal(ExitCode.Ok, refused.Code);
        Assert.Contains("never a candidate", refused.Output);
        var unknown = await CommandLine.RunAsync("explain", Run, "nobody");
        Assert.Equal(ExitCode.Usage, unknown.Code);
    }

    [Fact]
    public async Task Report_is_written_again_from_the_journal()
    {
        await StartAsync("-q");
        var report = Path.Combine(Run, "report.html");
        File.Delete(report);
        var said = await CommandLine.RunAsync("report", Run);
        Assert.Equal(ExitCode.Ok, said.Code);
        Assert.True(File.Exists(report));
    }

    [Fact]
    public async Task Changed_campaign_is_refused_with_what_changed_and_branches_when_asked()
    {
        await StartAsync("-q");
        var file = Path.Combine(_folder, "campaign.yaml");
        await File.WriteAllTextAsync(
            file,
            (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Replace("hits: 3", "hits: 4"),
            TestContext.Current.CancellationToken
        );
        var refused = await StartAsync("-q");
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains("hits", refused.Error);
        var branched = await StartAsync("-q", "--branch");
        Assert.Equal(ExitCode.Ok, branched.Code);
        Assert.True(File.Exists(Path.Combine(Run + "-2", "report.html")));
    }

    [Fact]
    public async Task A_run_is_not_steered_to_what_its_strategy_cannot_choose_by()
    {
        await StartAsync("-q", "--strategy", "bound");
        var file = Path.Combine(_folder, "campaign.yaml");
        await File.AppendAllTextAsync(
            file,
            "\nconstraints: [{property: molecular_weight, range: at most 120 g/mol}]\n",
            TestContext.Current.CancellationToken
        );
        var steered = await CommandLine.RunAsync(["steer", Run, file]);
        Assert.Equal(ExitCode.Usage, steered.Code);
        Assert.Contains("--strategy bound chooses by one objective", steered.Error);
    }

    [Fact]
    public async Task All_problems_of_a_file_are_told_at_once_with_their_places()
    {
        var file = Path.Combine(_folder, "wrong.yaml");
        await File.WriteAllTextAsync(
            file,
            "name: x\nspaec: {file: a.smi}\nobjective: {property: homo_lumo_gap, level: GFN2-xTB, goal: minimize_it}\n",
            TestContext.Current.CancellationToken
        );
        var said = await CommandLine.RunAsync("run", file, "--out", Run);
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("wrong.yaml:2:1", said.Error);
        Assert.Contains("wrong.yaml:3:", said.Error);
        Assert.Contains("did you mean 'space'", said.Error);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("plan")]
    public async Task Missing_file_is_said_in_one_line(string verb)
    {
        var said = await CommandLine.RunAsync(verb, Path.Combine(_folder, "nothing.yaml"));
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Single(said.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Command_to_go_on_can_be_pasted_into_a_shell()
    {
        var file = Path.Combine(_folder, "campaign.yaml");
        var reading = CampaignLoading.ReadFile(file);
        var request = new RunRequest("it's.yaml", reading, Run, "/a b.db", StrategyKind.Random, ViewMode.Quiet);
        var (command, folder) = (RunVerb.GoOn(request), Path.GetRelativePath(Environment.CurrentDirectory, Run));
        Assert.Equal($"lichen run 'it'\\''s.yaml' --out {folder} --archive '/a b.db' --strategy random", command);
    }

    private Task<CommandLine> StartAsync(params string[] options) =>
        CommandLine.RunAsync(["run", Path.Combine(_folder, "campaign.yaml"), "--out", Run, .. options]);

    private static JsonElement LastSnapshot(CommandLine said) =>
        said
            .Output.TrimEnd()
            .Split('\n')
            .Select(line => JsonElement.Parse(line))
            .Last(line => line.GetProperty("event").GetString() == "snapshot");
}
