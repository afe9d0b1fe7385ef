using Lichen.Testing;

namespace Lichen.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Verbs()
    {
        var data = new TheoryData<string> { "" };
        using var writer = new StringWriter();
        var root = LichenCommand.Create(
            new Terminal(writer, writer, isTerminal: false, new ManualTime()),
            new GlobalOptions()
        );
        foreach (var verb in root.Subcommands.Where(verb => !verb.Hidden))
        {
            data.Add(verb.Name);
            foreach (var inner in verb.Subcommands)
            {
                data.Add($"{verb.Name} {inner.Name}");
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_is_what_users_know(string verb)
    {
        var words = verb.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var said = await CommandLine.RunAsync([.. words, "--help"]);
        Assert.Equal(ExitCode.Ok, said.Code);
        Assert.Empty(said.Error);
        GoldenFile.Matches(said.Output, $"help{string.Concat(words.Select(word => "-" + word))}.txt");
    }

    [Fact]
    public async Task Without_a_verb_the_help_is_shown_and_the_exit_code_says_that_nothing_was_done()
    {
        var said = await CommandLine.RunAsync();
        Assert.Equal(ExitCode.Usage, said.Code);
        Assert.Contains("Usage:", said.Output);
    }

    [Fact]
    public async Task Version_is_one_line_and_the_same_as_that_of_the_assembly()
    {
        var said = await CommandLine.RunAsync("--version");
        Assert.Equal(ExitCode.Ok, said.Code);
        Assert.Equal(LichenCommand.Version + Environment.NewLine, said.Output);
        Assert.Matches(@"^\d+\.\d+\.\d+", said.Output);
    }
}
