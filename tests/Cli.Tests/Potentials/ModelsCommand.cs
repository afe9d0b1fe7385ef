using System.CommandLine;
using Lichen.Cli.Potentials;
using Lichen.Learning.Potentials;
using Lichen.Testing;

namespace Lichen.Cli.Tests.Potentials;

/// <summary><c>lichen models</c> over a store of a test's own; problems come as exceptions.</summary>
internal static class ModelsCommand
{
    /// <param name="store">The store's folder.</param>
    /// <param name="arguments">What follows <c>models</c>.</param>
    public static async Task<CommandLine> RunAsync(string store, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(output, error, isTerminal: false, new ManualTime());
        Command command = ModelsVerb.Create(terminal, new GlobalOptions(), new PotentialStore(store));
        int code = await command
            .Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        return new CommandLine(code, output.ToString(), error.ToString());
    }
}
