using Lichen.Cli.Views;
using Lichen.Testing;

namespace Lichen.Cli.Tests.Views;

/// <summary>The line that says how long work still takes.</summary>
public sealed class ProgressLineTests
{
    [Fact]
    public void Time_left_is_told_at_the_pace_since_the_first_share()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var time = new ManualTime();
        var line = new ProgressLine(new Terminal(output, error, isTerminal: true, time, showsProgress: true));

        // Ten seconds of preparation, and six tenths that an earlier run did.
        time.Advance(TimeSpan.FromSeconds(10));
        line.Show(0.6);
        Assert.Equal("60 %", Last());
        time.Advance(TimeSpan.FromSeconds(5));
        line.Show(0.7);
        Assert.Equal("70 %, 15 s left", Last());

        string Last() => error.ToString().Split('\r')[^1].TrimEnd();
    }
}
