using Lichen.Cli.Views;
using Lichen.Testing;

namespace Lichen.Cli.Tests.Views;

public sealed class PlainViewTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void A_campaign_reads_as_a_log()
    {
        using (var view = NewView())
        {
            view.Show(Snapshots.Reading);
            view.Show(Snapshots.Exploring);
            _time.Advance(TimeSpan.FromSeconds(11));
            view.Show(Snapshots.Exploring with { Elapsed = TimeSpan.FromSeconds(94) });
            view.Say("Stopping.");
            view.End(Snapshots.Finished);
        }

        GoldenFile.Matches(_output.ToString(), "plain.txt");
    }

    [Fact]
    public void The_same_state_again_says_nothing_more()
    {
        using var view = NewView();
        view.Show(Snapshots.Exploring);
        var before = _output.ToString();
        for (var i = 0; i < 1000; i++)
        {
            view.Show(Snapshots.Exploring);
        }

        Assert.Equal(before, _output.ToString());
    }

    private PlainView NewView() => new(_output, Snapshots.Title, _time, TimeSpan.FromSeconds(10));
}
