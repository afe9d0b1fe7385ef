using Lichen.Cli.Views;
using Spectre.Console;

namespace Lichen.Cli.Tests.Views;

public sealed class LiveViewTests
{
    [Fact]
    public void End_stops_drawing_and_leaves_the_summary_last()
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.Yes,
                Out = new AnsiConsoleOutput(output),
            }
        );
        console.Profile.Width = 60;
        using (var view = new LiveView(console, Snapshots.Title, TimeProvider.System))
        {
            view.Show(Snapshots.Exploring);
            view.End(Snapshots.Finished);
        }

        var lines = output.ToString().TrimEnd().Split('\n');
        Assert.Contains("report.html", lines[^1]);
        Assert.Contains("dyes: finished", output.ToString());
    }
}
