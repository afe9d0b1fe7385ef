using Lichen.Testing;

namespace Lichen.Cli.Tests;

public sealed class ProblemsTests
{
    [Fact]
    public void Expected_error_is_one_line_without_a_stack_trace()
    {
        var (code, error) = Write(new FileNotFoundException("there is no file 'x.yaml'"), verbose: false);
        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal("lichen: there is no file 'x.yaml'" + Environment.NewLine, error);
    }

    [Fact]
    public void Verbose_shows_where_an_error_came_from()
    {
        var (_, error) = Write(new FileNotFoundException("there is no file 'x.yaml'"), verbose: true);
        Assert.Contains(nameof(FileNotFoundException), error);
    }

    [Fact]
    public void Unexpected_error_is_owned_as_a_mistake_of_ours()
    {
        var (code, error) = Write(new InvalidOperationException("3 is not 4"), verbose: false);
        Assert.Equal(ExitCode.Failed, code);
        Assert.StartsWith("lichen: internal error: 3 is not 4", error);
        Assert.Contains("report", error);
    }

    [Fact]
    public void Error_of_the_user_carries_its_own_exit_code()
    {
        var (code, _) = Write(new UserException(ExitCode.Partial, "paused"), verbose: false);
        Assert.Equal(ExitCode.Partial, code);
    }

    private static (int Code, string Error) Write(Exception exception, bool verbose)
    {
        using var error = new StringWriter();
        var code = Problems.Write(
            exception,
            verbose,
            new Terminal(TextWriter.Null, error, isTerminal: false, new ManualTime())
        );
        return (code, error.ToString());
    }
}
