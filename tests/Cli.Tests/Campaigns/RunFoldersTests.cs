using Lichen.Cli.Campaigns;
using Lichen.Exploration.Specification;
using Lichen.Storage;
using Lichen.Testing;

namespace Lichen.Cli.Tests.Campaigns;

public sealed class RunFoldersTests
{
    [Fact]
    public void A_folder_without_a_run_is_taken_as_it_is()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(folder["new"], RunFolders.Settle(folder["new"], Spec(folder, seed: 1), branch: false));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_campaign_goes_on_in_its_folder(bool branch)
    {
        using var folder = new TemporaryFolder();
        Begin(folder["run"], Spec(folder, seed: 1));
        Assert.Equal(folder["run"], RunFolders.Settle(folder["run"], Spec(folder, seed: 1), branch));
    }

    [Fact]
    public void A_changed_campaign_is_refused_with_all_that_changed()
    {
        using var folder = new TemporaryFolder();
        Begin(folder["run"], Spec(folder, seed: 1));
        var problem = Assert.Throws<UserException>(() =>
            RunFolders.Settle(folder["run"], Spec(folder, seed: 2, hits: 7), branch: false)
        );
        Assert.Contains("seed", problem.Message, StringComparison.Ordinal);
        Assert.Contains("hits", problem.Message, StringComparison.Ordinal);
        Assert.Contains("--branch", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("budget", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_branch_gets_the_next_folder_that_is_free_or_its_own()
    {
        using var folder = new TemporaryFolder();
        Begin(folder["run"], Spec(folder, seed: 1));
        Assert.Equal(folder["run-2"], RunFolders.Settle(folder["run"], Spec(folder, seed: 2), branch: true));

        Begin(folder["run-2"], Spec(folder, seed: 2));
        Assert.Equal(folder["run-2"], RunFolders.Settle(folder["run"], Spec(folder, seed: 2), branch: true));
        Assert.Equal(folder["run-3"], RunFolders.Settle(folder["run"], Spec(folder, seed: 3), branch: true));
    }

    [Fact]
    public void A_name_without_a_run_is_answered_with_the_nearest_message()
    {
        using var folder = new TemporaryFolder();
        var problem = Assert.Throws<UserException>(() => RunFolders.SpecOf(folder["nothing"]));
        Assert.Contains("there is no run", problem.Message, StringComparison.Ordinal);
    }

    private static void Begin(string folder, CampaignSpec spec)
    {
        Directory.CreateDirectory(folder);
        var text = CampaignFile.WriteResolved(spec, [], []);
        using var journal = Journal.Create(
            folder,
            new RunIdentity("run", DateTimeOffset.UnixEpoch, "0", new string('0', 64), text)
        );
    }

    private static CampaignSpec Spec(TemporaryFolder folder, int seed, int hits = 3) =>
        CampaignFile
            .Parse(
                $$"""
                space: {file: space.smi}
                objective: {property: homo_lumo_gap, level: GFN2-xTB, goal: minimise}
                hits: {{hits}}
                budget: unlimited
                seed: {{seed}}
                workers: 1

                """,
                "campaign.yaml",
                folder.Path,
                1
            )
            .Spec!;
}
