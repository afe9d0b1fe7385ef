using Lichen.Testing;

namespace Lichen.Cli.Tests;

/// <summary>Runs one command line in this process and keeps what it says.</summary>
internal sealed record CommandLine(int Code, string Output, string Error)
{
    public static async Task<CommandLine> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await LichenCommand.RunAsync(
            arguments,
            new Terminal(output, error, isTerminal: false, new ManualTime())
        );
        return new CommandLine(code, output.ToString(), error.ToString());
    }
}
