namespace Lichen.Cli.Tests;

public sealed class InterruptionTests
{
    [Fact]
    public void First_signal_drains_second_aborts_third_has_its_usual_effect()
    {
        var said = new List<string>();
        using var interruption = new Interruption(said.Add);
        Assert.False(interruption.Happened);

        Assert.True(interruption.Raise());
        Assert.True(interruption.Drain.IsCancellationRequested);
        Assert.False(interruption.Abort.IsCancellationRequested);

        Assert.True(interruption.Raise());
        Assert.True(interruption.Abort.IsCancellationRequested);

        Assert.False(interruption.Raise());
        Assert.True(interruption.Happened);
        Assert.Equal(2, said.Count);
    }
}
