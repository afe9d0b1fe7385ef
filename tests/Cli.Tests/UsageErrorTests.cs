namespace Lichen.Cli.Tests;

public sealed class UsageErrorTests
{
    [Theory]
    [InlineData("unknown command 'doctr'; did you mean 'doctor'?", "doctr")]
    [InlineData("unknown option '--jsn'; did you mean '--json'?", "doctor", "--jsn")]
    [InlineData("unknown option '--qiet'; did you mean '--quiet'?", "properties", "--qiet")]
    [InlineData("--strategy: 'bund' is none of improvement, greedy,", "run", "c.yaml", "--strategy", "bund")]
    [InlineData("top, funnel, cheapfirst, chebyshev; did you mean 'bound'?", "run", "c.yaml", "--strategy", "bund")]
    [InlineData("--strategy: '3' is none of", "run", "c.yaml", "--strategy", "3")]
    [InlineData("did you mean 'ensemble'?", "model", "train", "--data", "x", "--target", "y", "--kind", "ensmble")]
    public async Task Nearest_word_is_suggested(string expected, params string[] arguments)
    {
        var said = await CommandLine.RunAsync(arguments);
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains(expected, said.Error);
        Assert.Empty(said.Output);
    }

    [Fact]
    public async Task Word_near_to_nothing_is_refused_without_a_suggestion()
    {
        var said = await CommandLine.RunAsync("photosynthesis");
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("unknown command 'photosynthesis'", said.Error);
        Assert.DoesNotContain("did you mean", said.Error);
    }

    [Fact]
    public async Task Message_names_the_help_of_the_verb_at_hand()
    {
        var said = await CommandLine.RunAsync("doctor", "--nope");
        Assert.EndsWith("Try 'lichen doctor --help'." + Environment.NewLine, said.Error);
    }
}
