using System.Collections.Immutable;
using Lichen.Core.Budgets;
using Lichen.Exploration.Journals;
using Lichen.Learning.Models;
using Lichen.Storage;
using Lichen.Testing;

namespace Lichen.Exploration.Tests.Running;

public sealed class ModelComparisonTests
{
    private const double Seconds = 1000;

    private static Budget Dear(int labels) =>
        Budget.Unlimited with
        {
            Counts = ImmutableSortedDictionary<string, int>.Empty.Add("dear", labels).Add("cheap", 20),
        };

    [Fact]
    public void Where_the_process_predicts_better_it_stays_alone()
    {
        using var folder = new TemporaryFolder();
        var state = Smooth(Seconds).Run(folder.Path, Dear(43), 2);
        var compared = state.LastComparison!;
        Assert.Equal(ModelKind.GaussianProcess, compared.Kind);
        Assert.Equal(1, compared.GaussianProcessShare);
        Assert.Equal(40, compared.TopLabels);
        Assert.True(compared.Reason.Length > 20, compared.Reason);
        Assert.Empty(Networks(folder.Path));
    }

    [Fact]
    public void Below_the_limits_nothing_is_compared()
    {
        using TemporaryFolder few = new(),
            cheap = new();
        Assert.Null(Smooth(Seconds).Run(few.Path, Dear(39), 2).LastComparison);
        Assert.Null(Smooth(seconds: 1).Run(cheap.Path, Dear(43), 2).LastComparison);
    }

    [Fact]
    public void Networks_that_predict_better_are_used_and_kept_for_a_campaign_taken_up_again()
    {
        using TemporaryFolder whole = new(),
            broken = new();
        var uninterrupted = Jagged().Run(whole.Path, Dear(46), 2);
        var compared = uninterrupted.LastComparison!;
        Assert.True(compared.Kind != ModelKind.GaussianProcess, compared.Reason);
        Assert.InRange(compared.GaussianProcessShare, 0, 0.8);
        Assert.Single(Networks(whole.Path));

        int first;
        using (var journal = Journal.OpenRead(whole.Path))
        {
            first = EventJournal.ReadAll(journal).TakeWhile(happened => happened is not Compared).Count();
        }

        // Dies with the comparison just written, then once more; at last the networks are gone and are trained again.
        Jagged().Run(broken.Path, Dear(46), 2, dieAfterEvents: first + 1);
        Assert.Single(Networks(broken.Path));
        Jagged().Run(broken.Path, Dear(46), 2, dieAfterEvents: 3);
        File.Delete(Assert.Single(Networks(broken.Path)));
        var resumed = Jagged().Run(broken.Path, Dear(46), 2);
        Assert.Equal(Story(uninterrupted), Story(resumed));
        foreach (var (one, other) in uninterrupted.Decisions.Zip(resumed.Decisions))
        {
            Assert.Equal(one.Mean, other.Mean);
            Assert.Equal(one.Deviation, other.Deviation);
        }

        var last = uninterrupted.Decisions[^1];
        var moment = Jagged()
            .Explain(whole.Path, Dear(46), uninterrupted.IndexOf(last.Row))
            .Moments.Single(m => m.Taken && m.Decision == last.Decision);
        Assert.Equal((last.Mean, last.Deviation), (moment.Mean, moment.Deviation));
    }

    private static SyntheticCampaign Smooth(double seconds) => new(4, failureShare: 0, seconds: seconds);

    // Half of the space is noise, which the networks can tell from the other half.
    private static SyntheticCampaign Jagged() =>
        new(
            4,
            failureShare: 0,
            seconds: Seconds,
            shape: (x, y) => y + (x > 0.5 ? 20 * Math.Sin(9973 * y) : 0),
            startShare: 0.9
        );

    private static string[] Networks(string folder) => Directory.GetFiles(folder, "networks-of-*.safetensors");

    private static string[] Story(CampaignState state) =>
        [.. state.Decisions.Select(decided => $"{decided.Row} {decided.Level} {decided.Purpose} {decided.At:R}")];
}
