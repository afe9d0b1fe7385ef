using Lichen.Compute.Metering;
using Lichen.Core.Calculations;
using Lichen.Core.Footprints;
using Lichen.Exploration.Choosing;
using Lichen.Exploration.Journals;
using Lichen.Exploration.Running;
using Lichen.Storage;

namespace Lichen.Exploration.Tests.Running;

public sealed class CommandCampaignTests
{
    [Theory]
    [InlineData(StrategyKind.Random)]
    [InlineData(StrategyKind.Greedy)]
    [InlineData(StrategyKind.Improvement)]
    public async Task Runs_to_the_end_of_the_space(StrategyKind strategy)
    {
        using var campaign = new CommandCampaign(CommandCampaign.Answers);
        var state = await campaign.RunAsync(campaign.Spec(), "run", strategy);
        Assert.Equal("exhausted", state.Stop!.Code);
        Assert.Equal(CommandCampaign.Molecules, campaign.Calls);
        Assert.Equal(CommandCampaign.Molecules, campaign.ArchiveKeys().Distinct().Count());
        Assert.All(Enumerable.Range(0, CommandCampaign.Molecules), i => Assert.Equal(i + 2, state.ValueOf(i, 0)));
        Assert.Equal(state.FinishedInOrder.Sum(f => f.Cost.Usage.CpuSeconds), state.Spent.Usage.CpuSeconds, 1e-9);
        Assert.True(state.Spent.Usage.CpuSeconds > 0);
    }

    [Fact]
    public async Task What_the_archive_has_is_taken_first_and_costs_nothing()
    {
        using var campaign = new CommandCampaign(CommandCampaign.Answers);
        await campaign.RunAsync(campaign.Spec("{calculations: {Made: 5}}"), "some");
        Assert.Equal(5, campaign.Calls);

        var rest = await campaign.RunAsync(campaign.Spec(), "rest");
        Assert.Equal(CommandCampaign.Molecules, campaign.Calls);
        Assert.Equal(
            [.. Enumerable.Repeat(true, 5), .. Enumerable.Repeat(false, 7)],
            rest.Decisions.Select(decided => decided.Purpose == Purpose.Archive)
        );

        var nothing = await campaign.RunAsync(campaign.Spec(), "nothing");
        Assert.Equal(CommandCampaign.Molecules, campaign.Calls);
        Assert.Equal(Footprint.Nothing, nothing.Spent);
        Assert.Equal("exhausted", nothing.Stop!.Code);
    }

    [Fact]
    public async Task Another_version_of_an_engine_is_warned_of_on_resuming_and_has_other_keys()
    {
        using var campaign = new CommandCampaign("exit 3");
        var spec = campaign.Spec(failuresInRow: 2, workers: 1);
        using (var session = await campaign.OpenAsync(spec, "run"))
        {
            await session.RunAsync(CancellationToken.None, TestContext.Current.CancellationToken);
        }

        campaign.Engine(CommandCampaign.Answers);
        using (var same = await campaign.OpenAsync(spec, "run"))
        {
            Assert.Empty(same.State.EngineChanges);
        }

        var said = new List<string?>();
        using var other = await campaign.OpenAsync(
            spec,
            "run",
            progress: snapshot => said.Add(snapshot.Message),
            engineVersion: "2"
        );
        var change = Assert.Single(other.State.EngineChanges);
        Assert.Equal("Made", change.Level);
        Assert.EndsWith(" 2", change.Now);
        Assert.StartsWith("command 1 ", change.Before);
        Assert.Contains($"warning: {change}", said);
        await other.RunAsync(CancellationToken.None, TestContext.Current.CancellationToken);
        Assert.Equal([change.ToString()], other.Result().Facts.EngineChanges);
        var keys = other.State.FinishedInOrder.Where(f => f.Failure is null).Select(f => f.Key).ToList();
        Assert.Equal(CommandCampaign.Molecules, keys.Count);
        Assert.Equal(
            keys.Order(),
            campaign
                .ArchiveVersions()
                .Where(pair => pair.Version.EndsWith(" 2", StringComparison.Ordinal))
                .Select(pair => pair.Key)
                .Order()
        );
    }

    [Fact]
    public async Task An_outcome_without_the_wanted_property_is_no_answer()
    {
        using var campaign = new CommandCampaign(
            """
            case $request in
                *homo_lumo_gap*) name=homo_lumo_gap;;
                *) name=dipole_moment;;
            esac
            printf '{"values":{"%s":%d}}' $name ${#smiles}
            """
        );
        await campaign.RunAsync(campaign.Spec(), "gap");
        var dipole = await campaign.RunAsync(campaign.Spec(property: "dipole_moment"), "dipole");
        Assert.Equal("exhausted", dipole.Stop!.Code);
        Assert.Equal(2 * CommandCampaign.Molecules, campaign.Calls);

        await campaign.RunAsync(campaign.Spec(property: "dipole_moment"), "dipole again");
        Assert.Equal(2 * CommandCampaign.Molecules, campaign.Calls);
    }

    [Fact]
    public async Task A_program_that_always_fails_pauses_the_campaign_with_the_reason()
    {
        using var campaign = new CommandCampaign("echo no licence >&2; exit 3");
        var spec = campaign.Spec(failuresInRow: 4, workers: 1);
        using (var session = await campaign.OpenAsync(spec, "run"))
        {
            await session.RunAsync(CancellationToken.None, TestContext.Current.CancellationToken);
            Assert.Null(session.State.Stop);
            Assert.Contains("in a row failed with 'crash'", session.State.Pause!.Reason, StringComparison.Ordinal);
            Assert.Contains("no licence", session.Result().Failures[0].Example, StringComparison.Ordinal);
            Assert.InRange(campaign.Calls, 4, 6);
        }

        campaign.Engine(CommandCampaign.Answers);
        var resumed = await campaign.RunAsync(spec, "run");
        Assert.Equal("exhausted", resumed.Stop!.Code);
        Assert.Equal(CommandCampaign.Molecules, resumed.Labels.Count);
        Assert.All(resumed.Labels, label => Assert.Equal(label.Candidate + 2, label.Value));
    }

    [Fact]
    public async Task A_graphics_card_is_charged_for_its_power_where_no_meter_is_found_and_the_budget_holds()
    {
        Assert.SkipWhen(GraphicsMeter.TryOpen() is not null, "the cards of this machine are measured");
        using var campaign = new CommandCampaign("sleep 0.3; " + CommandCampaign.Answers);
        var state = await campaign.RunAsync(
            campaign.Spec("{energy: 1 kWh}", graphicsCard: "3.6 kW", workers: 1),
            "card"
        );
        var costs = state.FinishedInOrder.Select(finished => finished.Cost).ToList();
        Assert.NotEmpty(costs);
        Assert.All(costs, cost => Assert.Equal(CostBasis.Modelled, cost.EnergyBasis));
        Assert.All(costs, cost => Assert.InRange(cost.EnergyKilowattHours, cost.Usage.WallSeconds / 1000, 0.01));
        // What is reserved holds the card at its power until the last second that a calculation may take.
        Assert.All(
            state.Decisions,
            decided =>
                Assert.True(decided.Reserved.EnergyKilowattHours > Purse.WallLimit(decided.CpuLimitSeconds) / 1000)
        );
        Assert.InRange(state.Spent.EnergyKilowattHours, 0.0003 * costs.Count, 1);
    }

    [Fact]
    public async Task A_missing_program_pauses_the_campaign_with_the_reason()
    {
        using var campaign = new CommandCampaign(CommandCampaign.Answers);
        var state = await campaign.RunAsync(campaign.Spec(program: "./not-there", failuresInRow: 3), "run");
        Assert.Contains("'engine_missing'", state.Pause!.Reason, StringComparison.Ordinal);
        Assert.All(
            state.FinishedInOrder,
            finished => Assert.Contains("did not start", finished.Failure!.Reason, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_failed_in_passing_is_tried_once_more()
    {
        using var campaign = new CommandCampaign(
            """
            if [ ! -e "$home/$id" ]; then
                touch "$home/$id"
                echo '{"failure":{"kind":"transient","code":"busy","reason":"the licence server is busy"}}'
                exit 0
            fi

            """ + CommandCampaign.Answers
        );
        var state = await campaign.RunAsync(campaign.Spec(), "run");
        Assert.Equal(2 * CommandCampaign.Molecules, campaign.Calls);
        Assert.Equal(CommandCampaign.Molecules, state.Labels.Count);
        Assert.Equal(
            CommandCampaign.Molecules,
            state.Decisions.Count(d => d is { Purpose: Purpose.Cure, Attempt: 2, Cure: "busy" })
        );
        Assert.Equal(CommandCampaign.Molecules, campaign.ArchiveKeys().Count);
    }

    [Fact]
    public async Task A_calculation_that_hangs_is_stopped_at_its_limit_and_the_others_are_done()
    {
        using var campaign = new CommandCampaign(
            """
            if [ $id = mol5 ]; then sleep 600; fi

            """ + CommandCampaign.Answers
        );
        var state = await campaign.RunAsync(campaign.Spec(limits: "1 s"), "run");
        Assert.Equal(Standing.Failed, state.StandingOf(4, 0));
        var ends = state.FinishedInOrder.Where(f => state.Decisions[(int)f.Decision - 1].Id == "mol5").ToList();
        Assert.Equal(2, ends.Count);
        Assert.All(
            ends,
            end => Assert.Equal((FailureKind.Resources, "time_limit"), (end.Failure!.Kind, end.Failure.Code))
        );
        Assert.Equal("exhausted", state.Stop!.Code);
        Assert.Empty(campaign.Processes());
    }

    [Fact]
    public async Task Put_aside_it_finishes_what_runs_and_goes_on_later()
    {
        using var campaign = new CommandCampaign(CommandCampaign.Waits);
        using var drain = new CancellationTokenSource();
        using (var session = await campaign.OpenAsync(campaign.Spec(), "run"))
        {
            var running = session.RunAsync(drain.Token, TestContext.Current.CancellationToken);
            await campaign.StartedAsync(TestContext.Current.CancellationToken);
            await drain.CancelAsync();
            campaign.Go();
            await running;
            Assert.Contains("put aside", session.State.Pause!.Reason, StringComparison.Ordinal);
            Assert.Empty(session.State.RunningDecisions);
            Assert.InRange(session.State.Labels.Count, 1, 5);
            Assert.Equal(session.State.Labels.Count, campaign.Calls);
        }

        var resumed = await campaign.RunAsync(campaign.Spec(), "run");
        Assert.Equal("exhausted", resumed.Stop!.Code);
        Assert.Empty(resumed.Interruptions);
        Assert.Equal(CommandCampaign.Molecules, campaign.Calls);
    }

    [Fact]
    public async Task Aborted_it_leaves_no_process_and_books_what_was_lost_as_assumed()
    {
        using var campaign = new CommandCampaign(CommandCampaign.Waits);
        using var abort = new CancellationTokenSource();
        int lost;
        using (var session = await campaign.OpenAsync(campaign.Spec(), "run"))
        {
            var running = session.RunAsync(CancellationToken.None, abort.Token);
            await campaign.StartedAsync(TestContext.Current.CancellationToken);
            await abort.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            Assert.Empty(campaign.Processes());
            lost = session.State.RunningDecisions.Count;
            Assert.InRange(lost, 1, 4);
        }

        campaign.Go();
        var resumed = await campaign.RunAsync(campaign.Spec(), "run");
        Assert.Equal("exhausted", resumed.Stop!.Code);
        Assert.Equal(lost, resumed.Interruptions.Count);
        Assert.All(resumed.Interruptions, i => Assert.Equal(CostBasis.Assumed, i.Cost.Usage.Basis));
        Assert.Equal(CommandCampaign.Molecules, campaign.ArchiveKeys().Count);
        Assert.Equal(CostBasis.Assumed, resumed.Spent.Usage.Basis);
    }

    [Fact]
    public async Task Two_processes_cannot_have_one_run_folder()
    {
        using var campaign = new CommandCampaign(CommandCampaign.Answers);
        using (await campaign.OpenAsync(campaign.Spec(), "run"))
        {
            var problem = await Assert.ThrowsAsync<StorageException>(() => campaign.OpenAsync(campaign.Spec(), "run"));
            Assert.Equal(StorageProblem.InUse, problem.Problem);
        }

        using var free = await campaign.OpenAsync(campaign.Spec(), "run");
        Assert.NotNull(free.State.Start);
    }

    [Fact]
    public async Task A_run_whose_input_file_was_changed_is_refused_and_left_as_it_was()
    {
        using var campaign = new CommandCampaign(CommandCampaign.Answers);
        await campaign.RunAsync(campaign.Spec(), "run");
        var file = Path.Combine(campaign.Folder, "space.smi");
        var lines = File.ReadAllLines(file);
        File.WriteAllLines(file, lines[1..]);
        var problem = await Assert.ThrowsAsync<CampaignException>(() => campaign.OpenAsync(campaign.Spec(), "run"));
        Assert.Contains("input file was changed", problem.Message, StringComparison.Ordinal);

        File.WriteAllLines(file, lines);
        var again = await campaign.RunAsync(campaign.Spec(), "run");
        Assert.Equal(CommandCampaign.Molecules, again.Labels.Count);
    }

    [Fact]
    public async Task A_run_is_gone_on_with_by_the_strategy_that_began_it()
    {
        using var campaign = new CommandCampaign(CommandCampaign.Answers);
        await campaign.RunAsync(campaign.Spec(), "run");
        var problem = await Assert.ThrowsAsync<CampaignException>(() =>
            campaign.RunAsync(campaign.Spec(), "run", StrategyKind.Greedy)
        );
        Assert.Contains("--strategy random", problem.Message, StringComparison.Ordinal);
    }
}
