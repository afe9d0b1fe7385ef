using System.Text.Json;
using CsCheck;
using Lichen.Cli.Views;
using Lichen.Testing;

namespace Lichen.Cli.Tests.Views;

public sealed class JsonViewTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void A_campaign_reads_as_json_lines()
    {
        using (var view = NewView())
        {
            view.Show(Snapshots.Reading);
            view.Show(Snapshots.Exploring);
            view.Show(Snapshots.Exploring with { Decisions = 124 });
            view.Say("Stopping.");
            view.End(Snapshots.Finished);
        }

        GoldenFile.Matches(_output.ToString(), "json.txt");
    }

    [Fact]
    public void The_last_state_is_never_swallowed_by_the_throttle()
    {
        using var view = NewView();
        for (var i = 0; i < 100; i++)
        {
            view.Show(Snapshots.Exploring with { Decisions = i });
        }

        view.End(Snapshots.Finished);
        var decisions = Lines()
            .Where(line => line.GetProperty("event").GetString() == "snapshot")
            .Select(line => line.GetProperty("decisions").GetInt32());
        Assert.Equal([0, 99], decisions);
    }

    [Fact]
    public void Every_line_is_json_whatever_the_snapshot() =>
        Snapshots.Any.Sample(
            snapshot =>
            {
                using var output = new StringWriter();
                using var view = new JsonView(output, Snapshots.Title, _time, TimeSpan.Zero);
                view.Show(snapshot);
                view.End(Snapshots.Finished);
                var lines = output.ToString().TrimEnd().Split(Environment.NewLine);
                Assert.Equal(2, lines.Length);
                Assert.All(lines, line => JsonDocument.Parse(line).Dispose());
            },
            iter: 300
        );

    private List<JsonElement> Lines() =>
        [.. _output.ToString().TrimEnd().Split(Environment.NewLine).Select(line => JsonElement.Parse(line))];

    private JsonView NewView() => new(_output, Snapshots.Title, _time, TimeSpan.FromSeconds(1));
}
